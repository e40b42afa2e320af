package dev.signet.schedule;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Expression;
import java.math.BigInteger;
import java.util.stream.IntStream;

/** Constants of the RTL IR out of packed bits. */
final class RtlConstants {
  private RtlConstants() {}

  /** Adjacent bits of a row. */
  static Expression.Constant bits(BitMatrix matrix, int row, int low, int width) {
    return bits(matrix, row, IntStream.range(low, low + width).toArray());
  }

  /** Some bits of a row, the first in the lowest bit. */
  static Expression.Constant bits(BitMatrix matrix, int row, int[] columns) {
    BigInteger value = BigInteger.ZERO;
    for (int bit = columns.length - 1; bit >= 0; bit--) {
      value = value.shiftLeft(1);
      if (matrix.get(row, columns[bit])) {
        value = value.setBit(0);
      }
    }
    return new Expression.Constant(columns.length, value);
  }

  /** {@code [sum ≥ level]} for a level from 1 to what the sum's bits hold. */
  static Expression atLeast(Expression sum, long level) {
    return sum.width() == 1
        ? sum
        : new Expression.Threshold(sum, Expression.constant(sum.width(), level));
  }

  /**
   * {@code [sum ≥ level]} for a level that is known, so that one which always or never fires
   * compares nothing.
   *
   * @param most the largest sum there can be
   */
  static Expression atLeast(
      Expression sum, BitMatrix levels, int row, int low, int width, long most) {
    Expression.Constant known = bits(levels, row, low, width);
    long level = known.value().longValueExact();
    if (level == 0 || level > most) {
      return Expression.constant(1, level == 0 ? 1 : 0);
    }
    return new Expression.Threshold(sum, known);
  }
}
