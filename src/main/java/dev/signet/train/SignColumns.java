package dev.signet.train;

/**
 * A matrix of signs packed down its columns, 32 rows a word: bit r mod 32 of {@code words[r / 32 *
 * stride + column]} is 1 where row r holds +1. It is the right-hand side of the backward products,
 * which meet many columns at once and a few rows at a time.
 *
 * <p>Mutable. Rows of the same word are written by one thread at a time.
 */
final class SignColumns {
  /** Rows of a word. */
  static final int ROWS = Integer.SIZE;

  /** Columns are rounded up to so many, so that products need no case for the rest. */
  private static final int COLUMNS = 32;

  final int columns;
  final int stride;
  final int[] words;

  SignColumns(int rows, int columns) {
    this.columns = columns;
    stride = stride(columns);
    words = new int[Math.multiplyExact((rows + ROWS - 1) / ROWS, stride)];
  }

  /** The length of an array that takes a row of a product with so many columns. */
  static int stride(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS * COLUMNS;
  }

  /** Sets a row from the sign bits of values, of which none is −0.0 or NaN. */
  void setRow(int row, float[] values) {
    int start = row / ROWS * stride;
    for (int column = 0; column < columns; column++) {
      int positive = ~Float.floatToRawIntBits(values[column]) >>> 31;
      words[start + column] = (words[start + column] & ~(1 << row)) | (positive << row);
    }
  }

  /**
   * Sets 64 columns of a row, or those that there are, from packed signs.
   *
   * @param first a multiple of 64
   */
  void setWord(int row, int first, long bits) {
    int start = row / ROWS * stride;
    int end = Math.min(columns, first + Long.SIZE);
    for (int column = first; column < end; column++) {
      int positive = (int) (bits >>> column) & 1;
      words[start + column] = (words[start + column] & ~(1 << row)) | (positive << row);
    }
  }

  /** Writes ±1 of a row, {@code [stride]}; beyond the last column stands either. */
  void unpackRow(int row, float[] values, int from, int to) {
    int start = row / ROWS * stride;
    int shift = row % ROWS;
    for (int column = from; column < to; column++) {
      values[column] = ((words[start + column] >>> shift) & 1) * 2 - 1;
    }
  }
}
