package dev.signet.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of floats and signs by table: the 16 sums that four coefficients can give fill a vector,
 * and four signs of a column choose one. One permutation and one addition do what four fused
 * multiply-adds would, and the signs take a thirty-second of the memory.
 */
final class VectorSignProduct {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int LANES = 16;
  private static final int SUMS = Scratch.SUMS;
  private static final int TILE = Scratch.TILE;

  /** Groups of a word of {@link SignColumns}. */
  private static final int GROUPS = SignColumns.ROWS / Scratch.GROUP;

  /** Lane i of sign k is +1 where bit k of i is 1, else −1. */
  private static final float[][] SIGNS = signs();

  private VectorSignProduct() {}

  private static float[][] signs() {
    float[][] signs = new float[Scratch.GROUP][SUMS];
    for (int bit = 0; bit < signs.length; bit++) {
      for (int index = 0; index < SUMS; index++) {
        signs[bit][index] = (index >> bit & 1) * 2 - 1;
      }
    }
    return signs;
  }

  /** As {@link Kernels#multiply}. */
  static void multiply(
      float[][] a, int from, int to, int inner, SignColumns b, float[][] result, Scratch scratch) {
    for (int row = from; row < to; row += TILE) {
      int count = Math.min(TILE, to - row);
      for (int r = 0; r < count; r++) {
        tablesOfRow(a[row + r], inner, scratch.tables, r * SUMS);
      }
      tiles(b, Scratch.groups(inner), scratch, false, result, row, count);
    }
  }

  /** As {@link Kernels#multiplyTransposed}. */
  static void multiplyTransposed(
      float[][] a,
      int first,
      int rows,
      int inner,
      SignColumns b,
      boolean add,
      float[][] result,
      Scratch scratch) {
    for (int row = 0; row < rows; row += TILE) {
      int count = Math.min(TILE, rows - row);
      tablesOfColumns(a, first + row, count, inner, scratch.tables);
      tiles(b, Scratch.groups(inner), scratch, add, result, row, count);
    }
  }

  /** Where rows are missing, stale tables are looked up in and the sums go to the spare row. */
  private static void tiles(
      SignColumns b,
      int groups,
      Scratch scratch,
      boolean add,
      float[][] result,
      int row,
      int count) {
    float[] spare = scratch.spare;
    float[] result1 = count > 1 ? result[row + 1] : spare;
    float[] result2 = count > 2 ? result[row + 2] : spare;
    float[] result3 = count > 3 ? result[row + 3] : spare;
    for (int column = 0; column < b.columns; column += 2 * LANES) {
      tile(
          b.words,
          b.stride,
          column,
          groups,
          scratch.tables,
          add,
          result[row],
          result1,
          result2,
          result3);
    }
  }

  private static void tablesOfRow(float[] a, int inner, float[] tables, int at) {
    FloatVector sign0 = FloatVector.fromArray(FLOATS, SIGNS[0], 0);
    FloatVector sign1 = FloatVector.fromArray(FLOATS, SIGNS[1], 0);
    FloatVector sign2 = FloatVector.fromArray(FLOATS, SIGNS[2], 0);
    FloatVector sign3 = FloatVector.fromArray(FLOATS, SIGNS[3], 0);
    int k = 0;
    int table = at;
    for (; k + 4 <= inner; k += 4, table += TILE * SUMS) {
      FloatVector sums = sign0.mul(a[k]);
      sums = sign1.fma(FloatVector.broadcast(FLOATS, a[k + 1]), sums);
      sums = sign2.fma(FloatVector.broadcast(FLOATS, a[k + 2]), sums);
      sums = sign3.fma(FloatVector.broadcast(FLOATS, a[k + 3]), sums);
      sums.intoArray(tables, table);
    }
    if (k < inner) {
      FloatVector sums = sign0.mul(a[k]);
      sums = sign1.fma(FloatVector.broadcast(FLOATS, k + 1 < inner ? a[k + 1] : 0), sums);
      sums = sign2.fma(FloatVector.broadcast(FLOATS, k + 2 < inner ? a[k + 2] : 0), sums);
      sums = sign3.fma(FloatVector.broadcast(FLOATS, 0), sums);
      sums.intoArray(tables, table);
    }
  }

