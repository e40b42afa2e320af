package dev.signet.train;

import java.util.Arrays;

/**
 * Dot products of bytes with weights of ±1, exact, from products of signs: with the signs of bit
 * plane b as vᵇ, each ±1, a byte is {@code x = Σ 2ᵇ·(vᵇ + 1)/2}, so that
 *
 * <pre>Σ w·x = (Σ 2ᵇ·(Σ w·vᵇ) + 255·Σ w) / 2</pre>
 *
 * <p>Up to 2²² inputs all of this fits 32 bits.
 */
final class ByteSums {
  /** Bits of a byte. */
  static final int PLANES = Byte.SIZE;

  /** The most inputs. */
  static final int MOST_INPUTS = 1 << 22;

  private static final int LARGEST_BYTE = 255;

  /** A row of signs that are all +1, {@code [1, words]}, and its products. */
  private final long[][] ones;

  private final int[][] weightSums;

  private final PlaneSums planeSums;

  /**
   * @param rows the most at once
   * @throws IllegalArgumentException where sums may not fit 32 bits
   */
  ByteSums(int rows, int inputs, int units) {
    if (inputs > MOST_INPUTS) {
      throw new IllegalArgumentException(inputs + " bytes in a sum");
    }
    ones = new long[1][SignBits.words(inputs)];
    Arrays.fill(ones[0], -1);
    if (inputs % Long.SIZE != 0) {
      ones[0][ones[0].length - 1] = (1L << inputs) - 1;
    }
    weightSums = new int[1][SignColumns.stride(units)];
    planeSums = new PlaneSums(rows, units);
  }

  /**
   * The sums of a block of units.
   *
   * @param planes {@code [PLANES, rows]} of packed rows
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
    kernels.signSums(ones, 1, weights, block, weightSums);
    planeSums.run(planes, rows, weights, block, sums, kernels);
    for (int row = 0; row < rows; row++) {
      int[] total = sums[row];
      for (int unit = from; unit < to; unit++) {
        total[unit] = (total[unit] + LARGEST_BYTE * weightSums[0][unit]) / 2;
      }
    }
  }
}
