package dev.signet.train;

import dev.signet.network.PackedBytes;

/** Signs packed into words: bit i of word w stands for element 64·w + i, 1 for +1. */
final class SignBits {
  private SignBits() {}

  static int words(int bits) {
    return (bits + Long.SIZE - 1) / Long.SIZE;
  }

  /**
   * One image binarized.
   *
   * @param pixels holds it from {@code offset} on
   * @param bits {@code [words]}, set
   */
  static void pack(byte[] pixels, int offset, int size, int threshold, long[] bits) {
    for (int first = 0; first < size; first += Long.SIZE) {
      int length = Math.min(Long.SIZE, size - first);
      bits[first / Long.SIZE] = PackedBytes.atLeast(pixels, offset + first, length, threshold);
    }
  }

  /** One word of the signs of 64 values, or fewer at the end; the values hold no −0.0 or NaN. */
  static long packWord(float[] values, int from, int to) {
    long word = 0;
    for (int index = from; index < to; index++) {
      int positive = ~Float.floatToRawIntBits(values[index]) >>> 31;
      word |= (long) positive << (index - from);
    }
    return word;
  }

  /** The signs as ±1. */
  static void unpack(long[] bits, float[] values, int count) {
    for (int index = 0; index < count; index++) {
      values[index] = ((bits[index / Long.SIZE] >>> index) & 1) * 2 - 1;
    }
  }
}
