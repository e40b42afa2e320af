package dev.signet.rtl;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Expression.BinaryOperator;
import dev.signet.rtl.Expression.Comparison;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes designs that keep every rule and use everything the RTL IR has, from a seed. */
public final class RandomDesigns {
  private static final int MOST_BITS = 200;
  private static final int DEPTH = 4;

  private final RandomGenerator random;
  private final List<RtlModule> made = new ArrayList<>();

  private RandomDesigns(RandomGenerator random) {
    this.random = random;
  }

  /** A design of three levels at most, with a few stream probes. */
  public static Design design(RandomGenerator random) {
    RandomDesigns designs = new RandomDesigns(random);
    designs.made.add(designs.module("leaf", 3));
    designs.made.add(designs.module("other_leaf", 3));
    designs.made.add(designs.module("middle", 4));
    RtlModule top = designs.module("top", 10);
    List<Design.StreamProbe> probes = new ArrayList<>();
    for (Port port : top.ports()) {
      if (port.width() == 1) {
        probes.add(
            new Design.StreamProbe(
                "stream " + port.name(), port.name(), port.name(), port.name(), 4));
      }
    }
    return new Design(top, probes);
  }

  /** A value of this many bits, often all zeros or all ones. */
  public static BigInteger value(RandomGenerator random, int width) {
    return switch (random.nextInt(5)) {
      case 0 -> BigInteger.ZERO;
      case 1 -> BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
      default -> {
        BigInteger value = BigInteger.ZERO;
        for (int bit = 0; bit < width; bit++) {
          value = random.nextBoolean() ? value.setBit(bit) : value;
        }
        yield value;
      }
    };
  }

  private <T> T one(T[] choices) {
    int index = random.nextInt(choices.length);
    return choices[index];
  }

  private int width() {
    return switch (random.nextInt(4)) {
      case 0 -> 1;
      case 1 -> random.nextInt(1, 9);
      case 2 -> 64 * random.nextInt(1, 4);
      default -> random.nextInt(1, MOST_BITS + 1);
    };
  }

  private RtlModule module(String name, int size) {
    ModuleMaker maker = new ModuleMaker(size);
    List<RtlModule> inner = List.copyOf(made);
    maker.fill(inner);
    return new RtlModule(
        name,
        random.nextBoolean() ? "" : "A module called " + name + ".\n\n  Made of \"chance\".",
        maker.ports,
        maker.memories,
        maker.statements);
  }

  /** Collects one module; {@code known} are the signals that an expression may use. */
  private final class ModuleMaker {
    final int size;
    final List<Port> ports = new ArrayList<>();
    final List<Memory> memories = new ArrayList<>();
    final List<Statement> statements = new ArrayList<>();
    final List<Signal> known = new ArrayList<>();
    int names;

    ModuleMaker(int size) {
      this.size = size;
    }

