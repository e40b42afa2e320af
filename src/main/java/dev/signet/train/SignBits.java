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

  /**
   * Some bits of packed signs, as the lowest of a word.
   *
   * @param count 1 to 64
   */
  static long take(long[] words, int from, int count) {
    int word = from / Long.SIZE;
    int shift = from % Long.SIZE;
    long bits = words[word] >>> shift;
    if (shift + count > Long.SIZE) {
      bits |= words[word + 1] << (Long.SIZE - shift);
    }
    return bits & -1L >>> (Long.SIZE - count);
  }

  /**
   * Puts bits into packed signs that hold 0 there.
   *
   * @param bits of which the lowest {@code count}, 1 to 64, may be 1
   */
  static void put(long bits, int count, long[] words, int at) {
    int shift = at % Long.SIZE;
    words[at / Long.SIZE] |= bits << shift;
    if (shift + count > Long.SIZE) {
      words[at / Long.SIZE + 1] |= bits >>> (Long.SIZE - shift);
    }
  }

  /**
   * The same with whole rows.
   *
   * @param bits packed, 0 beyond {@code count}
   */
  static void put(long[] bits, int count, long[] words, int at) {
    for (int done = 0; done < count; done += Long.SIZE) {
      put(bits[done / Long.SIZE], Math.min(Long.SIZE, count - done), words, at + done);
    }
  }
}
