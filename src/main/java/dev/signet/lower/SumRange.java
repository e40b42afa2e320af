package dev.signet.lower;

import dev.signet.ir.IrType;

/**
 * The sums a row of ±1 weights can have, and the counts that stand for them in hardware: {@code sum
 * = least + step · count} with counts from 0 to {@code span}, each of which some input reaches.
 *
 * @param least the sum where the count is 0
 * @param step what one more count adds, above 0
 * @param span the largest count
 */
record SumRange(int least, int step, int span) {

  /**
   * The sums over an operand of the IR, as {@code XnorPopcount} counts them.
   *
   * <p>n bits stand for ±1, so a count p stands for {@code 2·p − n}. Integers of 0 to m stand for
   * themselves and count {@code m − x} where the weight is −1, so each such weight takes m off.
   *
   * @param operand {@code bit[n]} or {@code int<0..m>[n]}
   * @param negatives how many of the weights are −1
   * @throws LoweringException when the sums exceed 31 bits
   */
  static SumRange of(IrType operand, int negatives) {
    int elements = operand.shape().size();
    return switch (operand) {
      case IrType.Bits _ -> new SumRange(-elements, 2, elements);
      case IrType.Integers integers -> {
        if (integers.max() * elements >= Integer.MAX_VALUE) {
          throw new LoweringException(
              "the sum of "
                  + elements
                  + " inputs of 0 to "
                  + integers.max()
                  + " does not fit 31 bits");
        }
        int largest = (int) integers.max();
        yield new SumRange(-largest * negatives, 1, largest * elements);
      }
    };
  }

  /** The sum that a count stands for. */
  int sumAt(int count) {
    return least + step * count;
  }
}
