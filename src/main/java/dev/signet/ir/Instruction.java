package dev.signet.ir;

import dev.signet.network.Shape;
import java.util.List;

/**
 * One operation. Each defines one {@link #result}; operands were defined before.
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
   * @param weights {@code [m, n]}
   */
  record XnorPopcount(Value result, Value operand, BitMatrix weights) implements Instruction {
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

    /**
     * By how much the dot product of signs with the operand grows where the count P of a row grows
     * by 1: bits stand for ±1, integers for themselves.
     */
    public int dotProductStep() {
      return switch (operand.type()) {
        case IrType.Bits _ -> 2;
        case IrType.Integers _ -> 1;
      };
    }

    /** The dot product of a row's signs with the operand where the row's P is 0. */
    public long leastDotProduct(int row) {
      return switch (operand.type()) {
        case IrType.Bits _ -> -weights.columns();
        case IrType.Integers integers ->
            -integers.max() * (weights.columns() - weights.rowPopcount(row));
      };
    }

    /** The type of the result for an operand of this type and weights of {@code rows} rows. */
    public static IrType.Integers resultType(IrType operand, int rows) {
      return new IrType.Integers(0, spanOf(operand, operand.shape().size()), Shape.of(rows));
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
   * {@code int<0..M>[m] → bit[m]}: 1 where element k is at least {@code thresholds[k]}.
   *
   * @param thresholds {@code [m]}, each 0 (always fires) to M + 1 (never fires)
   */
  record Threshold(Value result, Value operand, List<Integer> thresholds) implements Instruction {
    public Threshold {
      thresholds = List.copyOf(thresholds);
    }

    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code int[m] → int[m]}: element k becomes {@code scale[k]·x + offset[k]}.
   *
   * @param scale {@code [m]}
   * @param offset {@code [m]}
   */
  record Affine(Value result, Value operand, List<Long> scale, List<Long> offset)
      implements Instruction {
    public Affine {
      scale = List.copyOf(scale);
      offset = List.copyOf(offset);
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
