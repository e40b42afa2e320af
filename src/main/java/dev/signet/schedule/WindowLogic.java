package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.or;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** One element, in each channel, of all that lie under a window. */
sealed interface WindowLogic extends PlaceLogic {

  /** The number of places under the window. */
  int taps();

  /** Elements at each of them. */
  int channels();

  @Override
  default List<Integer> seen() {
    return List.of(taps() * channels());
  }

  /** Whether any bit is 1, or in some channels whether all are. */
  record Pool(Instruction.Pool pool) implements WindowLogic {
    @Override
    public int taps() {
      return pool.window().taps();
    }

    @Override
    public int channels() {
      return pool.result().type().channels();
    }

    @Override
    public String comment() {
      return "%s: of %d places, whether any bit is 1, or in some channels whether all are; %d channels."
          .formatted(pool.result().name(), taps(), channels());
    }

    @Override
    public double luts(Technology technology) {
      return channels() * Math.ceil((taps() - 1.0) / (technology.lutInputs() - 1));
    }

    @Override
    public Expression build(ModuleBuilder module, List<Wires> operands, int parameters) {
      Wires in = operands.getFirst();
      BitMatrix all = pool.all();
      int ofAll = all.rowPopcount(0);
      if (ofAll == 0 || ofAll == channels()) {
        return together(in, 0, channels(), ofAll > 0);
      }
      List<Expression> runs = new ArrayList<>();
      int first = 0;
      while (first < channels()) {
        int next = first + 1;
        while (next < channels() && all.get(0, next) == all.get(0, first)) {
          next++;
        }
        runs.add(together(in, first, next - first, all.get(0, first)));
        first = next;
      }
      return concat(runs.reversed());
    }

    /** Adjacent channels. */
    private Expression together(Wires in, int first, int count, boolean all) {
      BinaryOperator<Expression> operator =
          all ? (left, right) -> and(left, right) : (left, right) -> or(left, right);
      Expression pooled = in.run(first, count);
      for (int tap = 1; tap < taps(); tap++) {
        pooled = operator.apply(pooled, in.run(tap * channels() + first, count));
      }
      return pooled;
    }
  }

  /** The sum. */
  record Sum(Instruction.SumPool pool) implements WindowLogic {
    @Override
    public int taps() {
      return pool.window().taps();
    }

    @Override
    public int channels() {
      return pool.result().type().channels();
    }

    @Override
    public String comment() {
      return "%s: sums of %d places, %d channels of %d bits."
          .formatted(
              pool.result().name(),
              taps(),
              channels(),
              StreamFormat.elementBits(pool.result().type()));
    }

    /** An adder for each tap but the first. */
    @Override
    public double luts(Technology technology) {
      return channels() * (taps() - 1.0) * StreamFormat.elementBits(pool.operand().type());
    }

    @Override
    public Expression build(ModuleBuilder module, List<Wires> operands, int parameters) {
      List<Expression> sums = new ArrayList<>();
      for (int channel = 0; channel < channels(); channel++) {
        sums.add(
            pool.operand().type() instanceof IrType.Bits
                ? counted(module, operands.getFirst(), channel)
                : sum(module, operands.getFirst(), channel, 0, taps()));
      }
      return concat(sums.reversed());
    }

    private Expression counted(ModuleBuilder module, Wires in, int channel) {
      List<Expression> bits = new ArrayList<>();
      for (int tap = 0; tap < taps(); tap++) {
        bits.add(in.element(tap * channels() + channel));
      }
      return module.wire("sum_" + channel, new Expression.Popcount(concat(bits.reversed())));
    }

    /** Halves are added, so that adders are no wider than what they add. */
    private Expression sum(ModuleBuilder module, Wires in, int channel, int from, int to) {
      if (to - from == 1) {
        return in.element(from * channels() + channel);
      }
      int middle = (from + to + 1) >>> 1;
      Expression left = sum(module, in, channel, from, middle);
      Expression right = sum(module, in, channel, middle, to);
      int bits = StreamFormat.elementBits(sums(to - from));
      ElementFormat format = in.format();
      return module.wire(
          "sum_%d_of_%d_%d".formatted(channel, from, to - 1),
          add(format.extended(left, bits), format.extended(right, bits)));
    }

    /** The type of sums of so many elements. */
    private IrType sums(int count) {
      IrType.Integers operand = (IrType.Integers) pool.operand().type();
      return new IrType.Integers(
          count * operand.min(), count * operand.max(), pool.result().type().shape());
    }
  }
}
