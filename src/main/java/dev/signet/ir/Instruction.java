package dev.signet.ir;

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
   * @param weights {@code [m, n]}
   */
  record XnorPopcount(Value result, Value operand, BitMatrix weights) implements Instruction {
    @Override
    public List<Value> operands() {
      return List.of(operand);
    }
  }

  /**
   * {@code int<0..n>[m] → bit[m]}: 1 where element k is at least {@code thresholds[k]}.
   *
   * @param thresholds {@code [m]}, each 0 (always fires) to n + 1 (never fires)
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
