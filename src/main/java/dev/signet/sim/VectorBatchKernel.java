package dev.signet.sim;

import dev.signet.network.PackedBytes;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in vectors of 512 bits. Where lanes do not fill vectors the plain kernel does it.
 *
 * <p>Sums, and the comparisons of few rows, have eight lanes in a vector. A row goes over all lanes
 * with four words at a time: their weights then stay in registers, and what is loaded and stored
 * for each lane is little beside what is counted. Comparisons of more rows have rows in a vector
 * ({@link VectorRowTiles}): their sums never leave the registers.
 */
final class VectorBatchKernel implements BatchKernel {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final int LANES = 8;

  /** Fewer rows leave too much of a vector of rows empty. */
  private static final int LEAST_ROWS = 6;

  private final PlainBatchKernel plain = new PlainBatchKernel();

  /** Whether vectors of 512 bits are what this machine computes with. */
  static boolean fitsMachine() {
    return LongVector.SPECIES_PREFERRED.length() == LANES;
  }

  @Override
  public void packAtLeast(
      FrameBatch frames, int first, int count, int level, int lanes, long[] bits) {
    if (level < 0 || level > 255) {
      plain.packAtLeast(frames, first, count, level, lanes, bits);
      return;
    }
    int elements = frames.elementsPerFrame();
    for (int lane = 0; lane < count; lane++) {
      packAtLeast(frames.elements(), (first + lane) * elements, elements, level, lane, lanes, bits);
    }
  }

  private static void packAtLeast(
      byte[] bytes, int start, int length, int level, int lane, int lanes, long[] bits) {
    int to = lane;
    int done = 0;
    for (; done + Long.SIZE <= length; done += Long.SIZE) {
      ByteVector chunk = ByteVector.fromArray(BYTES, bytes, start + done);
      bits[to] = chunk.compare(VectorOperators.UGE, (byte) level).toLong();
      to += lanes;
    }
    if (done < length) {
      bits[to] = PackedBytes.atLeast(bytes, start + done, length - done, level);
    }
  }

  @Override
  public void sums(PackedLayer layer, long[] bits, int lanes, long[] sums, int start) {
    if (lanes % LANES != 0) {
      plain.sums(layer, bits, lanes, sums, start);
      return;
    }
    long[] distances = new long[lanes];
    for (int row = 0; row < layer.rows(); row++) {
      distances(layer, row, bits, lanes, distances);
      subtract(layer.span(), distances, lanes, sums, start + row * lanes);
    }
  }

  @Override
  public void thresholds(PackedLayer layer, int kind, long[] bits, int lanes, long[] results) {
    if (lanes % LANES != 0) {
      plain.thresholds(layer, kind, bits, lanes, results);
      return;
    }
    Arrays.fill(results, 0, (layer.rows() + 63) / 64 * lanes, 0);
    if (layer.rows() < LEAST_ROWS) {
      long[] distances = new long[lanes];
      for (int row = 0; row < layer.rows(); row++) {
        distances(layer, row, bits, lanes, distances);
        fire(distances, lanes, layer.limit(kind, row), 1L << row, results);
      }
      return;
    }
    VectorRowTiles.thresholds(layer, kind, bits, lanes, results);
  }

  /** The distance of a row from each lane. */
  private static void distances(
      PackedLayer layer, int row, long[] bits, int lanes, long[] distances) {
    Arrays.fill(distances, 0, lanes, 0);
    int words = layer.words();
    if (layer.planes() == 1) {
      addPlane(layer, row, words, bits, lanes, distances);
      return;
    }
    int stride = words * lanes;
    for (int word = 0; word < words; word++) {
      long weight = layer.weight(row, word);
      int plane = 0;
      for (; plane + 4 <= layer.planes(); plane += 4) {
        int start = plane * stride + word * lanes;
        addFourPlanes(weight, bits, start, stride, plane, lanes, distances);
      }
      for (; plane < layer.planes(); plane++) {
        addShifted(weight, bits, plane * stride + word * lanes, plane, lanes, distances);
      }
    }
  }

