package dev.signet.ir;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable matrix of bits, each row packed into {@code ⌈columns/64⌉} longs, column 0 in the
 * lowest bit of the first; the bits beyond the last column are 0.
 */
public final class BitMatrix {
  private final int rows;
  private final int columns;
  private final long[] words;

  private BitMatrix(int rows, int columns, long[] words) {
    this.rows = rows;
    this.columns = columns;
    this.words = words;
  }

  /**
   * A matrix from packed rows, copied.
   *
   * @param words {@code [rows, ⌈columns/64⌉]}
   * @throws IllegalArgumentException when the length is wrong or a bit beyond the last column is
   *     set
   */
  public static BitMatrix of(int rows, int columns, long[] words) {
    int stride = wordsFor(columns);
    if (rows < 1 || columns < 1 || words.length != rows * stride) {
      throw new IllegalArgumentException(
          words.length + " words for " + rows + " × " + columns + " bits");
    }
    long beyond = columns % 64 == 0 ? 0 : -1L << (columns % 64);
    for (int row = 0; row < rows; row++) {
      if ((words[row * stride + stride - 1] & beyond) != 0) {
        throw new IllegalArgumentException("row " + row + " has a bit beyond column " + columns);
      }
    }
    return new BitMatrix(rows, columns, words.clone());
  }

  /** Collects bits into a matrix. */
  public static Builder builder(int rows, int columns) {
    return new Builder(rows, columns);
  }

  /** The number of longs that hold this many bits. */
  public static int wordsFor(int bits) {
    return (bits + 63) >>> 6;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of bits in a row. */
  public int columns() {
    return columns;
  }

  /** The number of longs in a row. */
  public int wordsPerRow() {
    return wordsFor(columns);
  }

  /** The bit at a place. */
  public boolean get(int row, int column) {
    return (words[row * wordsPerRow() + (column >>> 6)] >>> (column & 63) & 1) != 0;
  }

  /** The number of bits of a row that are 1. */
  public int rowPopcount(int row) {
    int count = 0;
    for (int index = 0; index < wordsPerRow(); index++) {
      count += Long.bitCount(word(row, index));
    }
    return count;
  }

  /** The long at a place of a packed row. */
  public long word(int row, int index) {
    return words[row * wordsPerRow() + index];
  }

  /** A copy of all packed rows, {@code [rows, ⌈columns/64⌉]}. */
  public long[] toWords() {
    return words.clone();
  }

  /** A row as hexadecimal digits, column 0 in the lowest bit of the last digit. */
  public String rowHex(int row) {
    int digits = (columns + 3) / 4;
    StringBuilder text = new StringBuilder(digits);
    HexFormat hex = HexFormat.of();
    for (int digit = digits - 1; digit >= 0; digit--) {
      text.append(
          hex.toHexDigits((byte) (word(row, digit / 16) >>> (digit % 16 * 4) & 0xf)).charAt(1));
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BitMatrix matrix
        && rows == matrix.rows
        && columns == matrix.columns
        && Arrays.equals(words, matrix.words);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return "bit[" + rows + ", " + columns + "]";
  }

  /** Collects bits into a matrix; all are 0 at first. */
  public static final class Builder {
    private final BitMatrix matrix;

    private Builder(int rows, int columns) {
      matrix = of(rows, columns, new long[rows * wordsFor(columns)]);
    }

    /** Sets one bit. */
    public Builder set(int row, int column, boolean bit) {
      if (column < 0 || column >= matrix.columns) {
        throw new IndexOutOfBoundsException("column " + column + " of " + matrix.columns);
      }
      long mask = 1L << (column & 63);
      int index = row * matrix.wordsPerRow() + (column >>> 6);
      matrix.words[index] = bit ? matrix.words[index] | mask : matrix.words[index] & ~mask;
      return this;
    }

    /** Inverts all bits of a row. */
    public Builder invertRow(int row) {
      for (int column = 0; column < matrix.columns; column++) {
        set(row, column, !matrix.get(row, column));
      }
      return this;
    }

    /** The matrix as it is now; later changes do not reach it. */
    public BitMatrix build() {
      return of(matrix.rows, matrix.columns, matrix.words);
    }
  }
}
