package dev.signet.train;

/**
 * The weights' gradient of a layer whose inputs are float32 values: {@code gradientᵀ·values}. To
 * each element, from 0 on, the products are added in ascending order of images, each by one {@link
 * Math#fma}.
 *
 * <p>Loops that the JIT compiler turns into vector instructions, as in {@link PlainKernels}: four
 * images and two units at a time, which reads and writes less and does not change the order. (With
 * products rounded apart from sums the compiler leaves the pair of units alone, at a sixth of the
 * speed.)
 */
final class ValueProduct {
  /** Columns that are worked on at a time, so that the rows of one pass stay in the L1 cache. */
  private static final int COLUMNS = 512;

  private ValueProduct() {}

  /**
   * {@code result[r] += gradientᵀ[first + r]·values} for {@code rows} rows and columns {@code from}
   * to {@code to}.
   *
   * @param gradient {@code [batch, units]}
   * @param values {@code [batch, columns or more]}
   * @param result {@code [rows, columns or more]}
   */
  static void add(
      float[][] gradient,
      int first,
      int rows,
      int batch,
      float[][] values,
      int from,
      int to,
      float[][] result) {
    for (int left = from; left < to; left += COLUMNS) {
      int right = Math.min(to, left + COLUMNS);
      int image = 0;
      for (; image + 4 <= batch; image += 4) {
        addFour(gradient, first, rows, image, values, left, right, result);
      }
      for (; image < batch; image++) {
        for (int row = 0; row < rows; row++) {
          add(result[row], gradient[image][first + row], values[image], left, right);
        }
      }
    }
  }

  private static void addFour(
      float[][] gradient,
      int first,
      int rows,
      int image,
      float[][] values,
      int left,
      int right,
      float[][] result) {
    float[] a0 = gradient[image];
    float[] a1 = gradient[image + 1];
    float[] a2 = gradient[image + 2];
    float[] a3 = gradient[image + 3];
    float[] x0 = values[image];
    float[] x1 = values[image + 1];
    float[] x2 = values[image + 2];
    float[] x3 = values[image + 3];
    int row = 0;
    for (; row + 2 <= rows; row += 2) {
      int unit = first + row;
      float[] coefficients = {
        a0[unit],
        a1[unit],
        a2[unit],
        a3[unit],
        a0[unit + 1],
        a1[unit + 1],
        a2[unit + 1],
        a3[unit + 1]
      };
      addToTwo(result[row], result[row + 1], coefficients, x0, x1, x2, x3, left, right);
    }
    if (row < rows) {
      add(result[row], a0[first + row], x0, left, right);
      add(result[row], a1[first + row], x1, left, right);
      add(result[row], a2[first + row], x2, left, right);
      add(result[row], a3[first + row], x3, left, right);
    }
  }

  private static void add(float[] sum, float slope, float[] values, int left, int right) {
    for (int j = left; j < right; j++) {
      sum[j] = Math.fma(slope, values[j], sum[j]);
    }
  }

  private static void addToTwo(
      float[] c,
      float[] d,
      float[] coefficients,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      int left,
      int right) {
    float c0 = coefficients[0];
    float c1 = coefficients[1];
    float c2 = coefficients[2];
    float c3 = coefficients[3];
    float d0 = coefficients[4];
    float d1 = coefficients[5];
    float d2 = coefficients[6];
    float d3 = coefficients[7];
    for (int j = left; j < right; j++) {
      float y0 = x0[j];
      float y1 = x1[j];
      float y2 = x2[j];
      float y3 = x3[j];
      c[j] = Math.fma(c3, y3, Math.fma(c2, y2, Math.fma(c1, y1, Math.fma(c0, y0, c[j]))));
      d[j] = Math.fma(d3, y3, Math.fma(d2, y2, Math.fma(d1, y1, Math.fma(d0, y0, d[j]))));
    }
  }
}
