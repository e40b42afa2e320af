package dev.signet.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Products of floats with floats, 32 columns of eight rows at a time. */
final class VectorValueProduct {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final int LANES = 16;
  private static final int TILE = 8;

  /** Rows of a sum that share the weights loaded. */
  private static final int ROWS = 4;

  private VectorValueProduct() {}

  /** As {@link Kernels#multiplyValues}. */
  static void multiply(
      float[][] a,
      int first,
      int rows,
      int inner,
      float[][] values,
      int columns,
      boolean add,
      float[][] result) {
    float[] spare = new float[SignColumns.stride(columns)];
    float[][] tile = new float[TILE][];
    for (int row = 0; row < rows; row += TILE) {
      int count = Math.min(TILE, rows - row);
      for (int r = 0; r < TILE; r++) {
        // Where rows are missing the last column of a is done more than once.
        tile[r] = r < count ? result[row + r] : spare;
      }
      for (int column = 0; column < columns; column += 2 * LANES) {
        // What lies beyond the columns is multiplied too where it is there, and means nothing.
        if (column + 2 * LANES <= Math.max(columns, values[0].length)) {
          tile(a, first + row, count, inner, values, column, add, tile);
        } else {
          edge(a, first + row, count, inner, values, column, columns, add, tile);
        }
      }
    }
  }

  private static FloatVector start(boolean add, float[] result, int at) {
    return add ? FloatVector.fromArray(FLOATS, result, at) : FloatVector.zero(FLOATS);
  }

  /** Two vectors of columns. */
  private static void tile(
      float[][] a,
      int first,
      int count,
      int inner,
      float[][] values,
      int column,
      boolean add,
      float[][] result) {
    int last = first + count - 1;
    int a1 = Math.min(first + 1, last);
    int a2 = Math.min(first + 2, last);
    int a3 = Math.min(first + 3, last);
    int a4 = Math.min(first + 4, last);
    int a5 = Math.min(first + 5, last);
    int a6 = Math.min(first + 6, last);
    int a7 = Math.min(first + 7, last);
    int right = column + LANES;
    FloatVector left0 = start(add, result[0], column);
    FloatVector left1 = start(add, result[1], column);
    FloatVector left2 = start(add, result[2], column);
    FloatVector left3 = start(add, result[3], column);
    FloatVector left4 = start(add, result[4], column);
    FloatVector left5 = start(add, result[5], column);
    FloatVector left6 = start(add, result[6], column);
    FloatVector left7 = start(add, result[7], column);
    FloatVector right0 = start(add, result[0], right);
    FloatVector right1 = start(add, result[1], right);
    FloatVector right2 = start(add, result[2], right);
    FloatVector right3 = start(add, result[3], right);
    FloatVector right4 = start(add, result[4], right);
    FloatVector right5 = start(add, result[5], right);
    FloatVector right6 = start(add, result[6], right);
    FloatVector right7 = start(add, result[7], right);
    for (int k = 0; k < inner; k++) {
      float[] row = a[k];
      FloatVector x = FloatVector.fromArray(FLOATS, values[k], column);
      FloatVector y = FloatVector.fromArray(FLOATS, values[k], right);
      FloatVector factor = FloatVector.broadcast(FLOATS, row[first]);
      left0 = factor.fma(x, left0);
      right0 = factor.fma(y, right0);
      factor = FloatVector.broadcast(FLOATS, row[a1]);
      left1 = factor.fma(x, left1);
      right1 = factor.fma(y, right1);
      factor = FloatVector.broadcast(FLOATS, row[a2]);
      left2 = factor.fma(x, left2);
      right2 = factor.fma(y, right2);
      factor = FloatVector.broadcast(FLOATS, row[a3]);
      left3 = factor.fma(x, left3);
      right3 = factor.fma(y, right3);
      factor = FloatVector.broadcast(FLOATS, row[a4]);
      left4 = factor.fma(x, left4);
      right4 = factor.fma(y, right4);
      factor = FloatVector.broadcast(FLOATS, row[a5]);
      left5 = factor.fma(x, left5);
      right5 = factor.fma(y, right5);
      factor = FloatVector.broadcast(FLOATS, row[a6]);
      left6 = factor.fma(x, left6);
      right6 = factor.fma(y, right6);
      factor = FloatVector.broadcast(FLOATS, row[a7]);
      left7 = factor.fma(x, left7);
      right7 = factor.fma(y, right7);
    }
    left0.intoArray(result[0], column);
    left1.intoArray(result[1], column);
    left2.intoArray(result[2], column);
    left3.intoArray(result[3], column);
    left4.intoArray(result[4], column);
    left5.intoArray(result[5], column);
    left6.intoArray(result[6], column);
    left7.intoArray(result[7], column);
    right0.intoArray(result[0], right);
    right1.intoArray(result[1], right);
    right2.intoArray(result[2], right);
    right3.intoArray(result[3], right);
    right4.intoArray(result[4], right);
    right5.intoArray(result[5], right);
    right6.intoArray(result[6], right);
    right7.intoArray(result[7], right);
  }