  private static void addPlane(
      PackedLayer layer, int row, int words, long[] bits, int lanes, long[] distances) {
    int word = 0;
    for (; word + 4 <= words; word += 4) {
      addFour(
          layer.weight(row, word),
          layer.weight(row, word + 1),
          layer.weight(row, word + 2),
          layer.weight(row, word + 3),
          bits,
          word * lanes,
          lanes,
          distances);
    }
    for (; word < words; word++) {
      addOne(layer.weight(row, word), bits, word * lanes, lanes, distances);
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
      long[] distances) {
    LongVector row0 = LongVector.broadcast(LONGS, weight0);
    LongVector row1 = LongVector.broadcast(LONGS, weight1);
    LongVector row2 = LongVector.broadcast(LONGS, weight2);
    LongVector row3 = LongVector.broadcast(LONGS, weight3);
    int start1 = start0 + lanes;
    int start2 = start1 + lanes;
    int start3 = start2 + lanes;
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector.fromArray(LONGS, distances, lane)
          .add(differing(bits, start0 + lane, row0))
          .add(differing(bits, start1 + lane, row1))
          .add(differing(bits, start2 + lane, row2))
          .add(differing(bits, start3 + lane, row3))
          .intoArray(distances, lane);
    }
  }

  private static void addOne(long weight, long[] bits, int start, int lanes, long[] distances) {
    LongVector row = LongVector.broadcast(LONGS, weight);
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector.fromArray(LONGS, distances, lane)
          .add(differing(bits, start + lane, row))
          .intoArray(distances, lane);
    }
  }

  private static void addFourPlanes(
      long weight, long[] bits, int start0, int stride, int shift, int lanes, long[] distances) {
    LongVector row = LongVector.broadcast(LONGS, weight);
    int start1 = start0 + stride;
    int start2 = start1 + stride;
    int start3 = start2 + stride;
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector high = twice(differing(bits, start3 + lane, row));
      LongVector middle = twice(high.add(differing(bits, start2 + lane, row)));
      LongVector low = twice(middle.add(differing(bits, start1 + lane, row)));
      LongVector.fromArray(LONGS, distances, lane)
          .add(low.add(differing(bits, start0 + lane, row)).lanewise(VectorOperators.LSHL, shift))
          .intoArray(distances, lane);
    }
  }

  private static void addShifted(
      long weight, long[] bits, int start, int shift, int lanes, long[] distances) {
    LongVector row = LongVector.broadcast(LONGS, weight);
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector.fromArray(LONGS, distances, lane)
          .add(differing(bits, start + lane, row).lanewise(VectorOperators.LSHL, shift))
          .intoArray(distances, lane);
    }
  }

  @Override
  public void largest(long[] scores, int size, int lanes, long[] labels) {
    if (lanes % LANES != 0) {
      plain.largest(scores, size, lanes, labels);
      return;
    }
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector best = LongVector.fromArray(LONGS, scores, lane);
      LongVector label = LongVector.zero(LONGS);
      for (int k = 1; k < size; k++) {
        LongVector score = LongVector.fromArray(LONGS, scores, k * lanes + lane);
        VectorMask<Long> better = best.lt(score);
        best = best.blend(score, better);
        label = label.blend(k, better);
      }
      label.intoArray(labels, lane);
    }
  }

  private static void subtract(int span, long[] distances, int lanes, long[] sums, int start) {
    LongVector all = LongVector.broadcast(LONGS, span);
    for (int lane = 0; lane < lanes; lane += LANES) {
      all.sub(LongVector.fromArray(LONGS, distances, lane)).intoArray(sums, start + lane);
    }
  }

  /** Sets a row's bit in the lanes whose distance is below its limit. */
  private static void fire(long[] distances, int lanes, int limit, long bit, long[] results) {
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector.fromArray(LONGS, results, lane)
          .lanewise(VectorOperators.OR, bit, LongVector.fromArray(LONGS, distances, lane).lt(limit))
          .intoArray(results, lane);
    }
  }

  private static LongVector twice(LongVector distances) {
    return distances.add(distances);
  }

  private static LongVector differing(long[] bits, int at, LongVector weights) {
    return LongVector.fromArray(LONGS, bits, at)
        .lanewise(VectorOperators.XOR, weights)
        .lanewise(VectorOperators.BIT_COUNT);
  }
}
