package dev.signet.train;

/**
 * Memory of one worker for products, so that none is allocated in a step.
 *
 * @see Kernels#multiply
 */
final class Scratch {
  /** Most rows of a product that are worked on together. */
  static final int ROWS = SignColumns.ROWS;

  /** Rows of a product that share what they load. */
  static final int TILE = 4;

  /** Rows of the right-hand side that make a group. */
  static final int GROUP = 4;

  /** The sums that a group's coefficients can give. */
  static final int SUMS = 1 << GROUP;

  /** {@code [groups, TILE, SUMS]}. */
  final float[] tables;

  /** The rows of a group as ±1, {@code [GROUP, stride]}. */
  final float[][] group;

  /** Rows of a product, {@code [ROWS, stride]}. */
  final float[][] rows;

  /** Takes the place of rows that are missing in a tile, {@code [stride]}. */
  final float[] spare;

  /**
   * @param inner largest inner extent of a product
   * @param columns largest number of columns
   */
  Scratch(int inner, int columns) {
    int stride = SignColumns.stride(columns);
    tables = new float[Math.multiplyExact(groups(inner), TILE * SUMS)];
    group = new float[GROUP][stride];
    rows = new float[ROWS][stride];
    spare = new float[stride];
  }

  static int groups(int inner) {
    return (inner + GROUP - 1) / GROUP;
  }
}