  /** The columns that are left, a vector or a part of one at a time. */
  private static void edge(
      float[][] a,
      int first,
      int count,
      int inner,
      float[][] values,
      int column,
      int columns,
      boolean add,
      float[][] result) {
    for (int left = column; left < columns; left += LANES) {
      VectorMask<Float> here = FLOATS.indexInRange(left, columns);
      for (int row = 0; row < count; row += ROWS) {
        edge(a, first + row, count - row, inner, values, left, here, add, result, row);
      }
    }
  }

  private static void edge(
      float[][] a,
      int first,
      int count,
      int inner,
      float[][] values,
      int column,
      VectorMask<Float> here,
      boolean add,
      float[][] result,
      int at) {
    int last = first + count - 1;
    int a1 = Math.min(first + 1, last);
    int a2 = Math.min(first + 2, last);
    int a3 = Math.min(first + 3, last);
    FloatVector sum0 = start(add, result[at], column);
    FloatVector sum1 = start(add, result[at + 1], column);
    FloatVector sum2 = start(add, result[at + 2], column);
    FloatVector sum3 = start(add, result[at + 3], column);
    for (int k = 0; k < inner; k++) {
      float[] row = a[k];
      FloatVector x = FloatVector.fromArray(FLOATS, values[k], column, here);
      sum0 = x.fma(FloatVector.broadcast(FLOATS, row[first]), sum0);
      sum1 = x.fma(FloatVector.broadcast(FLOATS, row[a1]), sum1);
      sum2 = x.fma(FloatVector.broadcast(FLOATS, row[a2]), sum2);
      sum3 = x.fma(FloatVector.broadcast(FLOATS, row[a3]), sum3);
    }
    sum0.intoArray(result[at], column);
    sum1.intoArray(result[at + 1], column);
    sum2.intoArray(result[at + 2], column);
    sum3.intoArray(result[at + 3], column);
  }

  /** As {@link Kernels#valueSums}. */
  static void sums(float[][] values, int rows, int inputs, float[][] weights, int[][] sums) {
    int units = weights[0].length;
    for (int row = 0; row < rows; row += ROWS) {
      // Where there are no four rows the last is done more than once.
      int last = rows - 1;
      int row1 = Math.min(row + 1, last);
      int row2 = Math.min(row + 2, last);
      int row3 = Math.min(row + 3, last);
      for (int unit = 0; unit < units; unit += 2 * LANES) {
        sums(
            values[row],
            values[row1],
            values[row2],
            values[row3],
            inputs,
            weights,
            unit,
            sums[row],
            sums[row1],
            sums[row2],
            sums[row3]);
      }
    }
  }

  private static void sums(
      float[] values0,
      float[] values1,
      float[] values2,
      float[] values3,
      int inputs,
      float[][] weights,
      int unit,
      int[] sums0,
      int[] sums1,
      int[] sums2,
      int[] sums3) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector left0 = zero;
    FloatVector left1 = zero;
    FloatVector left2 = zero;
    FloatVector left3 = zero;
    FloatVector right0 = zero;
    FloatVector right1 = zero;
    FloatVector right2 = zero;
    FloatVector right3 = zero;
    for (int input = 0; input < inputs; input++) {
      FloatVector left = FloatVector.fromArray(FLOATS, weights[input], unit);
      FloatVector right = FloatVector.fromArray(FLOATS, weights[input], unit + LANES);
      FloatVector value = FloatVector.broadcast(FLOATS, values0[input]);
      left0 = value.fma(left, left0);
      right0 = value.fma(right, right0);
      value = FloatVector.broadcast(FLOATS, values1[input]);
      left1 = value.fma(left, left1);
      right1 = value.fma(right, right1);
      value = FloatVector.broadcast(FLOATS, values2[input]);
      left2 = value.fma(left, left2);
      right2 = value.fma(right, right2);
      value = FloatVector.broadcast(FLOATS, values3[input]);
      left3 = value.fma(left, left3);
      right3 = value.fma(right, right3);
    }
    store(left0, sums0, unit);
    store(right0, sums0, unit + LANES);
    store(left1, sums1, unit);
    store(right1, sums1, unit + LANES);
    store(left2, sums2, unit);
    store(right2, sums2, unit + LANES);
    store(left3, sums3, unit);
    store(right3, sums3, unit + LANES);
  }

  private static void store(FloatVector sum, int[] sums, int at) {
    ((IntVector) sum.convertShape(VectorOperators.F2I, IntVector.SPECIES_512, 0))
        .intoArray(sums, at);
  }
}
