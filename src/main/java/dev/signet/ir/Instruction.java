package dev.signet.ir;

import dev.signet.network.Window;
import java.util.List;

/**
 * One operation. Each defines one {@link #result}; operands were defined before.
 *
 * <p>A feature map is {@code [height, width, channels]}, place after place, as it streams through
 * hardware; what is said of vectors {@code [n]} holds at each place of a map {@code [h, w, n]}.
 *
 * <p>The rules between the types of operands and result are the {@link Verifier}'s.
 */
public sealed interface Instruction {

  /** The value it defines. */
  Value result();

  /** The values it uses, in order. */
  List<Value> operands();

  /** The frame that comes in: {@code bit[…]} or {@code int<0..255>[…]}. */
  record Input(Value result) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of();
    }
  }

  /**
   * {@code int[…] → bit[…]}: 1 where the element is at least {@code at}.
   *
   * @param at from the operand's min to its max + 1
   */
  record Binarize(Value result, Value operand, int at) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code int[c] → bit[c·levels]}: element {@code k·levels + l} is 1 where element k is at least
   * {@code levels[l]}.
   *
   * @param levels ascending, each from the operand's min to its max + 1
   */
  record Thermometer(Value result, Value operand, List<Integer> levels) implements Instruction {
    public Thermometer {
      levels = List.copyOf(levels);
    }

    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code t[channels, height, width] → t[height, width, channels]}; a signal {@code t[channels,
   * length]} becomes {@code t[1, length, channels]}.
   */
  record ChannelsLast(Value result, Value operand) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code t[h, w, c] → t[h', w', taps·c]}: at each place of the window what lies under it, group
   * by group of the channels; in a group row by row, place by place, channel by channel. Outside of
   * the map it sees {@code fill}.
   *
   * @param groups a divisor of c
   * @param fill an element of the operand's type
   */
  record Slide(Value result, Value operand, Window window, int groups, int fill)
      implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /** The same elements, row-major, under another shape of the same size. */
  record Reshape(Value result, Value operand) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code bit[n] → int<0..n>[m]}: for each row of weights, how many of its n bits equal the
   * operand's. The dot product of the signs is {@code 2·popcount − n}.
   *
   * <p>Integers of k bits, {@code int<0..2^k−1>[n] → int<0..(2^k−1)·n>[m]}, are taken bit plane by
   * bit plane: {@code P = Σ_b 2^b · popcount(xnor(plane b, row))}. That is the sum of {@code x}
   * where the weight is 1 and of {@code 2^k − 1 − x} where it is 0. So the dot product of the
   * integers with the signs is P less {@code 2^k − 1} for each weight that is 0.
   *
   * <p>Bits are the case of one plane. Inverting a row makes {@code span − P} of P.
   *
   * <p>With g groups the operand is {@code [g·n]}, and rows {@code k·m/g} to {@code (k + 1)·m/g −
   * 1} meet its k-th part.
   *
   * @param weights {@code [m, n]}
   * @param groups a divisor of m
   */
  record XnorPopcount(Value result, Value operand, BitMatrix weights, int groups)
      implements Instruction {
    /** In one group. */
    public XnorPopcount(Value result, Value operand, BitMatrix weights) {
      this(result, operand, weights, 1);
    }

    @Override
    public List<Value> operands() {
      return List.of(operand);
    }

    /** The number of bit planes, k: 1 where the operand is of bits. */
    public int planes() {
      return planesOf(operand.type());
    }

    /** The largest sum a row can give, {@code (2^k − 1)·n}; the smallest is 0. */
    public long span() {
      return spanOf(operand.type(), weights.columns());
    }

    /** The type of the result for weights of {@code rows} rows in one group. */
    public static IrType.Integers resultType(IrType operand, int rows) {
      return resultType(operand, rows, 1);
    }

    /** The type of the result for weights of {@code rows} rows in so many groups. */
    public static IrType.Integers resultType(IrType operand, int rows, int groups) {
      return new IrType.Integers(
          0, spanOf(operand, operand.channels() / groups), operand.shapeOf(rows));
    }

    private static int planesOf(IrType operand) {
      return switch (operand) {
        case IrType.Bits _ -> 1;
        case IrType.Integers integers -> Long.SIZE - Long.numberOfLeadingZeros(integers.max());
      };
    }

    private static long spanOf(IrType operand, int elements) {
      return switch (operand) {
        case IrType.Bits _ -> elements;
        case IrType.Integers integers -> Math.multiplyExact(integers.max(), elements);
      };
    }
  }

  /**
   * {@code int<0..M>[m] → bit[m]}: 1 where element k is at least {@code thresholds[k]}. With
   * several steps {@code int<0..M>[m] → int<0..steps>[m]}: how many of element k's thresholds it
   * reaches.
   *
   * @param thresholds {@code [classes of the borders, m, steps]}, each 0 (always fires) to M + 1
   *     (never fires); the steps of an element ascend
   * @param borders which places have which thresholds
   */
  record Threshold(Value result, Value operand, List<Integer> thresholds, Borders borders)
      implements Instruction {
    public Threshold {
      thresholds = List.copyOf(thresholds);
    }

    /** The same thresholds at all places. */
    public Threshold(Value result, Value operand, List<Integer> thresholds) {
      this(result, operand, thresholds, Borders.NONE);
    }

    /** The number of steps: 1 where the result is of bits. */
    public int steps() {
      return switch (result.type()) {
        case IrType.Bits _ -> 1;
        case IrType.Integers integers -> Math.toIntExact(integers.max());
      };
    }

    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code bit[h, w, c] → bit[h', w', c]}, the pooling of bits: under the window whether any is 1,
   * or in some channels whether all are.
   *
   * @param all {@code [1, c]}: 1 where all have to be
   */
  record Pool(Value result, Value operand, Window window, BitMatrix all) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code bit or int<a..b> [h, w, c] → int<taps·a..taps·b>[h', w', c]}: the sum of what lies under
   * the window, of bits a popcount.
   */
  record SumPool(Value result, Value operand, Window window) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /** {@code int<a..b>[s], int<c..d>[s] → int<a+c..b+d>[s]}; bits count as 0 and 1. */
  record Add(Value result, Value left, Value right) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(left, right);
    }
  }

  /** {@code t[a], t[b], … → t[a + b + …]}: one after another, at each place. */
  record Concat(Value result, List<Value> operands) implements Instruction {
    public Concat {
      operands = List.copyOf(operands);
    }
  }

  /**
   * {@code int[m] → int[m]}: element k becomes {@code scale[k]·x + offset[k]}.
   *
   * @param scale {@code [m]}
   * @param offset {@code [classes of the borders, m]}
   * @param borders which places have which offsets
   */
  record Affine(Value result, Value operand, List<Long> scale, List<Long> offset, Borders borders)
      implements Instruction {
    public Affine {
      scale = List.copyOf(scale);
      offset = List.copyOf(offset);
    }

    /** The same offsets at all places. */
    public Affine(Value result, Value operand, List<Long> scale, List<Long> offset) {
      this(result, operand, scale, offset, Borders.NONE);
    }

    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code int[m] → int<0..m−1>[1]}: the index of the largest element, the lowest index on a tie.
   */
  record Argmax(Value result, Value operand) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }
}
