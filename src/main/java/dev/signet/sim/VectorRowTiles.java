package dev.signet.sim;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Comparisons of sums, with rows in vectors of 512 bits: two vectors of eight rows meet one word of
 * four lanes, so that six loads feed eight popcounts, and eight sums stay in registers until they
 * are compared.
 *
 * <p>That is about as much as the JIT compiler inlines into one method; with more, vectors become
 * objects. A loop of a constant number of turns is unrolled, one of few turns that are not known
 * costs much beside; hence the form for four words, which 256 inputs have.
 */
final class VectorRowTiles {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final int LANES = 8;

  /** Lanes of a tile. */
  private static final int WIDTH = 4;

  private static final int FOUR = 4;

  private VectorRowTiles() {}

  /**
   * As {@link BatchKernel#thresholds}, into results of 0.
   *
   * @param lanes divisible by 4
   */
  static void thresholds(PackedLayer layer, int kind, long[] bits, int lanes, long[] results) {
    long[] weights = layer.weights();
    long[] limits = layer.limits(kind);
    int words = layer.words();
    for (int tile = 0; tile < layer.tiles(); tile++) {
      int row = tile * PackedLayer.TILE;
      int to = (row >>> 6) * lanes;
      int start = row * words;
      if (layer.planes() > 1) {
        for (int lane = 0; lane < lanes; lane += WIDTH) {
          planes(
              layer.planes(),
              weights,
              start,
              words,
              limits,
              row,
              bits,
              lane,
              lanes,
              results,
              to + lane);
        }
      } else if (words == FOUR) {
        for (int lane = 0; lane < lanes; lane += WIDTH) {
          fourWords(weights, start, limits, row, bits, lane, lanes, results, to + lane);
        }
      } else {
        for (int lane = 0; lane < lanes; lane += WIDTH) {
          words(weights, start, words, limits, row, bits, lane, lanes, results, to + lane);
        }
      }
    }
  }

  private static void words(
      long[] weights,
      int start,
      int words,
      long[] limits,
      int row,
      long[] bits,
      int lane,
      int stride,
      long[] results,
      int to) {
    LongVector low0 = LongVector.zero(LONGS);
    LongVector high0 = LongVector.zero(LONGS);
    LongVector low1 = LongVector.zero(LONGS);
    LongVector high1 = LongVector.zero(LONGS);
    LongVector low2 = LongVector.zero(LONGS);
    LongVector high2 = LongVector.zero(LONGS);
    LongVector low3 = LongVector.zero(LONGS);
    LongVector high3 = LongVector.zero(LONGS);
    for (int word = 0; word < words; word++) {
      int weight = start + word * PackedLayer.TILE;
      int bit = lane + word * stride;
      LongVector low = LongVector.fromArray(LONGS, weights, weight);
      LongVector high = LongVector.fromArray(LONGS, weights, weight + LANES);
      LongVector lane0 = LongVector.broadcast(LONGS, bits[bit]);
      low0 = low0.add(differing(lane0, low));
      high0 = high0.add(differing(lane0, high));
      LongVector lane1 = LongVector.broadcast(LONGS, bits[bit + 1]);
      low1 = low1.add(differing(lane1, low));
      high1 = high1.add(differing(lane1, high));
      LongVector lane2 = LongVector.broadcast(LONGS, bits[bit + 2]);
      low2 = low2.add(differing(lane2, low));
      high2 = high2.add(differing(lane2, high));
      LongVector lane3 = LongVector.broadcast(LONGS, bits[bit + 3]);
      low3 = low3.add(differing(lane3, low));
      high3 = high3.add(differing(lane3, high));
    }
    LongVector lowLimits = LongVector.fromArray(LONGS, limits, row);
    LongVector highLimits = LongVector.fromArray(LONGS, limits, row + LANES);
    int shift = row;
    results[to] |= fired(low0, high0, lowLimits, highLimits) << shift;
    results[to + 1] |= fired(low1, high1, lowLimits, highLimits) << shift;
    results[to + 2] |= fired(low2, high2, lowLimits, highLimits) << shift;
    results[to + 3] |= fired(low3, high3, lowLimits, highLimits) << shift;
  }

