package dev.signet.lower;

import dev.signet.ir.Instruction;

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
   * The sums of a row of a product.
   *
   * @throws LoweringException when they exceed 31 bits
   */
  static SumRange of(Instruction.XnorPopcount product, int row) {
    if (product.span() >= Integer.MAX_VALUE) {
      throw new LoweringException(
          "the sum of "
              + product.weights().columns()
              + " inputs of "
              + product.planes()
              + " bits does not fit 31 bits");
    }
    return new SumRange(
        Math.toIntExact(product.leastDotProduct(row)),
        product.dotProductStep(),
        Math.toIntExact(product.span()));
  }

  /** The sum that a count stands for. */
  int sumAt(int count) {
    return least + step * count;
  }
}
