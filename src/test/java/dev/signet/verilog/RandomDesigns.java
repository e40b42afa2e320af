package dev.signet.verilog;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Expression.BinaryOperator;
import dev.signet.rtl.Expression.Comparison;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Designs of every operation and statement, put together at random but so that no output depends on
 * what a register or a memory held before it was written.
 */
final class RandomDesigns {
  private static final List<Signal> INPUTS =
      List.of(
          new Signal("bit_in", 1),
          new Signal("byte_in", 8),
          new Signal("word_in", 33),
          new Signal("wide_in", 150));
  private static final int[] WIDTHS = {1, 1, 1, 2, 3, 5, 8, 8, 13, 32, 33, 64, 65, 100, 150};
  private static final int OUTPUTS = 3;

  private final Random random;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();
  private final List<Signal> pool = new ArrayList<>(INPUTS);
  private int names;

  private RandomDesigns(Random random) {
    this.random = random;
  }

  /** A top module that holds many random modules, each with outputs of its own. */
  static Design design(String name, int modules, long seed) {
    Random random = new Random(seed);
    List<Port> ports = new ArrayList<>();
    INPUTS.forEach(input -> ports.add(Port.input(input)));
    List<Statement> instances = new ArrayList<>();
    for (int index = 0; index < modules; index++) {
      RandomDesigns builder = new RandomDesigns(random);
      RtlModule module = builder.module(name + "_part" + index);
      Map<String, Expression> inputs = new HashMap<>();
      INPUTS.forEach(input -> inputs.put(input.name(), input));
      Map<String, Signal> outputs = new HashMap<>();
      for (Port port : module.ports()) {
        if (port.direction() == Port.Direction.OUTPUT) {
          Signal signal = new Signal("part" + index + "_" + port.name(), port.width());
          outputs.put(port.name(), signal);
          ports.add(Port.output(signal));
        }
      }
      instances.add(new Statement.Instance("part" + index, module, inputs, outputs));
    }
    return new Design(
        new RtlModule(name, "Many random modules.", ports, List.of(), instances), List.of());
  }

  /** Random inputs, the first cycle under reset and a few later ones. */
  static List<Map<String, BigInteger>> stimuli(int cycles, long seed) {
    Random random = new Random(seed);
    List<Map<String, BigInteger>> stimuli = new ArrayList<>();
    for (int cycle = 0; cycle < cycles; cycle++) {
      Map<String, BigInteger> inputs = new HashMap<>();
      for (Signal input : INPUTS) {
        inputs.put(input.name(), bits(random, input.width()));
      }
      boolean reset = cycle == 0 || random.nextInt(20) == 0;
      inputs.put("aresetn", reset ? BigInteger.ZERO : BigInteger.ONE);
      stimuli.add(inputs);
    }
    return stimuli;
  }

  private RtlModule module(String name) {
    List<Port> ports = new ArrayList<>();
    INPUTS.forEach(input -> ports.add(Port.input(input)));
    int count = 4 + random.nextInt(10);
    for (int index = 0; index < count; index++) {
      addStatement();
    }
    for (int index = 0; index < OUTPUTS; index++) {
      Signal last = pool.get(pool.size() - 1 - index);
      Signal output = new Signal("out" + index, last.width());
      ports.add(Port.output(output));
      if (index == 0) {
        statements.add(
            new Statement.Register(
                output, last, Optional.empty(), Optional.of(bits(random, last.width()))));
      } else {
        statements.add(new Statement.Assign(output, last));
      }
    }
    return new RtlModule(
        name, "Module " + name + ".\nOf random logic.", ports, memories, statements);
  }