  private static void fourWords(
      long[] weights,
      int start,
      long[] limits,
      int row,
      long[] bits,
      int lane,
      int stride,
      long[] results,
      int to) {
    LongVector low0 = LongVector.zero(LONGS);
    LongVector high0 = LongVector.zero(LONGS);
    LongVector low1 = LongVector.zero(LONGS);
    LongVector high1 = LongVector.zero(LONGS);
    LongVector low2 = LongVector.zero(LONGS);
    LongVector high2 = LongVector.zero(LONGS);
    LongVector low3 = LongVector.zero(LONGS);
    LongVector high3 = LongVector.zero(LONGS);
    for (int word = 0; word < FOUR; word++) {
      int weight = start + word * PackedLayer.TILE;
      int bit = lane + word * stride;
      LongVector low = LongVector.fromArray(LONGS, weights, weight);
      LongVector high = LongVector.fromArray(LONGS, weights, weight + LANES);
      LongVector lane0 = LongVector.broadcast(LONGS, bits[bit]);
      low0 = low0.add(differing(lane0, low));
      high0 = high0.add(differing(lane0, high));
      LongVector lane1 = LongVector.broadcast(LONGS, bits[bit + 1]);
      low1 = low1.add(differing(lane1, low));
      high1 = high1.add(differing(lane1, high));
      LongVector lane2 = LongVector.broadcast(LONGS, bits[bit + 2]);
      low2 = low2.add(differing(lane2, low));
      high2 = high2.add(differing(lane2, high));
      LongVector lane3 = LongVector.broadcast(LONGS, bits[bit + 3]);
      low3 = low3.add(differing(lane3, low));
      high3 = high3.add(differing(lane3, high));
    }
    LongVector lowLimits = LongVector.fromArray(LONGS, limits, row);
    LongVector highLimits = LongVector.fromArray(LONGS, limits, row + LANES);
    int shift = row;
    results[to] |= fired(low0, high0, lowLimits, highLimits) << shift;
    results[to + 1] |= fired(low1, high1, lowLimits, highLimits) << shift;
    results[to + 2] |= fired(low2, high2, lowLimits, highLimits) << shift;
    results[to + 3] |= fired(low3, high3, lowLimits, highLimits) << shift;
  }

  /** Of planes from the highest on, what was counted before being worth twice as much. */
  private static void planes(
      int planes,
      long[] weights,
      int start,
      int words,
      long[] limits,
      int row,
      long[] bits,
      int lane,
      int stride,
      long[] results,
      int to) {
    LongVector low0 = LongVector.zero(LONGS);
    LongVector high0 = LongVector.zero(LONGS);
    LongVector low1 = LongVector.zero(LONGS);
    LongVector high1 = LongVector.zero(LONGS);
    LongVector low2 = LongVector.zero(LONGS);
    LongVector high2 = LongVector.zero(LONGS);
    LongVector low3 = LongVector.zero(LONGS);
    LongVector high3 = LongVector.zero(LONGS);
    for (int plane = planes - 1; plane >= 0; plane--) {
      low0 = low0.add(low0);
      high0 = high0.add(high0);
      low1 = low1.add(low1);
      high1 = high1.add(high1);
      low2 = low2.add(low2);
      high2 = high2.add(high2);
      low3 = low3.add(low3);
      high3 = high3.add(high3);
      for (int word = 0; word < words; word++) {
        int weight = start + word * PackedLayer.TILE;
        int bit = lane + (plane * words + word) * stride;
        LongVector low = LongVector.fromArray(LONGS, weights, weight);
        LongVector high = LongVector.fromArray(LONGS, weights, weight + LANES);
        LongVector lane0 = LongVector.broadcast(LONGS, bits[bit]);
        low0 = low0.add(differing(lane0, low));
        high0 = high0.add(differing(lane0, high));
        LongVector lane1 = LongVector.broadcast(LONGS, bits[bit + 1]);
        low1 = low1.add(differing(lane1, low));
        high1 = high1.add(differing(lane1, high));
        LongVector lane2 = LongVector.broadcast(LONGS, bits[bit + 2]);
        low2 = low2.add(differing(lane2, low));
        high2 = high2.add(differing(lane2, high));
        LongVector lane3 = LongVector.broadcast(LONGS, bits[bit + 3]);
        low3 = low3.add(differing(lane3, low));
        high3 = high3.add(differing(lane3, high));
      }
    }
    LongVector lowLimits = LongVector.fromArray(LONGS, limits, row);
    LongVector highLimits = LongVector.fromArray(LONGS, limits, row + LANES);
    int shift = row;
    results[to] |= fired(low0, high0, lowLimits, highLimits) << shift;
    results[to + 1] |= fired(low1, high1, lowLimits, highLimits) << shift;
    results[to + 2] |= fired(low2, high2, lowLimits, highLimits) << shift;
    results[to + 3] |= fired(low3, high3, lowLimits, highLimits) << shift;
  }

  private static LongVector differing(LongVector bits, LongVector weights) {
    return bits.lanewise(VectorOperators.XOR, weights).lanewise(VectorOperators.BIT_COUNT);
  }

  /** The bits of a tile's rows: whether each distance is below its limit. */
  private static long fired(
      LongVector low, LongVector high, LongVector lowLimits, LongVector highLimits) {
    return low.lt(lowLimits).toLong() | (high.lt(highLimits).toLong() << LANES);
  }
}
