package dev.signet.train;

/** Dot products of integers with weights of ±1, from products of the signs of their bits. */
final class PlaneSums {
  /** The products of one plane, {@code [rows, stride of units]}. */
  private final int[][] ofPlane;

  /**
   * @param rows the most at once
   */
  PlaneSums(int rows, int units) {
    ofPlane = new int[rows][SignColumns.stride(units)];
  }

  /**
   * {@code Σ 2ᵇ·(Σ w·vᵇ)} with the signs of plane b as vᵇ.
   *
   * @param planes {@code [planes, rows]} of packed rows
   * @param block as in {@link Kernels#signSums}; no two threads may work on the same
   * @param sums {@code [rows, stride of units]}, of which the block's units are set
   */
  void run(
      long[][][] planes,
      int rows,
      PackedWeights weights,
      int block,
      int[][] sums,
      Kernels kernels) {
    int from = block * PackedWeights.BLOCK;
    int to = Math.min(weights.units, from + PackedWeights.BLOCK);
    kernels.signSums(planes[planes.length - 1], rows, weights, block, sums);
    for (int plane = planes.length - 2; plane >= 0; plane--) {
      kernels.signSums(planes[plane], rows, weights, block, ofPlane);
      for (int row = 0; row < rows; row++) {
        int[] total = sums[row];
        int[] part = ofPlane[row];
        for (int unit = from; unit < to; unit++) {
          total[unit] = 2 * total[unit] + part[unit];
        }
      }
    }
  }
}
