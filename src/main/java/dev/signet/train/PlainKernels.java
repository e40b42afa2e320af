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

  /** Rows of {@code b} folded into a row of {@code c} in one pass over it. */
  private static final int DEPTH = 4;

  @Override
  public void signSums(
      long[] bits, long[] weights, int units, int from, int to, int inputs, int[] sums) {
    int words = bits.length;
    int count = to - from;
    int[] differing = new int[count];
    int word = 0;
    for (; word + 4 <= words; word += 4) {
      addDifferences4(differing, bits, word, weights, word * units + from, units, count);
    }
    for (; word < words; word++) {
      addDifferences(differing, bits[word], weights, word * units + from, count);
    }
    for (int unit = 0; unit < count; unit++) {
      sums[from + unit] = inputs - 2 * differing[unit];
    }
  }

  private static void addDifferences(
      int[] differing, long bits, long[] weights, int offset, int count) {
    for (int unit = 0; unit < count; unit++) {
      differing[unit] += Long.bitCount(bits ^ weights[offset + unit]);
    }
  }

  private static void addDifferences4(
      int[] differing, long[] bits, int word, long[] weights, int offset, int units, int count) {
    long bits0 = bits[word];
    long bits1 = bits[word + 1];
    long bits2 = bits[word + 2];
    long bits3 = bits[word + 3];
    int offset1 = offset + units;
    int offset2 = offset1 + units;
    int offset3 = offset2 + units;
    for (int unit = 0; unit < count; unit++) {
      differing[unit] +=
          Long.bitCount(bits0 ^ weights[offset + unit])
              + Long.bitCount(bits1 ^ weights[offset1 + unit])
              + Long.bitCount(bits2 ^ weights[offset2 + unit])
              + Long.bitCount(bits3 ^ weights[offset3 + unit]);
    }
  }

  @Override
  public void accumulate(
      float[][] a, float[][] b, float[][] c, int from, int to, int inner, int columns) {
    for (int left = 0; left < columns; left += COLUMNS) {
      int right = Math.min(columns, left + COLUMNS);
      for (int k = 0; k < inner; k += DEPTH) {
        int row = from;
        if (k + DEPTH <= inner) {
          for (; row + 2 <= to; row += 2) {
            float[] a0 = a[row];
            float[] a1 = a[row + 1];
            fold2x4(
                c[row],
                c[row + 1],
                b[k],
                b[k + 1],
                b[k + 2],
                b[k + 3],
                left,
                right,
                a0[k],
                a0[k + 1],
                a0[k + 2],
                a0[k + 3],
                a1[k],
                a1[k + 1],
                a1[k + 2],
                a1[k + 3]);
          }
        }
        for (; row < to; row++) {
          for (int deep = k; deep < Math.min(inner, k + DEPTH); deep++) {
            fold(c[row], b[deep], left, right, a[row][deep]);
          }
        }
      }
    }
  }

  @Override
  public void accumulateTransposed(
      float[][] a, int first, float[][] b, float[][] c, int rows, int inner, int columns) {
    float[] panel = new float[rows * DEPTH];
    for (int left = 0; left < columns; left += COLUMNS) {
      int right = Math.min(columns, left + COLUMNS);
      for (int k = 0; k < inner; k += DEPTH) {
        int depth = Math.min(DEPTH, inner - k);
        transpose(a, first, k, depth, rows, panel);
        int row = 0;
        if (depth == DEPTH) {
          for (; row + 2 <= rows; row += 2) {
            int p = row * DEPTH;
            fold2x4(
                c[row],
                c[row + 1],
                b[k],
                b[k + 1],
                b[k + 2],
                b[k + 3],
                left,
                right,
                panel[p],
                panel[p + 1],
                panel[p + 2],
                panel[p + 3],
                panel[p + 4],
                panel[p + 5],
                panel[p + 6],
                panel[p + 7]);
          }
        }
        for (; row < rows; row++) {
          for (int deep = 0; deep < depth; deep++) {
            fold(c[row], b[k + deep], left, right, panel[row * DEPTH + deep]);
          }
        }
      }
    }
  }

  private static void transpose(float[][] a, int first, int k, int depth, int rows, float[] panel) {
    Arrays.fill(panel, 0);
    for (int deep = 0; deep < depth; deep++) {
      float[] source = a[k + deep];
      for (int row = 0; row < rows; row++) {
        panel[row * DEPTH + deep] = source[first + row];
      }
    }
  }

  private static void fold(float[] c, float[] b, int left, int right, float a) {
    for (int j = left; j < right; j++) {
      c[j] = Math.fma(a, b[j], c[j]);
    }
  }

  private static void fold2x4(
      float[] c,
      float[] d,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      int left,
      int right,
      float c0,
      float c1,
      float c2,
      float c3,
      float d0,
      float d1,
      float d2,
      float d3) {
    for (int j = left; j < right; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      c[j] = Math.fma(c3, x3, Math.fma(c2, x2, Math.fma(c1, x1, Math.fma(c0, x0, c[j]))));
      d[j] = Math.fma(d3, x3, Math.fma(d2, x2, Math.fma(d1, x1, Math.fma(d0, x0, d[j]))));
    }
  }
}