  private void addStatement() {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> assign(expression(width(), 4));
      case 3 -> assign(new Expression.Popcount(expression(1 + random.nextInt(150), 2)));
      case 4 -> assign(expression(1, 4));
      case 5 -> register();
      case 6 -> keptRegister();
      case 7 -> rom();
      case 8 -> ram();
      default -> instance();
    }
  }

  private Signal assign(Expression value) {
    Signal target = fresh("wire", value.width());
    statements.add(new Statement.Assign(target, value));
    pool.add(target);
    return target;
  }

  private void register() {
    Signal target = fresh("count", width());
    pool.add(target);
    Optional<Expression> enable =
        random.nextBoolean() ? Optional.of(expression(1, 2)) : Optional.empty();
    statements.add(
        new Statement.Register(
            target,
            expression(target.width(), 3),
            enable,
            Optional.of(bits(random, target.width()))));
  }

  /** A register without reset, seen only once it was written. */
  private void keptRegister() {
    Signal target = fresh("kept", width());
    Signal enable = assign(expression(1, 2));
    statements.add(
        new Statement.Register(
            target, expression(target.width(), 3), Optional.of(enable), Optional.empty()));
    seenAfter(target, enable);
  }

  private void seenAfter(Signal target, Signal enable) {
    Signal seen = fresh("seen", 1);
    statements.add(
        new Statement.Register(
            seen, Expression.constant(1, 1), Optional.of(enable), Optional.of(BigInteger.ZERO)));
    assign(Expression.mux(seen, target, Expression.constant(target.width(), 0)));
  }

  private void rom() {
    int width = width();
    int depth = random.nextInt(4) == 0 ? 64 + random.nextInt(20) : 1 + random.nextInt(9);
    BitMatrix.Builder contents = BitMatrix.builder(depth, width);
    for (int row = 0; row < depth; row++) {
      for (int column = 0; column < width; column++) {
        contents.set(row, column, random.nextBoolean());
      }
    }
    Memory memory = memory("rom", width, depth, Optional.of(contents.build()));
    Signal target = fresh("word", width);
    Signal enable = assign(expression(1, 2));
    statements.add(new Statement.MemoryRead(target, memory, address(memory), enable));
    seenAfter(target, enable);
  }

  /** A memory that is cleared after reset and read only then. */
  private void ram() {
    Memory memory = memory("ram", width(), 1 + random.nextInt(6), Optional.empty());
    int bits = memory.addressWidth() + 1;
    Signal clearing = fresh("clearing", bits);
    Signal done = fresh("cleared", 1);
    statements.add(
        new Statement.Register(
            clearing,
            Expression.add(clearing, Expression.constant(bits, 1)),
            Optional.of(Expression.not(done)),
            Optional.of(BigInteger.ZERO)));
    statements.add(
        new Statement.Assign(
            done, new Expression.Threshold(clearing, Expression.constant(bits, memory.depth()))));
    Signal zero = assign(Expression.constant(memory.width(), 0));
    statements.add(
        new Statement.MemoryWrite(
            memory,
            Expression.mux(
                done, address(memory), Expression.slice(clearing, 0, memory.addressWidth())),
            Expression.mux(done, expression(memory.width(), 2), zero),
            Expression.or(Expression.not(done), expression(1, 2))));
    Signal target = fresh("word", memory.width());
    Signal enable = assign(Expression.and(done, expression(1, 1)));
    statements.add(new Statement.MemoryRead(target, memory, address(memory), enable));
    seenAfter(target, enable);
  }

  private Expression address(Memory memory) {
    Signal any = assign(expression(memory.addressWidth(), 1));
    return Expression.mux(
        new Expression.Threshold(
            Expression.zeroExtend(any, any.width() + 1),
            Expression.constant(any.width() + 1, memory.depth())),
        Expression.constant(any.width(), 0),
        any);
  }

  private void instance() {
    Signal a = new Signal("a", width());
    Signal b = new Signal("b", a.width());
    Signal sum = new Signal("sum", a.width());
    String name = "add" + a.width();
    RtlModule adder =
        new RtlModule(
            name,
            "Adds two words of " + a.width() + " bits.",
            List.of(Port.input(a), Port.input(b), Port.output(sum)),
            List.of(),
            List.of(new Statement.Assign(sum, Expression.add(a, b))));
    Signal out = fresh("total", a.width());
    statements.add(
        new Statement.Instance(
            fresh("adder", 1).name(),
            adder,
            Map.of("a", expression(a.width(), 3), "b", expression(a.width(), 1)),
            Map.of("sum", out)));
    pool.add(out);
  }

  private Memory memory(String base, int width, int depth, Optional<BitMatrix> contents) {
    Memory memory = new Memory(fresh(base, 1).name(), width, depth, contents);
    memories.add(memory);
    return memory;
  }

  private Expression expression(int width, int depth) {
    if (depth == 0) {
      return leaf(width);
    }
    int next = depth - 1;
    return switch (random.nextInt(width == 1 ? 12 : 9)) {
      case 0 -> leaf(width);
      case 1 -> Expression.not(expression(width, next));
      case 2, 3 -> binary(width, next);
      case 4 -> chain(width, next);
      case 5 ->
          Expression.mux(expression(1, next), expression(width, next), expression(width, next));
      case 6 -> {
        if (width == 1) {
          yield leaf(width);
        }
        int left = 1 + random.nextInt(width - 1);
        yield new Expression.Multiply(expression(left, next), expression(width - left, next));
      }
      case 7 -> {
        if (width == 1) {
          yield new Expression.Concat(List.of(expression(1, next)));
        }
        int high = 1 + random.nextInt(width - 1);
        yield Expression.concat(List.of(expression(high, next), expression(width - high, next)));
      }
      case 8 -> {
        if (width == 1) {
          yield leaf(width);
        }
        int narrow = 1 + random.nextInt(width - 1);
        yield new Expression.Extend(expression(narrow, next), width, random.nextBoolean());
      }
      default -> comparison(next);
    };
  }

  private Expression binary(int width, int depth) {
    BinaryOperator[] operators = BinaryOperator.values();
    return new Expression.Binary(
        operators[random.nextInt(operators.length)],
        expression(width, depth),
        expression(width, depth));
  }

  private Expression chain(int width, int depth) {
    BinaryOperator[] operators = BinaryOperator.values();
    BinaryOperator operator = operators[random.nextInt(operators.length)];
    Expression chain = expression(width, depth);
    for (int link = 0; link < 4; link++) {
      chain = new Expression.Binary(operator, chain, expression(width, 1));
    }
    return chain;
  }

  private Expression comparison(int depth) {
    int width = width();
    Comparison[] comparisons = Comparison.values();
    Expression left = expression(width, depth);
    Expression right = expression(width, depth);
    return random.nextInt(3) == 0
        ? new Expression.Threshold(left, right)
        : new Expression.Compare(comparisons[random.nextInt(comparisons.length)], left, right);
  }

  private Expression leaf(int width) {
    if (random.nextInt(4) == 0) {
      return constant(width);
    }
    Signal signal = pool.get(random.nextInt(pool.size()));
    if (signal.width() > width) {
      return Expression.slice(signal, random.nextInt(signal.width() - width + 1), width);
    }
    return random.nextBoolean()
        ? Expression.zeroExtend(signal, width)
        : Expression.signExtend(signal, width);
  }

  /** The ends of both ranges more often than anything else. */
  private Expression constant(int width) {
    BigInteger half = BigInteger.ONE.shiftLeft(width - 1);
    BigInteger value =
        switch (random.nextInt(6)) {
          case 0 -> BigInteger.ZERO;
          case 1 -> half.shiftLeft(1).subtract(BigInteger.ONE);
          case 2 -> half;
          case 3 -> half.subtract(BigInteger.ONE);
          default -> bits(random, width);
        };
    return new Expression.Constant(width, value);
  }

  private int width() {
    return WIDTHS[random.nextInt(WIDTHS.length)];
  }

  private Signal fresh(String base, int width) {
    return new Signal(base + names++, width);
  }

  private static BigInteger bits(Random random, int width) {
    return new BigInteger(width, random);
  }
}