    void fill(List<RtlModule> inner) {
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        Signal signal = fresh("in", width());
        ports.add(Port.input(signal));
        known.add(signal);
      }
      List<Signal> registers = new ArrayList<>();
      for (int i = random.nextInt(size); i > 0; i--) {
        registers.add(fresh("reg", width()));
      }
      List<Signal> reads = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        Memory memory = memory();
        memories.add(memory);
        reads.add(fresh("read", memory.width()));
      }
      known.addAll(registers);
      known.addAll(reads);
      for (int i = 0; i < size; i++) {
        if (!inner.isEmpty() && random.nextInt(4) == 0) {
          instance(inner.get(random.nextInt(inner.size())));
        } else {
          assign(width());
        }
      }
      registers.forEach(this::register);
      for (int i = 0; i < reads.size(); i++) {
        useMemory(memories.get(i), reads.get(i));
      }
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        Signal signal = assign(width());
        ports.add(Port.output(signal));
      }
      ports.addAll(
          registers.stream().filter(_ -> random.nextInt(4) == 0).map(Port::output).toList());
    }

    Signal fresh(String prefix, int width) {
      return new Signal(prefix + names++, width);
    }

    Memory memory() {
      int width = width();
      int depth = random.nextInt(1, 20);
      Optional<BitMatrix> contents = Optional.empty();
      if (random.nextBoolean()) {
        BitMatrix.Builder builder = BitMatrix.builder(depth, width);
        for (int row = 0; row < depth; row++) {
          for (int column = 0; column < width; column++) {
            builder.set(row, column, random.nextBoolean());
          }
        }
        contents = Optional.of(builder.build());
      }
      return new Memory("memory" + names++, width, depth, contents);
    }

    Signal assign(int width) {
      Signal target;
      Expression value;
      if (random.nextInt(4) == 0) {
        value = new Expression.Popcount(expression(width(), DEPTH));
        target = fresh("count", value.width());
      } else {
        value = expression(width, DEPTH);
        target = fresh("wire_", width);
      }
      statements.add(new Statement.Assign(target, value));
      known.add(target);
      return target;
    }

    void instance(RtlModule module) {
      Map<String, Expression> inputs = new HashMap<>();
      Map<String, Signal> outputs = new HashMap<>();
      for (Port port : module.ports()) {
        if (port.direction() == Port.Direction.INPUT) {
          inputs.put(port.name(), expression(port.width(), 2));
        } else {
          outputs.put(port.name(), fresh("out", port.width()));
        }
      }
      statements.add(new Statement.Instance("inner" + names++, module, inputs, outputs));
      known.addAll(
          outputs.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList());
    }

    void register(Signal target) {
      statements.add(
          new Statement.Register(
              target,
              expression(target.width(), random.nextInt(DEPTH)),
              random.nextBoolean() ? Optional.empty() : Optional.of(expression(1, 2)),
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(value(random, target.width()))));
    }

    void useMemory(Memory memory, Signal target) {
      int address = memory.addressWidth();
      statements.add(
          new Statement.MemoryRead(target, memory, expression(address, 1), expression(1, 1)));
      if (memory.contents().isEmpty()) {
        statements.add(
            new Statement.MemoryWrite(
                memory, expression(address, 1), expression(memory.width(), 2), expression(1, 1)));
      }
    }

    Expression expression(int width, int depth) {
      if (depth == 0) {
        return leaf(width);
      }
      int next = depth - 1;
      return switch (random.nextInt(width == 1 ? 14 : 10)) {
        case 0 -> leaf(width);
        case 1 -> new Expression.Not(expression(width, next));
        case 2, 3, 4 ->
            new Expression.Binary(
                one(BinaryOperator.values()), expression(width, next), expression(width, next));
        case 5 ->
            new Expression.Mux(
                expression(1, next), expression(width, next), expression(width, next));
        case 6 -> {
          if (width == 1) {
            yield new Expression.Concat(List.of(expression(1, next)));
          }
          int inner = random.nextInt(1, width);
          yield new Expression.Extend(expression(inner, next), width, random.nextBoolean());
        }
        case 7 -> {
          if (width == 1) {
            yield leaf(1);
          }
          int left = random.nextInt(1, width);
          yield new Expression.Multiply(expression(left, next), expression(width - left, next));
        }
        case 8, 9 -> concat(width, next);
        case 10, 11 -> {
          int operands = width();
          yield new Expression.Compare(
              one(Comparison.values()), expression(operands, next), expression(operands, next));
        }
        default -> {
          int operands = width();
          yield new Expression.Threshold(expression(operands, next), expression(operands, next));
        }
      };
    }

    Expression concat(int width, int depth) {
      List<Expression> parts = new ArrayList<>();
      int left = width;
      int most = random.nextBoolean() ? 2 : width + 1;
      while (left > 0) {
        int part = Math.min(left, random.nextInt(1, most));
        parts.add(expression(part, depth == 0 || parts.size() > 3 ? 0 : depth - 1));
        left -= part;
      }
      return new Expression.Concat(parts);
    }

    Expression leaf(int width) {
      List<Signal> wideEnough = known.stream().filter(s -> s.width() >= width).toList();
      if (wideEnough.isEmpty() || random.nextInt(6) == 0) {
        return new Expression.Constant(width, value(random, width));
      }
      Signal signal = wideEnough.get(random.nextInt(wideEnough.size()));
      if (signal.width() == width && random.nextInt(8) > 0) {
        return signal;
      }
      int room = signal.width() - width;
      int low = room == 0 ? 0 : random.nextInt(room + 1);
      return new Expression.Slice(signal, random.nextBoolean() ? low / 64 * 64 : low, width);
    }
  }
}
