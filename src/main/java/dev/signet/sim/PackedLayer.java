package dev.signet.sim;

import dev.signet.ir.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of one group of a product, and its thresholds where they are fused, as a kernel reads
 * them.
 */
final class PackedLayer {
  private final int rows;
  private final int words;
  private final int planes;
  private final int span;
  private final long[] weights;
  private final int[][] limits;

  private PackedLayer(Instruction.XnorPopcount product, int group, int[][] limits) {
    this.rows = product.weights().rows() / product.groups();
    this.words = product.weights().wordsPerRow();
    this.planes = product.planes();
    this.span = Math.toIntExact(product.span());
    this.weights = new long[rows * words];
    for (int index = 0; index < weights.length; index++) {
      weights[index] = product.weights().word(group * rows + index / words, index % words);
    }
    this.limits = limits;
  }

  /** The groups of a product whose sums are wanted. */
  static List<PackedLayer> of(Instruction.XnorPopcount product) {
    return of(product, new int[0][]);
  }

  /**
   * The groups of a product of which only the comparisons are wanted.
   *
   * @param thresholds {@code [classes, rows of all groups]}, each 0 to span + 1
   */
  static List<PackedLayer> of(Instruction.XnorPopcount product, int[][] thresholds) {
    int span = Math.toIntExact(product.span());
    int rows = product.weights().rows() / product.groups();
    List<PackedLayer> layers = new ArrayList<>();
    for (int group = 0; group < product.groups(); group++) {
      int[][] limits = new int[thresholds.length][rows];
      for (int kind = 0; kind < limits.length; kind++) {
        for (int row = 0; row < rows; row++) {
          limits[kind][row] = span - thresholds[kind][group * rows + row] + 1;
        }
      }
      layers.add(new PackedLayer(product, group, limits));
    }
    return layers;
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
   *
   * @param kind the class of the place
   */
  int limit(int kind, int row) {
    return limits[kind][row];
  }
}
