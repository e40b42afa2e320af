package dev.signet.train;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Signs packed into words: bit i of word w stands for element 64·w + i, 1 for +1. */
final class SignBits {
  private static final VarHandle PIXELS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOWEST = 0x0101_0101_0101_0101L;
  private static final long HIGHEST = LOWEST << (Byte.SIZE - 1);

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
    Arrays.fill(bits, 0);
    int index = 0;
    for (; index <= size - Long.BYTES; index += Long.BYTES) {
      long group = atLeast((long) PIXELS.get(pixels, offset + index), threshold);
      bits[index / Long.SIZE] |= group << index;
    }
    for (; index < size; index++) {
      long bit = Byte.toUnsignedInt(pixels[offset + index]) >= threshold ? 1 : 0;
      bits[index / Long.SIZE] |= bit << index;
    }
  }

  /**
   * Compares eight bytes with a number.
   *
   * @param number 0 to 256
   * @return bit i is 1 where byte i is at least the number
   */
  private static long atLeast(long bytes, int number) {
    if (number > 0xff) {
      return 0;
    }
    // The lower seven bits: with the highest set nothing is borrowed from the next byte.
    long lower = (bytes | HIGHEST) - (number & 0x7f) * LOWEST;
    long both = number > 0x7f ? bytes & lower : bytes | lower;
    // Byte i's bit goes to bit 56 + i, and no two products meet.
    return (((both & HIGHEST) >>> (Byte.SIZE - 1)) * 0x0102_0408_1020_4080L) >>> (Long.SIZE - 8);
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
