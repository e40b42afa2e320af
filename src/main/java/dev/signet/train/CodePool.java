package dev.signet.train;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The largest of some rows of codes, channel by channel, a word of channels at a time.
 *
 * @param planes {@code [bits, rows, words]}
 */
@SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
record CodePool(long[][][] planes, int channels) {

  /**
   * The largest codes of some rows.
   *
   * @param count how many
   * @param rows where they are
   * @param result planes of which a row is set
   */
  void largest(int count, IntUnaryOperator rows, long[][][] result, int row) {
    for (int word = 0; word < SignBits.words(channels); word++) {
      long[] largest = new long[planes.length];
      candidates(count, rows, word, largest, new long[count]);
      for (int plane = 0; plane < planes.length; plane++) {
        result[plane][row][word] = largest[plane];
      }
    }
  }

  /**
   * From the highest bit down: where some row that could still be the largest has it, those without
   * it drop out.
   *
   * @param largest set
   * @param are set to the channels in which each row is the largest
   */
  private void candidates(int count, IntUnaryOperator rows, int word, long[] largest, long[] are) {
    Arrays.fill(are, -1);
    for (int plane = planes.length - 1; plane >= 0; plane--) {
      long some = 0;
      for (int index = 0; index < count; index++) {
        some |= are[index] & planes[plane][rows.applyAsInt(index)][word];
      }
      largest[plane] = some;
      for (int index = 0; index < count; index++) {
        are[index] &= planes[plane][rows.applyAsInt(index)][word] | ~some;
      }
    }
  }

  /**
   * Adds the gradient by the largest codes to that by the first row that has them.
   *
   * @param byLargest {@code [stride of channels]}
   * @param byRows {@code [rows, stride of channels]}
   */
  void backward(
      int count, IntUnaryOperator rows, float[] byLargest, float[][] byRows, Kernels kernels) {
    int words = SignBits.words(channels);
    long[][] first = new long[count][words];
    long[] are = new long[count];
    for (int word = 0; word < words; word++) {
      candidates(count, rows, word, new long[planes.length], are);
      long open = word + 1 < words || channels % Long.SIZE == 0 ? -1 : (1L << channels) - 1;
      for (int index = 0; index < count; index++) {
        first[index][word] = are[index] & open;
        open &= ~are[index];
      }
    }
    for (int index = 0; index < count; index++) {
      kernels.addChosen(first[index], channels, byRows[rows.applyAsInt(index)], byLargest);
    }
  }
}
