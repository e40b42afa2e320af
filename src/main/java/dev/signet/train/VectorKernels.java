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
    for (int channel = from; channel < end; channel += LANES) {
      FloatVector centre = FloatVector.fromArray(FLOATS, mean, channel);
      FloatVector scale = FloatVector.fromArray(FLOATS, inverse, channel);
      for (int row = 0; row < rows; row++) {
        FloatVector value =
            (FloatVector)
                IntVector.fromArray(INTS, sums[row], channel)
                    .convertShape(VectorOperators.I2F, FLOATS, 0);
        value.sub(centre).mul(scale).intoArray(normalized[row], channel);
      }
    }
    if (end < to) {
      plain.normalize(sums, rows, end, to, mean, inverse, normalized);
    }
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
      float[][] a, int first, int rows, int inner, SignColumns b, Scratch scratch) {
    VectorSignProduct.multiplyTransposed(a, first, rows, inner, b, scratch);
  }

  @Override
  public void update(WeightState dense, int unit, float[] gradient, Adam adam) {
    VectorAdam.update(dense, unit, gradient, adam);
  }

  @Override
  public void packColumns(long[][] bits, int rows, int from, int to, SignColumns columns) {
    int end = wholeEnd(from, to);
    for (int column = from; column < end; column += LANES) {
      for (int first = 0; first < rows; first += SignColumns.ROWS) {
        int last = Math.min(rows, first + SignColumns.ROWS);
        IntVector down = IntVector.zero(INTS);
        for (int row = first; row < last; row++) {
          long word = bits[row][column / Long.SIZE] >>> column;
          down =
              down.lanewise(VectorOperators.OR, 1 << row, VectorMask.fromLong(INTS, word & 0xffff));
        }
        down.intoArray(columns.words, first / SignColumns.ROWS * columns.stride + column);
      }
    }
    if (end < to) {
      for (int row = 0; row < rows; row++) {
        // Sets the whole columns of the word once more, to the same.
        columns.setWord(row, end / Long.SIZE * Long.SIZE, bits[row][end / Long.SIZE]);
      }
    }
  }
}
