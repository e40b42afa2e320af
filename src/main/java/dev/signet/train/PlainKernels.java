package dev.signet.train;

import java.util.Arrays;

/**
 * Loops that the JIT compiler turns into vector instructions.
 *
 * <p>It does so only where it can tell that stores do not disturb loads: rows are arrays of their
 * own, all indexed by the same variable (with offsets into one array the same loop runs at a fifth
 * of the speed).
 */
final class PlainKernels implements Kernels {
  /** Columns that are worked on at a time, so that the rows of one pass stay in the L1 cache. */
  private static final int COLUMNS = 512;

  @Override
  public void signSums(long[][] bits, int rows, PackedWeights weights, int block, int[][] sums) {
    int start = weights.start(block);
    int first = block * PackedWeights.BLOCK;
    int[] differing = new int[Math.min(PackedWeights.BLOCK, weights.units - first)];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(differing, 0);
      addDifferences(bits[row], weights.words, start, differing);
      int[] result = sums[row];
      for (int unit = 0; unit < differing.length; unit++) {
        result[first + unit] = weights.inputs - 2 * differing[unit];
      }
    }
  }

  private static void addDifferences(long[] bits, long[] weights, int start, int[] differing) {
    int words = bits.length;
    int word = 0;
    for (; word + 4 <= words; word += 4) {
      addDifferences4(differing, bits, word, weights, start + word * PackedWeights.BLOCK);
    }
    for (; word < words; word++) {
      long value = bits[word];
      int offset = start + word * PackedWeights.BLOCK;
      for (int unit = 0; unit < differing.length; unit++) {
        differing[unit] += Long.bitCount(value ^ weights[offset + unit]);
      }
    }
  }

  private static void addDifferences4(
      int[] differing, long[] bits, int word, long[] weights, int offset) {
    long bits0 = bits[word];
    long bits1 = bits[word + 1];
    long bits2 = bits[word + 2];
    long bits3 = bits[word + 3];
    int offset1 = offset + PackedWeights.BLOCK;
    int offset2 = offset1 + PackedWeights.BLOCK;
    int offset3 = offset2 + PackedWeights.BLOCK;
    for (int unit = 0; unit < differing.length; unit++) {
      differing[unit] +=
          Long.bitCount(bits0 ^ weights[offset + unit])
              + Long.bitCount(bits1 ^ weights[offset1 + unit])
              + Long.bitCount(bits2 ^ weights[offset2 + unit])
              + Long.bitCount(bits3 ^ weights[offset3 + unit]);
    }
  }

  @Override
  public void totals(
      int[][] sums, int rows, int from, int to, int largest, long[] total, long[] squares) {
    Arrays.fill(total, from, to, 0);
    Arrays.fill(squares, from, to, 0);
    for (int row = 0; row < rows; row++) {
      int[] values = sums[row];
      for (int channel = from; channel < to; channel++) {
        long value = values[channel];
        total[channel] += value;
        squares[channel] += value * value;
      }
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
    for (int row = 0; row < rows; row++) {
      int[] values = sums[row];
      float[] result = normalized[row];
      for (int channel = from; channel < to; channel++) {
        result[channel] = (values[channel] - mean[channel]) * inverse[channel];
      }
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
    for (int row = 0; row < rows; row++) {
      float[] values = normalized[row];
      long word = 0;
      for (int channel = from; channel < to; channel++) {
        float z = values[channel] * gamma[channel] + beta[channel] + 0.0f;
        int positive = ~Float.floatToRawIntBits(z) >>> 31;
        word |= (long) positive << channel;
      }
      bits[row][from / Long.SIZE] = word;
      columns.setWord(row, from, word);
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
    for (int row = 0; row < rows; row++) {
      float[] values = normalized[row];
      for (int first = from; first < to; first += Long.SIZE) {
        long word = 0;
        for (int channel = first; channel < Math.min(to, first + Long.SIZE); channel++) {
          float z = values[channel] * gamma[channel] + beta[channel] + 0.0f;
          int positive = ~Float.floatToRawIntBits(z) >>> 31;
          word |= (long) positive << channel;
        }
        bits[row][first / Long.SIZE] = word;
      }
    }
  }

  /**
   * On bits, for which way a branch would go nobody can tell: without its sign bit, a float32 is
   * ordered as an integer.
   */
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
    for (int row = 0; row < rows; row++) {
      float[] slopes = gradient[row];
      float[] values = normalized[row];
      for (int channel = from; channel < to; channel++) {
        float z = values[channel] * gamma[channel] + beta[channel] + 0.0f;
        int magnitude = Float.floatToRawIntBits(z) & 0x7fff_ffff;
        int open = (magnitude - closed) >> 31;
        int slope = Float.floatToRawIntBits(slopes[channel]);
        slopes[channel] = Float.intBitsToFloat(slope & open);
      }
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
    Arrays.fill(byBeta, from, to, 0);
    Arrays.fill(byGamma, from, to, 0);
    for (int row = 0; row < rows; row++) {
      float[] slopes = gradient[row];
      float[] values = normalized[row];
      for (int channel = from; channel < to; channel++) {
        byBeta[channel] += slopes[channel];
        byGamma[channel] += slopes[channel] * values[channel];
      }
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
    for (int row = 0; row < rows; row++) {
      float[] slopes = gradient[row];
      float[] values = normalized[row];
      for (int channel = from; channel < to; channel++) {
        slopes[channel] =
            scale[channel]
                * (slopes[channel] - byBeta[channel] - values[channel] * byGamma[channel]);
      }
    }
  }

  @Override
  public void multiply(
      float[][] a, int from, int to, int inner, SignColumns b, float[][] result, Scratch scratch) {
    int rows = to - from;
    float[] coefficients = new float[rows * Scratch.GROUP];
    clear(result, from, to, b.columns);
    for (int left = 0; left < b.columns; left += COLUMNS) {
      int right = Math.min(b.columns, left + COLUMNS);
      for (int k = 0; k < inner; k += Scratch.GROUP) {
        for (int row = 0; row < rows; row++) {
          for (int deep = 0; deep < Scratch.GROUP; deep++) {
            coefficients[row * Scratch.GROUP + deep] =
                k + deep < inner ? a[from + row][k + deep] : 0;
          }
        }
        unpackGroup(b, k, inner, left, right, scratch.group);
        addGroup(result, from, rows, coefficients, scratch.group, left, right);
      }
    }
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
    float[] coefficients = new float[rows * Scratch.GROUP];
    if (!add) {
      clear(result, 0, rows, b.columns);
    }
    for (int left = 0; left < b.columns; left += COLUMNS) {
      int right = Math.min(b.columns, left + COLUMNS);
      for (int k = 0; k < inner; k += Scratch.GROUP) {
        for (int deep = 0; deep < Scratch.GROUP; deep++) {
          for (int row = 0; row < rows; row++) {
            coefficients[row * Scratch.GROUP + deep] =
                k + deep < inner ? a[k + deep][first + row] : 0;
          }
        }
        unpackGroup(b, k, inner, left, right, scratch.group);
        addGroup(result, 0, rows, coefficients, scratch.group, left, right);
      }
    }
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
    if (!add) {
      clear(result, 0, rows, columns);
    }
    ValueProduct.add(a, first, rows, inner, values, 0, columns, result);
  }

  @Override
  public void valueSums(float[][] values, int rows, int inputs, float[][] weights, int[][] sums) {
    float[] totals = new float[weights[0].length];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(totals, 0);
      for (int input = 0; input < inputs; input++) {
        addScaled(totals, values[row][input], weights[input]);
      }
      for (int unit = 0; unit < totals.length; unit++) {
        sums[row][unit] = (int) totals[unit];
      }
    }
  }

  private static void addScaled(float[] totals, float value, float[] weights) {
    for (int unit = 0; unit < totals.length; unit++) {
      totals[unit] += value * weights[unit];
    }
  }

  @Override
  public void addChosen(long[] chosen, int channels, float[] total, float[] part) {
    for (int first = 0; first < channels; first += Long.SIZE) {
      long word = chosen[first / Long.SIZE];
      for (int channel = first; channel < Math.min(channels, first + Long.SIZE); channel++) {
        if ((word >>> channel & 1) != 0) {
          total[channel] += part[channel];
        }
      }
    }
  }

  private static void clear(float[][] rows, int from, int to, int columns) {
    for (int row = from; row < to; row++) {
      Arrays.fill(rows[row], 0, columns, 0);
    }
  }

  private static void unpackGroup(
      SignColumns b, int k, int inner, int left, int right, float[][] group) {
    for (int deep = 0; deep < Scratch.GROUP; deep++) {
      // Beyond the last row the coefficient is 0: any sign will do.
      b.unpackRow(Math.min(k + deep, inner - 1), group[deep], left, right);
    }
  }

  private static void addGroup(
      float[][] result,
      int first,
      int rows,
      float[] coefficients,
      float[][] group,
      int left,
      int right) {
    int row = 0;
    for (; row + 2 <= rows; row += 2) {
      fold2(
          result[first + row],
          result[first + row + 1],
          group[0],
          group[1],
          group[2],
          group[3],
          left,
          right,
          coefficients,
          row * Scratch.GROUP);
    }
    if (row < rows) {
      fold(
          result[first + row],
          group[0],
          group[1],
          group[2],
          group[3],
          left,
          right,
          coefficients,
          row * Scratch.GROUP);
    }
  }

  private static void fold(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      int left,
      int right,
      float[] coefficients,
      int at) {
    float c0 = coefficients[at];
    float c1 = coefficients[at + 1];
    float c2 = coefficients[at + 2];
    float c3 = coefficients[at + 3];
    for (int j = left; j < right; j++) {
      c[j] += Math.fma(c3, b3[j], Math.fma(c2, b2[j], Math.fma(c1, b1[j], c0 * b0[j])));
    }
  }

  private static void fold2(
      float[] c,
      float[] d,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      int left,
      int right,
      float[] coefficients,
      int at) {
    float c0 = coefficients[at];
    float c1 = coefficients[at + 1];
    float c2 = coefficients[at + 2];
    float c3 = coefficients[at + 3];
    float d0 = coefficients[at + 4];
    float d1 = coefficients[at + 5];
    float d2 = coefficients[at + 6];
    float d3 = coefficients[at + 7];
    for (int j = left; j < right; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      c[j] += Math.fma(c3, x3, Math.fma(c2, x2, Math.fma(c1, x1, c0 * x0)));
      d[j] += Math.fma(d3, x3, Math.fma(d2, x2, Math.fma(d1, x1, d0 * x0)));
    }
  }

  @Override
  public void update(WeightState dense, int unit, float[] gradient, Adam adam) {
    dense.update(unit, gradient, adam);
  }

  @Override
  public void add(float[] part, int from, float[] total, int at, int count) {
    for (int index = 0; index < count; index++) {
      total[at + index] += part[from + index];
    }
  }

  @Override
  public void packColumns(
      long[][] bits, int rows, int first, int from, int to, SignColumns columns) {
    for (int row = 0; row < rows; row++) {
      for (int column = from; column < to; column += Long.SIZE) {
        columns.setWord(first + row, column, bits[row][column / Long.SIZE]);
      }
    }
  }
}
