package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import java.util.List;

/** The weights of one product, and its thresholds where they are fused, as a kernel reads them. */
final class PackedLayer {
  private final int rows;
  private final int columns;
  private final int words;
  private final long[] weights;
  private final int[] limits;

  private PackedLayer(BitMatrix weights, int[] limits) {
    this.rows = weights.rows();
    this.columns = weights.columns();
    this.words = weights.wordsPerRow();
    this.weights = weights.toWords();
    this.limits = limits;
  }

  /** A product whose counts are wanted. */
  static PackedLayer of(BitMatrix weights) {
    return new PackedLayer(weights, new int[0]);
  }

  /**
   * A product of which only the comparisons are wanted.
   *
   * @param thresholds {@code [rows]}, each 0 to columns + 1
   */
  static PackedLayer of(BitMatrix weights, List<Integer> thresholds) {
    int[] limits = new int[thresholds.size()];
    for (int row = 0; row < limits.length; row++) {
      limits[row] = weights.columns() - thresholds.get(row) + 1;
    }
    return new PackedLayer(weights, limits);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Longs in a row. */
  int words() {
    return words;
  }

  /** One word of one row. */
  long weight(int row, int word) {
    return weights[row * words + word];
  }

  /**
   * The number of differing bits from which on the row does not fire: {@code columns − threshold +
   * 1}, so 0 for never and columns + 1 for always.
   */
  int limit(int row) {
    return limits[row];
  }
}
