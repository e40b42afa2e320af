package dev.signet.verilog;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a module so that every statement can be written in Verilog as it stands: signed products
 * and whatever needs its highest bit taken become signals with names, and deeply nested expressions
 * are cut into named wires.
 */
final class Legalizer {
  /** Deeper than this nobody can read, and indentation runs out of line. */
  private static final int MAX_DEPTH = 8;

  private final NameScope names;
  private final List<Statement> statements = new ArrayList<>();

  private Legalizer(NameScope names) {
    this.names = names;
  }

  /**
   * The module rewritten.
   *
   * @param names of the module, to which new signals are added
   */
  static RtlModule legalize(RtlModule module, NameScope names) {
    Legalizer legalizer = new Legalizer(names);
    module.statements().forEach(legalizer::rewrite);
    return new RtlModule(
        module.name(), module.comment(), module.ports(), module.memories(), legalizer.statements);
  }

  private void rewrite(Statement statement) {
    // The rewritten statement comes after the wires its operands need.
    Statement legal =
        switch (statement) {
          case Statement.Assign(Signal target, Expression.Multiply multiply) ->
              new Statement.Assign(target, product(multiply, target.name()));
          case Statement.Assign(Signal target, Expression value) ->
              new Statement.Assign(target, rewrite(value, target.name()));
          case Statement.Register register -> {
            String base = register.target().name();
            yield new Statement.Register(
                register.target(),
                rewrite(register.next(), base + "_next"),
                register.enable().map(enable -> rewrite(enable, base + "_enable")),
                register.reset());
          }
          case Statement.MemoryRead read -> {
            String base = read.target().name();
            yield new Statement.MemoryRead(
                read.target(),
                read.memory(),
                rewrite(read.address(), base + "_address"),
                rewrite(read.enable(), base + "_enable"));
          }
          case Statement.MemoryWrite write -> {
            String base = write.memory().name();
            yield new Statement.MemoryWrite(
                write.memory(),
                rewrite(write.address(), base + "_address"),
                rewrite(write.data(), base + "_data"),
                rewrite(write.enable(), base + "_enable"));
          }
          case Statement.Instance instance -> {
            Map<String, Expression> inputs = new LinkedHashMap<>();
            for (Port port : instance.module().ports()) {
              Expression input = instance.inputs().get(port.name());
              if (input != null) {
                inputs.put(port.name(), rewrite(input, instance.name() + "_" + port.name()));
              }
            }
            yield new Statement.Instance(
                instance.name(), instance.module(), inputs, instance.outputs());
          }
        };
    statements.add(legal);
  }

  private Expression rewrite(Expression expression, String base) {
    Expression legal =
        switch (expression) {
          case Signal signal -> signal;
          case Expression.Constant constant -> constant;
          case Expression.Slice slice -> slice;
          case Expression.Not(Expression operand) -> new Expression.Not(rewrite(operand, base));
          case Expression.Binary binary ->
              new Expression.Binary(
                  binary.operator(), rewrite(binary.left(), base), rewrite(binary.right(), base));
          case Expression.Compare compare ->
              new Expression.Compare(
                  compare.comparison(),
                  rewrite(compare.left(), base),
                  rewrite(compare.right(), base));
          case Expression.Threshold(Expression sum, Expression level) ->
              new Expression.Threshold(rewrite(sum, base), rewrite(level, base));
          case Expression.Multiply multiply -> hoist(product(multiply, base), base + "_product");
          case Expression.Popcount(Expression operand) ->
              new Expression.Popcount(rewrite(operand, base));
          case Expression.Mux(Expression condition, Expression whenSet, Expression whenClear) ->
              new Expression.Mux(
                  rewrite(condition, base), rewrite(whenSet, base), rewrite(whenClear, base));
          case Expression.Concat(List<Expression> parts) ->
              new Expression.Concat(parts.stream().map(part -> rewrite(part, base)).toList());
          case Expression.Extend(Expression operand, int width, boolean signed) -> {
            Expression inner = rewrite(operand, base);
            yield new Expression.Extend(
                signed ? withHighestBit(inner, base + "_narrow") : inner, width, signed);
          }
        };
    return depth(legal) > MAX_DEPTH ? hoist(legal, base + "_part") : legal;
  }

  /** Only as the whole value of a wire, or its sign would reach into the expression around it. */
  private Expression product(Expression.Multiply multiply, String base) {
    return new Expression.Multiply(
        withHighestBit(rewrite(multiply.left(), base), base + "_left"),
        withHighestBit(rewrite(multiply.right(), base), base + "_right"));
  }

  /** What Verilog can take one bit of. */
  private Expression withHighestBit(Expression expression, String name) {
    return switch (expression) {
      case Signal _, Expression.Slice _, Expression.Constant _ -> expression;
      case Expression.Not _,
          Expression.Binary _,
          Expression.Compare _,
          Expression.Multiply _,
          Expression.Popcount _,
          Expression.Threshold _,
          Expression.Mux _,
          Expression.Concat _,
          Expression.Extend _ ->
          hoist(expression, name);
    };
  }

  private Signal hoist(Expression expression, String name) {
    Signal signal = new Signal(names.fresh(name), expression.width());
    statements.add(new Statement.Assign(signal, expression));
    return signal;
  }

  /** How far the layout of an expression nests; chains of one operator do not. */
  private static int depth(Expression expression) {
    return switch (expression) {
      case Signal _, Expression.Constant _, Expression.Slice _ -> 0;
      case Expression.Not(Expression operand) -> depth(operand);
      case Expression.Popcount(Expression operand) -> 1 + depth(operand);
      case Expression.Extend(Expression operand, int _, boolean _) -> 1 + depth(operand);
      case Expression.Binary binary ->
          Chains.operands(binary).stream().mapToInt(operand -> 1 + depth(operand)).max().orElse(0);
      case Expression.Compare compare ->
          1 + Math.max(depth(compare.left()), depth(compare.right()));
      case Expression.Multiply(Expression left, Expression right) ->
          1 + Math.max(depth(left), depth(right));
      case Expression.Threshold(Expression sum, Expression level) ->
          1 + Math.max(depth(sum), depth(level));
      case Expression.Mux mux ->
          1
              + Math.max(
                  depth(Chains.otherwise(mux)),
                  Chains.arms(mux).stream()
                      .mapToInt(arm -> Math.max(depth(arm.condition()), depth(arm.whenSet())))
                      .max()
                      .orElse(0));
      case Expression.Concat(List<Expression> parts) ->
          1 + parts.stream().mapToInt(Legalizer::depth).max().orElse(0);
    };
  }
}
