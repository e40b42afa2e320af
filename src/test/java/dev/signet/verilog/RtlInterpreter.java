package dev.signet.verilog;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.PortTrace;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The meaning of the RTL IR in the plainest words: the oracle of the emitted Verilog. */
final class RtlInterpreter {
  private final RtlModule module;
  private final Function<String, BigInteger> inputs;
  private final Map<String, BigInteger> state = new HashMap<>();
  private final Map<String, BigInteger[]> memories = new HashMap<>();
  private final Map<String, RtlInterpreter> children = new HashMap<>();
  private final Map<String, BigInteger> settled = new HashMap<>();

  RtlInterpreter(RtlModule module, Function<String, BigInteger> inputs) {
    this.module = module;
    this.inputs = inputs;
    for (Memory memory : module.memories()) {
      BigInteger[] words = new BigInteger[memory.depth()];
      Arrays.fill(words, BigInteger.ZERO);
      memory
          .contents()
          .ifPresent(
              contents -> Arrays.setAll(words, row -> new BigInteger(contents.rowHex(row), 16)));
      memories.put(memory.name(), words);
    }
    for (Statement statement : module.statements()) {
      switch (statement) {
        case Statement.Register register -> state.put(register.target().name(), BigInteger.ZERO);
        case Statement.MemoryRead read -> state.put(read.target().name(), BigInteger.ZERO);
        case Statement.Instance instance ->
            children.put(
                instance.name(),
                new RtlInterpreter(
                    instance.module(), port -> evaluate(at(instance.inputs(), port))));
        case Statement.Assign _, Statement.MemoryWrite _ -> {}
      }
    }
  }

  /** Runs a top module on the inputs given for each cycle and records all ports. */
  static PortTrace trace(RtlModule top, List<Map<String, BigInteger>> cycles) {
    List<Port> ports = new ArrayList<>(List.of(Port.input(new Signal("aresetn", 1))));
    ports.addAll(top.ports());
    PortTrace trace = new PortTrace(ports);
    Map<String, BigInteger> inputs = new HashMap<>();
    RtlInterpreter interpreter = new RtlInterpreter(top, name -> at(inputs, name));
    for (Map<String, BigInteger> cycle : cycles) {
      inputs.putAll(cycle);
      interpreter.unsettle();
      trace.add(
          ports.stream()
              .map(
                  port ->
                      port.direction() == Port.Direction.INPUT
                          ? at(inputs, port.name())
                          : interpreter.value(port.name()))
              .toList());
      List<Runnable> updates = new ArrayList<>();
      interpreter.clock(at(inputs, "aresetn").signum() == 0, updates);
      updates.forEach(Runnable::run);
    }
    return trace;
  }

  private void unsettle() {
    settled.clear();
    children.values().forEach(RtlInterpreter::unsettle);
  }

  private BigInteger value(String name) {
    BigInteger known = settled.get(name);
    if (known == null) {
      known = settle(name);
      settled.put(name, known);
    }
    return known;
  }

  private BigInteger settle(String name) {
    if (state.containsKey(name)) {
      return at(state, name);
    }
    for (Statement statement : module.statements()) {
      if (statement instanceof Statement.Assign assign && assign.target().name().equals(name)) {
        return evaluate(assign.value());
      }
      if (statement instanceof Statement.Instance instance) {
        for (Map.Entry<String, Signal> output : instance.outputs().entrySet()) {
          if (output.getValue().name().equals(name)) {
            return at(children, instance.name()).value(output.getKey());
          }
        }
      }
    }
    return inputs.apply(name);
  }