  private static void tablesOfColumns(
      float[][] a, int first, int count, int inner, float[] tables) {
    FloatVector sign0 = FloatVector.fromArray(FLOATS, SIGNS[0], 0);
    FloatVector sign1 = FloatVector.fromArray(FLOATS, SIGNS[1], 0);
    FloatVector sign2 = FloatVector.fromArray(FLOATS, SIGNS[2], 0);
    FloatVector sign3 = FloatVector.fromArray(FLOATS, SIGNS[3], 0);
    int table = 0;
    for (int k = 0; k < inner; k += 4, table += TILE * SUMS) {
      float[] a0 = a[k];
      float[] a1 = a[Math.min(k + 1, inner - 1)];
      float[] a2 = a[Math.min(k + 2, inner - 1)];
      float[] a3 = a[Math.min(k + 3, inner - 1)];
      float weight1 = k + 1 < inner ? 1 : 0;
      float weight2 = k + 2 < inner ? 1 : 0;
      float weight3 = k + 3 < inner ? 1 : 0;
      for (int row = 0; row < count; row++) {
        int column = first + row;
        FloatVector sums = sign0.mul(a0[column]);
        sums = sign1.fma(FloatVector.broadcast(FLOATS, a1[column] * weight1), sums);
        sums = sign2.fma(FloatVector.broadcast(FLOATS, a2[column] * weight2), sums);
        sums = sign3.fma(FloatVector.broadcast(FLOATS, a3[column] * weight3), sums);
        sums.intoArray(tables, table + row * SUMS);
      }
    }
  }

  /** Four rows times 32 columns. */
  private static void tile(
      int[] words,
      int stride,
      int column,
      int groups,
      float[] tables,
      boolean add,
      float[] result0,
      float[] result1,
      float[] result2,
      float[] result3) {
    FloatVector left0 = start(add, result0, column);
    FloatVector left1 = start(add, result1, column);
    FloatVector left2 = start(add, result2, column);
    FloatVector left3 = start(add, result3, column);
    FloatVector right0 = start(add, result0, column + LANES);
    FloatVector right1 = start(add, result1, column + LANES);
    FloatVector right2 = start(add, result2, column + LANES);
    FloatVector right3 = start(add, result3, column + LANES);
    int table = 0;
    int at = column;
    for (int group = 0; group < groups; group += GROUPS, at += stride) {
      IntVector left = IntVector.fromArray(INTS, words, at);
      IntVector right = IntVector.fromArray(INTS, words, at + LANES);
      int end = Math.min(GROUPS, groups - group);
      for (int g = 0; g < end; g++, table += TILE * SUMS) {
        IntVector sums0 = sums(tables, table);
        left0 = left0.add(chosen(sums0, left));
        right0 = right0.add(chosen(sums0, right));
        IntVector sums1 = sums(tables, table + SUMS);
        left1 = left1.add(chosen(sums1, left));
        right1 = right1.add(chosen(sums1, right));
        IntVector sums2 = sums(tables, table + 2 * SUMS);
        left2 = left2.add(chosen(sums2, left));
        right2 = right2.add(chosen(sums2, right));
        IntVector sums3 = sums(tables, table + 3 * SUMS);
        left3 = left3.add(chosen(sums3, left));
        right3 = right3.add(chosen(sums3, right));
        left = left.lanewise(VectorOperators.LSHR, Scratch.GROUP);
        right = right.lanewise(VectorOperators.LSHR, Scratch.GROUP);
      }
    }
    left0.intoArray(result0, column);
    right0.intoArray(result0, column + LANES);
    left1.intoArray(result1, column);
    right1.intoArray(result1, column + LANES);
    left2.intoArray(result2, column);
    right2.intoArray(result2, column + LANES);
    left3.intoArray(result3, column);
    right3.intoArray(result3, column + LANES);
  }

  private static FloatVector start(boolean add, float[] result, int at) {
    return add ? FloatVector.fromArray(FLOATS, result, at) : FloatVector.zero(FLOATS);
  }

  private static IntVector sums(float[] tables, int at) {
    return FloatVector.fromArray(FLOATS, tables, at).reinterpretAsInts();
  }

  /** The sum that the lowest four bits of each lane tell. */
  private static FloatVector chosen(IntVector sums, IntVector signs) {
    return signs.selectFrom(sums).reinterpretAsFloats();
  }
}
