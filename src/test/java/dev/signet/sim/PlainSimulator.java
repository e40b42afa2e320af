package dev.signet.sim;

import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
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
import java.util.Objects;

/**
 * The semantics of the RTL IR written down as plainly as possible, on BigIntegers, by recursion and
 * without flattening: what the fast simulator is held against.
 */
final class PlainSimulator {
  private final Instance top;
  private final Map<String, BigInteger> inputs = new HashMap<>();
  private boolean reset;

  PlainSimulator(Design design) {
    top = new Instance("", design.top());
    for (Port port : design.top().ports()) {
      inputs.put(port.name(), BigInteger.ZERO);
    }
    top.inputs = name -> known(inputs, name);
  }

  void set(String input, BigInteger value) {
    inputs.put(input, value);
    top.forget();
  }

  void reset(boolean low) {
    reset = low;
  }

  BigInteger get(String path) {
    Instance instance = top;
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      instance = known(instance.inner, names[i]);
    }
    return instance.value(names[names.length - 1]);
  }

  void clock() {
    List<Runnable> changes = new ArrayList<>();
    top.clock(changes);
    changes.forEach(Runnable::run);
    top.forget();
  }

  private interface Inputs {
    BigInteger of(String name);
  }

  private final class Instance {
    final RtlModule module;
    final Map<String, Instance> inner = new HashMap<>();
    final Map<String, Statement> drivers = new HashMap<>();
    final Map<String, String> portOf = new HashMap<>();
    final Map<String, BigInteger> registers = new HashMap<>();
    final Map<String, BigInteger[]> memories = new HashMap<>();
    final Map<String, BigInteger> cache = new HashMap<>();
    Inputs inputs = _ -> BigInteger.ZERO;

    Instance(String path, RtlModule module) {
      this.module = module;
      for (Memory memory : module.memories()) {
        BigInteger[] words = new BigInteger[memory.depth()];
        for (int row = 0; row < words.length; row++) {
          int index = row;
          words[row] =
              memory
                  .contents()
                  .map(bits -> new BigInteger(bits.rowHex(index), 16))
                  .orElse(BigInteger.ZERO);
        }
        memories.put(memory.name(), words);
      }
      for (Statement statement : module.statements()) {
        statement.drives().forEach(signal -> drivers.put(signal.name(), statement));
        if (statement instanceof Statement.Instance instance) {
          Instance child = new Instance(path + instance.name() + ".", instance.module());
          child.inputs = name -> evaluate(instance.input(name));
          inner.put(instance.name(), child);
          instance.outputs().forEach((port, signal) -> portOf.put(signal.name(), port));
        }
      }
    }

    void forget() {
      cache.clear();
      inner.values().forEach(Instance::forget);
    }

    BigInteger value(String name) {
      BigInteger known = cache.get(name);
      if (known == null) {
        Statement driver = drivers.get(name);
        known =
            switch (driver) {
              case null -> inputs.of(name);
              case Statement.Assign assign -> evaluate(assign.value());
              case Statement.Register _, Statement.MemoryRead _ ->
                  registers.getOrDefault(name, BigInteger.ZERO);
              case Statement.Instance i -> known(inner, i.name()).value(known(portOf, name));
              case Statement.MemoryWrite _ -> throw new IllegalStateException();
            };
        cache.put(name, known);
      }
      return known;
    }

    void clock(List<Runnable> changes) {
      inner.values().forEach(instance -> instance.clock(changes));
      for (Statement statement : module.statements()) {
        switch (statement) {
          case Statement.Register register -> {
            BigInteger next = null;
            if (reset && register.reset().isPresent()) {
              next = register.reset().get();
            } else if (register.enable().map(this::isSet).orElse(true)) {
              next = evaluate(register.next());
            }
            if (next != null) {
              BigInteger value = next;
              changes.add(() -> registers.put(register.target().name(), value));
            }
          }
          case Statement.MemoryRead read -> {
            if (isSet(read.enable())) {
              BigInteger[] words = known(memories, read.memory().name());
              int address = evaluate(read.address()).intValueExact();
              BigInteger word = address < words.length ? words[address] : BigInteger.ZERO;
              changes.add(() -> registers.put(read.target().name(), word));
            }
          }
          case Statement.MemoryWrite write -> {
            BigInteger[] words = known(memories, write.memory().name());
            int address = evaluate(write.address()).intValueExact();
            if (isSet(write.enable()) && address < words.length) {
              BigInteger data = evaluate(write.data());
              changes.add(() -> words[address] = data);
            }
          }
          case Statement.Assign _, Statement.Instance _ -> {}
        }
      }
    }

    boolean isSet(Expression bit) {
      return evaluate(bit).signum() != 0;
    }

    BigInteger evaluate(Expression expression) {
      int width = expression.width();
      return switch (expression) {
        case Signal signal -> value(signal.name());
        case Expression.Constant constant -> constant.value();
        case Expression.Not(Expression operand) -> modulo(evaluate(operand).not(), width);
        case Expression.Binary(var operator, Expression left, Expression right) -> {
          BigInteger a = evaluate(left);
          BigInteger b = evaluate(right);
          BigInteger result =
              switch (operator) {
                case AND -> a.and(b);
                case OR -> a.or(b);
                case XOR -> a.xor(b);
                case XNOR -> a.xor(b).not();
                case ADD -> a.add(b);
                case SUBTRACT -> a.subtract(b);
              };
          yield modulo(result, width);
        }
        case Expression.Compare(var comparison, Expression left, Expression right) -> {
          boolean holds =
              switch (comparison) {
                case EQUAL -> evaluate(left).equals(evaluate(right));
                case UNSIGNED_LESS -> evaluate(left).compareTo(evaluate(right)) < 0;
                case SIGNED_LESS -> signed(left).compareTo(signed(right)) < 0;
              };
          yield bit(holds);
        }
        case Expression.Multiply(Expression left, Expression right) ->
            modulo(signed(left).multiply(signed(right)), width);
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
        case Expression.Slice(Signal signal, int low, _) ->
            modulo(value(signal.name()).shiftRight(low), width);
        case Expression.Extend(Expression operand, _, boolean signed) ->
            signed ? modulo(signed(operand), width) : evaluate(operand);
      };
    }

    private BigInteger signed(Expression expression) {
      BigInteger value = evaluate(expression);
      int width = expression.width();
      return value.testBit(width - 1) ? value.subtract(BigInteger.ONE.shiftLeft(width)) : value;
    }
  }

  private static <T> T known(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static BigInteger modulo(BigInteger value, int width) {
    return value.mod(BigInteger.ONE.shiftLeft(width));
  }

  private static BigInteger bit(boolean set) {
    return set ? BigInteger.ONE : BigInteger.ZERO;
  }
}
