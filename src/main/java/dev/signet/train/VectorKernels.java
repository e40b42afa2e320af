package dev.signet.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops in vectors of 512 bits. Channels stand in lanes; what does not fill a vector is left to the
 * plain loops.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int LANES = 16;

  private final PlainKernels plain = new PlainKernels();

  /** Whether vectors of 512 bits are what this machine computes with. */
  static boolean fitsMachine() {
    return IntVector.SPECIES_PREFERRED.length() == LANES
        && FloatVector.SPECIES_PREFERRED.length() == LANES;
  }

  /** The end of the channels that fill vectors. */
  private static int wholeEnd(int from, int to) {
    return from + (to - from) / LANES * LANES;
  }

  @Override
  public void signSums(long[][] bits, int rows, PackedWeights weights, int block, int[][] sums) {
    VectorSignSums.run(bits, rows, weights, block, sums);
  }

  @Override
  public void totals(
      int[][] sums, int rows, int from, int to, int largest, long[] total, long[] squares) {
    boolean fitsInt = (double) rows * largest * largest <= Integer.MAX_VALUE;
    int end = fitsInt ? wholeEnd(from, to) : from;
    int[] lanes = new int[LANES];
    for (int channel = from; channel < end; channel += LANES) {
      IntVector sum = IntVector.zero(INTS);
      IntVector square = IntVector.zero(INTS);
      for (int row = 0; row < rows; row++) {
        IntVector value = IntVector.fromArray(INTS, sums[row], channel);
        sum = sum.add(value);
        square = square.add(value.mul(value));
      }
      sum.intoArray(lanes, 0);
      widen(lanes, total, channel);
      square.intoArray(lanes, 0);
      widen(lanes, squares, channel);
    }
    if (end < to) {
      plain.totals(sums, rows, end, to, largest, total, squares);
    }
  }

  private static void widen(int[] lanes, long[] result, int at) {
    for (int lane = 0; lane < LANES; lane++) {
      result[at + lane] = lanes[lane];
    }
  }

  @Override
  public void normalize(
      int[][] sums,
      int rows,
      int from,
      int to,
      float[] mean,
      float[] inverse,
      float[][] normalized) {
    int end = wholeEnd(from, to);
    int channel = from;
    for (; channel + 2 * LANES <= end; channel += 2 * LANES) {
      FloatVector leftCentre = FloatVector.fromArray(FLOATS, mean, channel);
      FloatVector leftScale = FloatVector.fromArray(FLOATS, inverse, channel);
      FloatVector rightCentre = FloatVector.fromArray(FLOATS, mean, channel + LANES);
      FloatVector rightScale = FloatVector.fromArray(FLOATS, inverse, channel + LANES);
      for (int row = 0; row < rows; row++) {
        int[] values = sums[row];
        float[] result = normalized[row];
        floats(values, channel).sub(leftCentre).mul(leftScale).intoArray(result, channel);
        floats(values, channel + LANES)
            .sub(rightCentre)
            .mul(rightScale)
            .intoArray(result, channel + LANES);
      }
    }
    if (channel < end) {
      FloatVector centre = FloatVector.fromArray(FLOATS, mean, channel);
      FloatVector scale = FloatVector.fromArray(FLOATS, inverse, channel);
      for (int row = 0; row < rows; row++) {
        floats(sums[row], channel).sub(centre).mul(scale).intoArray(normalized[row], channel);
      }
    }
    if (end < to) {
      plain.normalize(sums, rows, end, to, mean, inverse, normalized);
    }
  }

  private static FloatVector floats(int[] values, int at) {
    return (FloatVector)
        IntVector.fromArray(INTS, values, at).convertShape(VectorOperators.I2F, FLOATS, 0);
  }

  @Override
  public void activate(
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] gamma,
      float[] beta,
      long[][] bits,
      SignColumns columns) {
    if (wholeEnd(from, to) < to) {
      plain.activate(normalized, rows, from, to, gamma, beta, bits, columns);
      return;
    }
    int word = from / Long.SIZE;
    for (int row = 0; row < rows; row++) {
      bits[row][word] = 0;
    }
    for (int channel = from; channel < to; channel += LANES) {
      FloatVector scale = FloatVector.fromArray(FLOATS, gamma, channel);
      FloatVector shift = FloatVector.fromArray(FLOATS, beta, channel);
      for (int first = 0; first < rows; first += SignColumns.ROWS) {
        int end = Math.min(rows, first + SignColumns.ROWS);
        IntVector down = IntVector.zero(INTS);
        for (int row = first; row < end; row++) {
          IntVector z =
              FloatVector.fromArray(FLOATS, normalized[row], channel)
                  .mul(scale)
                  .add(shift)
                  .add(0.0f)
                  .reinterpretAsInts();
          VectorMask<Integer> positive = z.compare(VectorOperators.GE, 0);
          down = down.lanewise(VectorOperators.OR, 1 << row, positive);
          bits[row][word] |= positive.toLong() << channel;
        }
        down.intoArray(columns.words, first / SignColumns.ROWS * columns.stride + channel);
      }
    }
  }

  @Override
  public void signs(
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] gamma,
      float[] beta,
      long[][] bits) {
    int first = from;
    for (; first + Long.SIZE <= to; first += Long.SIZE) {
      for (int row = 0; row < rows; row++) {
        float[] values = normalized[row];
        bits[row][first / Long.SIZE] =
            signs(values, first, gamma, beta)
                | signs(values, first + LANES, gamma, beta) << LANES
                | signs(values, first + 2 * LANES, gamma, beta) << (2 * LANES)
                | signs(values, first + 3 * LANES, gamma, beta) << (3 * LANES);
      }
    }
    if (first < to) {
      int whole = wholeEnd(first, to);
      for (int row = 0; row < rows; row++) {
        float[] values = normalized[row];
        long word = 0;
        for (int channel = first; channel < whole; channel += LANES) {
          word |= signs(values, channel, gamma, beta) << channel;
        }
        for (int channel = whole; channel < to; channel++) {
          float z = values[channel] * gamma[channel] + beta[channel] + 0.0f;
          word |= (long) (~Float.floatToRawIntBits(z) >>> 31) << channel;
        }
        bits[row][first / Long.SIZE] = word;
      }
    }
  }

  /** The signs of 16 channels, in the lowest bits. */
  private static long signs(float[] values, int channel, float[] gamma, float[] beta) {
    return FloatVector.fromArray(FLOATS, values, channel)
        .mul(FloatVector.fromArray(FLOATS, gamma, channel))
        .add(FloatVector.fromArray(FLOATS, beta, channel))
        .add(0.0f)
        .reinterpretAsInts()
        .compare(VectorOperators.GE, 0)
        .toLong();
  }

  @Override
  public void gate(
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] gamma,
      float[] beta,
      float limit) {
    int closed = Float.floatToRawIntBits(limit);
    int end = wholeEnd(from, to);
    for (int channel = from; channel < end; channel += LANES) {
      FloatVector scale = FloatVector.fromArray(FLOATS, gamma, channel);
      FloatVector shift = FloatVector.fromArray(FLOATS, beta, channel);
      for (int row = 0; row < rows; row++) {
        IntVector magnitude =
            FloatVector.fromArray(FLOATS, normalized[row], channel)
                .mul(scale)
                .add(shift)
                .add(0.0f)
                .reinterpretAsInts()
                .and(0x7fff_ffff);
        FloatVector slope = FloatVector.fromArray(FLOATS, gradient[row], channel);
        slope
            .blend(0.0f, magnitude.compare(VectorOperators.GE, closed).cast(FLOATS))
            .intoArray(gradient[row], channel);
      }
    }
    if (end < to) {
      plain.gate(gradient, normalized, rows, end, to, gamma, beta, limit);
    }
  }

  @Override
  public void slopeTotals(
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] byBeta,
      float[] byGamma) {
    int end = wholeEnd(from, to);
    for (int channel = from; channel < end; channel += LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      FloatVector product = FloatVector.zero(FLOATS);
      for (int row = 0; row < rows; row++) {
        FloatVector slope = FloatVector.fromArray(FLOATS, gradient[row], channel);
        FloatVector value = FloatVector.fromArray(FLOATS, normalized[row], channel);
        sum = sum.add(slope);
        product = product.add(slope.mul(value));
      }
      sum.intoArray(byBeta, channel);
      product.intoArray(byGamma, channel);
    }
    if (end < to) {
      plain.slopeTotals(gradient, normalized, rows, end, to, byBeta, byGamma);
    }
  }

  @Override
  public void centreSlopes(
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] scale,
      float[] byBeta,
      float[] byGamma) {
    int end = wholeEnd(from, to);
    for (int channel = from; channel < end; channel += LANES) {
      FloatVector factor = FloatVector.fromArray(FLOATS, scale, channel);
      FloatVector mean = FloatVector.fromArray(FLOATS, byBeta, channel);
      FloatVector part = FloatVector.fromArray(FLOATS, byGamma, channel);
      for (int row = 0; row < rows; row++) {
        FloatVector slope = FloatVector.fromArray(FLOATS, gradient[row], channel);
        FloatVector value = FloatVector.fromArray(FLOATS, normalized[row], channel);
        slope.sub(mean).sub(value.mul(part)).mul(factor).intoArray(gradient[row], channel);
      }
    }
    if (end < to) {
      plain.centreSlopes(gradient, normalized, rows, end, to, scale, byBeta, byGamma);
    }
  }

  @Override
  public void multiply(
      float[][] a, int from, int to, int inner, SignColumns b, float[][] result, Scratch scratch) {
    VectorSignProduct.multiply(a, from, to, inner, b, result, scratch);
  }

  @Override
  public void multiplyTransposed(
      float[][] a,
      int first,
      int rows,
      int inner,
      SignColumns b,
      boolean add,
      float[][] result,
      Scratch scratch) {
    VectorSignProduct.multiplyTransposed(a, first, rows, inner, b, add, result, scratch);
  }

  @Override
  public void multiplyValues(
      float[][] a,
      int first,
      int rows,
      int inner,
      float[][] values,
      int columns,
      boolean add,
      float[][] result) {
    VectorValueProduct.multiply(a, first, rows, inner, values, columns, add, result);
  }

  @Override
  public void valueSums(float[][] values, int rows, int inputs, float[][] weights, int[][] sums) {
    VectorValueProduct.sums(values, rows, inputs, weights, sums);
  }

  @Override
  public void addChosen(long[] chosen, int channels, float[] total, float[] part) {
    // The arrays are as long as whole vectors, and no bit is 1 beyond the channels.
    for (int channel = 0; channel < channels; channel += LANES) {
      VectorMask<Float> here =
          VectorMask.fromLong(FLOATS, chosen[channel / Long.SIZE] >>> channel & 0xffff);
      FloatVector sum = FloatVector.fromArray(FLOATS, total, channel);
      sum.add(FloatVector.fromArray(FLOATS, part, channel), here).intoArray(total, channel);
    }
  }

  @Override
  public void update(WeightState dense, int unit, float[] gradient, Adam adam) {
    VectorAdam.update(dense, unit, gradient, adam);
  }

  @Override
  public void add(float[] part, int from, float[] total, int at, int count) {
    int whole = count / LANES * LANES;
    for (int index = 0; index < whole; index += LANES) {
      FloatVector.fromArray(FLOATS, total, at + index)
          .add(FloatVector.fromArray(FLOATS, part, from + index))
          .intoArray(total, at + index);
    }
    if (whole < count) {
      plain.add(part, from + whole, total, at + whole, count - whole);
    }
  }

  @Override
  public void packColumns(
      long[][] bits, int rows, int first, int from, int to, SignColumns columns) {
    int end = wholeEnd(from, to);
    for (int column = from; column < end; column += LANES) {
      for (int start = 0; start < rows; start += SignColumns.ROWS) {
        int last = Math.min(rows, start + SignColumns.ROWS);
        IntVector down = IntVector.zero(INTS);
        for (int row = start; row < last; row++) {
          long word = bits[row][column / Long.SIZE] >>> column;
          down =
              down.lanewise(VectorOperators.OR, 1 << row, VectorMask.fromLong(INTS, word & 0xffff));
        }
        int at = (first + start) / SignColumns.ROWS * columns.stride + column;
        down.intoArray(columns.words, at);
      }
    }
    if (end < to) {
      for (int row = 0; row < rows; row++) {
        // Sets the whole columns of the word once more, to the same.
        int word = end / Long.SIZE;
        columns.setWord(first + row, word * Long.SIZE, bits[row][word]);
      }
    }
  }
}
