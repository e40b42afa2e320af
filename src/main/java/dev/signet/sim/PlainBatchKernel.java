package dev.signet.sim;

import java.util.Arrays;

/**
 * The kernel in plain Java. Each loop over lanes is a method of its own and has the one form that
 * the JIT compiler makes SIMD popcounts of: {@code long} words into an {@code int} accumulator.
 * Four words a pass, because the accumulator's loads and stores are what limits it.
 */
final class PlainBatchKernel implements BatchKernel {

  @Override
  public void packAtLeast(
      FrameBatch frames, int first, int count, int level, int lanes, long[] bits) {
    FramePacker.packAtLeast(frames, first, count, level, lanes, bits);
  }

  @Override
  public void sums(PackedLayer layer, long[] bits, int lanes, long[] sums, int start) {
    int[] distances = new int[lanes];
    for (int row = 0; row < layer.rows(); row++) {
      distances(layer, row, bits, lanes, distances);
      for (int lane = 0; lane < lanes; lane++) {
        sums[start + row * lanes + lane] = (long) layer.span() - distances[lane];
      }
    }
  }

  @Override
  public void thresholds(PackedLayer layer, int kind, long[] bits, int lanes, long[] results) {
    Arrays.fill(results, 0, (layer.rows() + 63) / 64 * lanes, 0);
    int[] distances = new int[lanes];
    for (int row = 0; row < layer.rows(); row++) {
      distances(layer, row, bits, lanes, distances);
      compare(distances, layer.limit(kind, row), lanes, results, (row >>> 6) * lanes, row & 63);
    }
  }

  @Override
  public void largest(long[] scores, int size, int lanes, long[] labels) {
    for (int lane = 0; lane < lanes; lane++) {
      int best = 0;
      for (int k = 1; k < size; k++) {
        if (scores[k * lanes + lane] > scores[best * lanes + lane]) {
          best = k;
        }
      }
      labels[lane] = best;
    }
  }

  /** For each lane the row's distance. */
  private static void distances(
      PackedLayer layer, int row, long[] bits, int lanes, int[] distances) {
    Arrays.fill(distances, 0);
    if (layer.planes() == 1) {
      addPlane(layer, row, bits, 0, lanes, distances);
    } else if (layer.planes() >= 4 && layer.words() < 4) {
      addShortPlanes(layer, row, bits, lanes, distances);
    } else {
      addLongPlanes(layer, row, bits, lanes, distances);
    }
  }

  /** Plane by plane, from the highest on. */
  private static void addLongPlanes(
      PackedLayer layer, int row, long[] bits, int lanes, int[] distances) {
    for (int plane = layer.planes() - 1; plane >= 0; plane--) {
      addPlane(layer, row, bits, plane * layer.words() * lanes, lanes, distances);
      if (plane > 0) {
        doubleAll(distances, lanes);
      }
    }
  }

  /** Four planes a pass: short rows have more planes than words. */
  private static void addShortPlanes(
      PackedLayer layer, int row, long[] bits, int lanes, int[] distances) {
    int stride = layer.words() * lanes;
    for (int word = 0; word < layer.words(); word++) {
      long weight = layer.weight(row, word);
      int plane = 0;
      for (; plane + 4 <= layer.planes(); plane += 4) {
        addFourPlanes(weight, bits, plane * stride + word * lanes, stride, plane, lanes, distances);
      }
      for (; plane < layer.planes(); plane++) {
        addShifted(weight, bits, plane * stride + word * lanes, plane, lanes, distances);
      }
    }
  }

  private static void addFourPlanes(
      long weight, long[] bits, int start0, int stride, int shift, int lanes, int[] distances) {
    int start1 = start0 + stride;
    int start2 = start1 + stride;
    int start3 = start2 + stride;
    for (int lane = 0; lane < lanes; lane++) {
      int four =
          Long.bitCount(weight ^ bits[start0 + lane])
              + (Long.bitCount(weight ^ bits[start1 + lane]) << 1)
              + (Long.bitCount(weight ^ bits[start2 + lane]) << 2)
              + (Long.bitCount(weight ^ bits[start3 + lane]) << 3);
      distances[lane] += four << shift;
    }
  }

  private static void addShifted(
      long weight, long[] bits, int start, int shift, int lanes, int[] distances) {
    for (int lane = 0; lane < lanes; lane++) {
      distances[lane] += Long.bitCount(weight ^ bits[start + lane]) << shift;
    }
  }

  private static void addPlane(
      PackedLayer layer, int row, long[] bits, int start, int lanes, int[] distances) {
    int words = layer.words();
    int word = 0;
    for (; word + 4 <= words; word += 4) {
      addFour(
          layer.weight(row, word),
          layer.weight(row, word + 1),
          layer.weight(row, word + 2),
          layer.weight(row, word + 3),
          bits,
          start + word * lanes,
          lanes,
          distances);
    }
    for (; word < words; word++) {
      addOne(layer.weight(row, word), bits, start + word * lanes, lanes, distances);
    }
  }

  private static void doubleAll(int[] distances, int lanes) {
    for (int lane = 0; lane < lanes; lane++) {
      distances[lane] += distances[lane];
    }
  }

  private static void addFour(
      long weight0,
      long weight1,
      long weight2,
      long weight3,
      long[] bits,
      int start0,
      int lanes,
      int[] distances) {
    int start1 = start0 + lanes;
    int start2 = start1 + lanes;
    int start3 = start2 + lanes;
    for (int lane = 0; lane < lanes; lane++) {
      distances[lane] +=
          Long.bitCount(weight0 ^ bits[start0 + lane])
              + Long.bitCount(weight1 ^ bits[start1 + lane])
              + Long.bitCount(weight2 ^ bits[start2 + lane])
              + Long.bitCount(weight3 ^ bits[start3 + lane]);
    }
  }

  private static void addOne(long weight, long[] bits, int start, int lanes, int[] distances) {
    for (int lane = 0; lane < lanes; lane++) {
      distances[lane] += Long.bitCount(weight ^ bits[start + lane]);
    }
  }

  private static void compare(
      int[] distances, int limit, int lanes, long[] results, int start, int shift) {
    for (int lane = 0; lane < lanes; lane++) {
      results[start + lane] |= (long) (distances[lane] - limit) >>> 63 << shift;
    }
  }
}