  /** Collects what changes at the clock edge; nothing changes yet. */
  private void clock(boolean reset, List<Runnable> updates) {
    for (Statement statement : module.statements()) {
      switch (statement) {
        case Statement.Register register -> {
          if (reset && register.reset().isPresent()) {
            update(register.target(), register.reset().get(), updates);
          } else if (register.enable().isEmpty() || isSet(register.enable().get())) {
            update(register.target(), evaluate(register.next()), updates);
          }
        }
        case Statement.MemoryRead read -> {
          if (isSet(read.enable())) {
            BigInteger[] words = at(memories, read.memory().name());
            int address = evaluate(read.address()).intValueExact();
            update(
                read.target(), address < words.length ? words[address] : BigInteger.ZERO, updates);
          }
        }
        case Statement.MemoryWrite write -> {
          BigInteger[] words = at(memories, write.memory().name());
          int address = evaluate(write.address()).intValueExact();
          BigInteger data = evaluate(write.data());
          if (isSet(write.enable()) && address < words.length) {
            updates.add(() -> words[address] = data);
          }
        }
        case Statement.Assign _, Statement.Instance _ -> {}
      }
    }
    children.values().forEach(child -> child.clock(reset, updates));
  }

  private void update(Signal target, BigInteger value, List<Runnable> updates) {
    updates.add(() -> state.put(target.name(), value));
  }

  private boolean isSet(Expression expression) {
    return evaluate(expression).signum() != 0;
  }

  private BigInteger evaluate(Expression expression) {
    return switch (expression) {
      case Signal signal -> value(signal.name());
      case Expression.Constant constant -> constant.value();
      case Expression.Not(Expression operand) -> evaluate(operand).xor(mask(operand.width()));
      case Expression.Binary(
              Expression.BinaryOperator operator,
              Expression left,
              Expression right) -> {
        BigInteger a = evaluate(left);
        BigInteger b = evaluate(right);
        BigInteger mask = mask(left.width());
        yield switch (operator) {
          case AND -> a.and(b);
          case OR -> a.or(b);
          case XOR -> a.xor(b);
          case XNOR -> a.xor(b).xor(mask);
          case ADD -> a.add(b).and(mask);
          case SUBTRACT -> a.subtract(b).and(mask);
        };
      }
      case Expression.Compare(
              Expression.Comparison comparison,
              Expression left,
              Expression right) ->
          bit(
              switch (comparison) {
                case EQUAL -> evaluate(left).equals(evaluate(right));
                case UNSIGNED_LESS -> evaluate(left).compareTo(evaluate(right)) < 0;
                case SIGNED_LESS -> signed(left).compareTo(signed(right)) < 0;
              });
      case Expression.Multiply(Expression left, Expression right) ->
          signed(left).multiply(signed(right)).and(mask(expression.width()));
      case Expression.Popcount(Expression operand) ->
          BigInteger.valueOf(evaluate(operand).bitCount());
      case Expression.Threshold(Expression sum, Expression level) ->
          bit(evaluate(sum).compareTo(evaluate(level)) >= 0);
      case Expression.Mux(Expression condition, Expression whenSet, Expression whenClear) ->
          evaluate(isSet(condition) ? whenSet : whenClear);
      case Expression.Concat(List<Expression> parts) -> {
        BigInteger all = BigInteger.ZERO;
        for (Expression part : parts) {
          all = all.shiftLeft(part.width()).or(evaluate(part));
        }
        yield all;
      }
      case Expression.Slice(Signal signal, int low, int width) ->
          value(signal.name()).shiftRight(low).and(mask(width));
      case Expression.Extend(Expression operand, int width, boolean isSigned) ->
          isSigned ? signed(operand).and(mask(width)) : evaluate(operand);
    };
  }

  private BigInteger signed(Expression expression) {
    BigInteger value = evaluate(expression);
    return value.testBit(expression.width() - 1)
        ? value.subtract(BigInteger.ONE.shiftLeft(expression.width()))
        : value;
  }

  private static <T> T at(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static BigInteger bit(boolean value) {
    return value ? BigInteger.ONE : BigInteger.ZERO;
  }

  private static BigInteger mask(int width) {
    return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
  }
}
