package dev.signet.network;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Up to 64 bytes as a word of bits, a bit of each, eight bytes at a time. */
public final class PackedBytes {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** Times a long of eight bytes 0 or 1, it has byte k in bit k of the highest byte. */
  private static final long GATHER = 0x0102040810204080L;

  private PackedBytes() {}

  /**
   * Compares each with one level, as {@link Layer.Binarize} does.
   *
   * <p>With its high bit set no byte borrows from its neighbour when the low seven bits of the
   * level are subtracted; the high bit of the difference then tells whether the low seven bits are
   * enough. That and the byte's own high bit decide: either will do for a level below 128, above it
   * takes both.
   *
   * @param start of the first byte in {@code elements}
   * @param length how many, 0 to 64
   * @param level 0 (always 1) to 256 (never)
   * @return bit k is 1 where byte k, unsigned, is at least the level; bits from {@code length} on
   *     are 0
   */
  public static long atLeast(byte[] elements, int start, int length, int level) {
    long subtract = LOW_BITS * (level & 0x7f);
    long either = level < 128 ? HIGH_BITS : 0;
    long enabled = level < 256 ? HIGH_BITS : 0;
    long word = 0;
    int done = 0;
    if (length == Long.SIZE) {
      // So many times that the compiler knows it: that saves a quarter of the time.
      for (; done < Long.SIZE; done += 8) {
        word |= atLeast(elements, start + done, subtract, either, enabled) << done;
      }
    }
    for (; done + 8 <= length; done += 8) {
      word |= atLeast(elements, start + done, subtract, either, enabled) << done;
    }
    for (; done < length; done++) {
      long bit = Byte.toUnsignedInt(elements[start + done]) >= level ? 1 : 0;
      word |= bit << done;
    }
    return word;
  }

  /**
   * Eight of them.
   *
   * @param subtract the low seven bits of the level in each byte
   * @param either the high bits where the level is below 128, else 0
   * @param enabled the high bits where the level can be reached at all, else 0
   */
  private static long atLeast(
      byte[] elements, int start, long subtract, long either, long enabled) {
    return atLeast(eight(elements, start), subtract, either, enabled);
  }

  /** Eight bytes as a word, the first lowest. */
  public static long eight(byte[] elements, int start) {
    return (long) EIGHT_BYTES.get(elements, start);
  }

  /**
   * Compares the eight bytes of a word with one level.
   *
   * @param level 0 (always 1) to 256 (never)
   * @return bit k is 1 where byte k, unsigned, is at least the level
   */
  public static long atLeast(long bytes, int level) {
    return atLeast(
        bytes, LOW_BITS * (level & 0x7f), level < 128 ? HIGH_BITS : 0, level < 256 ? HIGH_BITS : 0);
  }

  private static long atLeast(long bytes, long subtract, long either, long enabled) {
    long lowEnough = (bytes | HIGH_BITS) - subtract;
    long atLeast = ((bytes & lowEnough) | (either & (bytes | lowEnough))) & enabled;
    return ((atLeast >>> 7) * GATHER) >>> 56;
  }

  /**
   * Adds to each word of {@code to} the comparisons of the eight bytes of one of {@code words}. The
   * loop has no branch in it, so that it becomes vector code.
   *
   * @param level 0 (always 1) to 256 (never)
   * @param left where in a word the eight bits go
   */
  public static void addAtLeast(long[] words, int level, int left, long[] to) {
    long subtract = LOW_BITS * (level & 0x7f);
    long either = level < 128 ? HIGH_BITS : 0;
    long enabled = level < 256 ? HIGH_BITS : 0;
    for (int i = 0; i < to.length; i++) {
      to[i] |= atLeast(words[i], subtract, either, enabled) << left;
    }
  }

  /**
   * One bit of each.
   *
   * @param start of the first byte in {@code elements}
   * @param length how many, 0 to 64
   * @param plane which bit, 0 to 7
   * @return bit k is that of byte k; bits from {@code length} on are 0
   */
  public static long plane(byte[] elements, int start, int length, int plane) {
    long word = 0;
    int done = 0;
    for (; done + 8 <= length; done += 8) {
      long bytes = (long) EIGHT_BYTES.get(elements, start + done);
      word |= (((bytes >>> plane & LOW_BITS) * GATHER) >>> 56) << done;
    }
    for (; done < length; done++) {
      word |= (elements[start + done] >>> plane & 1L) << done;
    }
    return word;
  }
}
