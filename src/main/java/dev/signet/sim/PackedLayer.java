package dev.signet.sim;

import dev.signet.ir.Instruction;
import java.util.List;

/** The weights of one product, and its thresholds where they are fused, as a kernel reads them. */
final class PackedLayer {
  private final int rows;
  private final int words;
  private final int planes;
  private final int span;
  private final long[] weights;
  private final int[] limits;

  private PackedLayer(Instruction.XnorPopcount product, int[] limits) {
    this.rows = product.weights().rows();
    this.words = product.weights().wordsPerRow();
    this.planes = product.planes();
    this.span = Math.toIntExact(product.span());
    this.weights = product.weights().toWords();
    this.limits = limits;
  }

  /** A product whose sums are wanted. */
  static PackedLayer of(Instruction.XnorPopcount product) {
    return new PackedLayer(product, new int[0]);
  }

  /**
   * A product of which only the comparisons are wanted.
   *
   * @param thresholds {@code [rows]}, each 0 to span + 1
   */
  static PackedLayer of(Instruction.XnorPopcount product, List<Integer> thresholds) {
    int span = Math.toIntExact(product.span());
    int[] limits = new int[thresholds.size()];
    for (int row = 0; row < limits.length; row++) {
      limits[row] = span - thresholds.get(row) + 1;
    }
    return new PackedLayer(product, limits);
  }

  int rows() {
    return rows;
  }

  /** Longs in a row. */
  int words() {
    return words;
  }

  /** Bit planes of the operand. */
  int planes() {
    return planes;
  }

  /** The largest sum of a row: {@code (2^planes − 1) · columns}. */
  int span() {
    return span;
  }

  /** One word of one row. */
  long weight(int row, int word) {
    return weights[row * words + word];
  }

  /**
   * The distance from which on the row does not fire: {@code span − threshold + 1}, so 0 for never
   * and span + 1 for always.
   */
  int limit(int row) {
    return limits[row];
  }
}
