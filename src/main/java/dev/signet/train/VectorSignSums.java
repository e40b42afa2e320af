package dev.signet.train;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * XNOR and popcount of 16 units at a time, four rows sharing the weights loaded.
 *
 * <p>A vector counts the differing bits of 8 units, of both halves of a word apart; at the end the
 * halves of two vectors are added and brought into the order of the units.
 */
final class VectorSignSums {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int LANES = 8;
  private static final int ROWS = 4;

  /** The even lanes of one vector, and then the odd lanes of another. */
  private static final IntVector EVEN_OR_ODD = evenOrOdd();

  private VectorSignSums() {}

  private static IntVector evenOrOdd() {
    int[] lanes = new int[2 * LANES];
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = 2 * lane;
      lanes[LANES + lane] = 2 * LANES + 2 * lane + 1;
    }
    return IntVector.fromArray(INTS, lanes, 0);
  }

  /** As {@link Kernels#signSums}. */
  static void run(long[][] bits, int rows, PackedWeights weights, int block, int[][] sums) {
    int start = weights.start(block);
    int first = block * PackedWeights.BLOCK;
    int units = Math.min(PackedWeights.BLOCK, weights.units - first);
    int[] halves = new int[ROWS * 4 * LANES];
    for (int row = 0; row < rows; row += ROWS) {
      // Where there are no four rows the last is done more than once.
      int last = rows - 1;
      long[] bits0 = bits[row];
      long[] bits1 = bits[Math.min(row + 1, last)];
      long[] bits2 = bits[Math.min(row + 2, last)];
      long[] bits3 = bits[Math.min(row + 3, last)];
      for (int unit = 0; unit < units; unit += 2 * LANES) {
        count(bits0, bits1, bits2, bits3, weights.words, start + unit, halves);
        for (int r = 0; r < ROWS && row + r < rows; r++) {
          finish(halves, r * 4 * LANES, weights.inputs, sums[row + r], first + unit);
        }
      }
    }
  }

  /**
   * Differing bits of four rows and 16 units.
   *
   * @param halves {@code [4, 16 units, 2 halves of the words]}, set
   */
  private static void count(
      long[] bits0,
      long[] bits1,
      long[] bits2,
      long[] bits3,
      long[] weights,
      int start,
      int[] halves) {
    IntVector zero = IntVector.zero(INTS);
    IntVector low0 = zero;
    IntVector low1 = zero;
    IntVector low2 = zero;
    IntVector low3 = zero;
    IntVector high0 = zero;
    IntVector high1 = zero;
    IntVector high2 = zero;
    IntVector high3 = zero;
    for (int word = 0; word < bits0.length; word++) {
      int at = start + word * PackedWeights.BLOCK;
      LongVector low = LongVector.fromArray(LONGS, weights, at);
      LongVector high = LongVector.fromArray(LONGS, weights, at + LANES);
      LongVector row0 = LongVector.broadcast(LONGS, bits0[word]);
      low0 = low0.add(differing(low, row0));
      high0 = high0.add(differing(high, row0));
      LongVector row1 = LongVector.broadcast(LONGS, bits1[word]);
      low1 = low1.add(differing(low, row1));
      high1 = high1.add(differing(high, row1));
      LongVector row2 = LongVector.broadcast(LONGS, bits2[word]);
      low2 = low2.add(differing(low, row2));
      high2 = high2.add(differing(high, row2));
      LongVector row3 = LongVector.broadcast(LONGS, bits3[word]);
      low3 = low3.add(differing(low, row3));
      high3 = high3.add(differing(high, row3));
    }
    low0.intoArray(halves, 0);
    high0.intoArray(halves, 16);
    low1.intoArray(halves, 32);
    high1.intoArray(halves, 48);
    low2.intoArray(halves, 64);
    high2.intoArray(halves, 80);
    low3.intoArray(halves, 96);
    high3.intoArray(halves, 112);
  }

  private static IntVector differing(LongVector weights, LongVector bits) {
    return weights
        .lanewise(VectorOperators.XOR, bits)
        .reinterpretAsInts()
        .lanewise(VectorOperators.BIT_COUNT);
  }

  /** Adds the halves, which stand beside each other, and brings the units into their order. */
  private static void finish(int[] halves, int at, int inputs, int[] sums, int unit) {
    LongVector low = IntVector.fromArray(INTS, halves, at).reinterpretAsLongs();
    LongVector high = IntVector.fromArray(INTS, halves, at + 16).reinterpretAsLongs();
    IntVector even = low.add(low.lanewise(VectorOperators.LSHR, 32)).reinterpretAsInts();
    IntVector odd = high.add(high.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
    EVEN_OR_ODD
        .selectFrom(even, odd)
        .lanewise(VectorOperators.LSHL, 1)
        .lanewise(VectorOperators.NEG)
        .add(inputs)
        .intoArray(sums, unit);
  }
}
