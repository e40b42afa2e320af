package dev.signet.sim;

import dev.signet.ir.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of one group of a product, and its thresholds where they are fused, as a kernel reads
 * them.
 */
final class PackedLayer {
  /** Rows that lie next to each other, word by word. */
  static final int TILE = 16;

  private final int rows;
  private final int words;
  private final int planes;
  private final int span;
  private final long[] weights;
  private final long[][] limits;

  private PackedLayer(Instruction.XnorPopcount product, int group, long[][] limits) {
    this.rows = product.weights().rows() / product.groups();
    this.words = product.weights().wordsPerRow();
    this.planes = product.planes();
    this.span = Math.toIntExact(product.span());
    this.weights = new long[tiles() * TILE * words];
    for (int row = 0; row < rows; row++) {
      for (int word = 0; word < words; word++) {
        weights[index(row, word)] = product.weights().word(group * rows + row, word);
      }
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
      long[][] limits = new long[thresholds.length][Math.ceilDiv(rows, TILE) * TILE];
      for (int kind = 0; kind < limits.length; kind++) {
        for (int row = 0; row < rows; row++) {
          limits[kind][row] = span - thresholds[kind][group * rows + row] + 1L;
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

  /** Groups of as many rows as a tile has; the last one is filled up with rows of 0. */
  int tiles() {
    return Math.ceilDiv(rows, TILE);
  }

  /** All words: {@code [tiles, words, TILE]}. */
  long[] weights() {
    return weights;
  }

  private int index(int row, int word) {
    return (row / TILE * words + word) * TILE + row % TILE;
  }

  /** One word of one row. */
  long weight(int row, int word) {
    return weights[index(row, word)];
  }

  /**
   * The limits of all rows, and 0 for each that fills up the last tile.
   *
   * @param kind the class of the place
   */
  long[] limits(int kind) {
    return limits[kind];
  }

  /**
   * The distance from which on the row does not fire: {@code span − threshold + 1}, so 0 for never
   * and span + 1 for always.
   *
   * @param kind the class of the place
   */
  int limit(int kind, int row) {
    return (int) limits[kind][row];
  }
}
