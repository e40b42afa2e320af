package dev.signet.sim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Turns the bytes of frames into packed bits in lanes, eight elements at a time. */
final class FramePacker {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** Times a long of eight bytes 0 or 1, it has byte k in bit k of the highest byte. */
  private static final long GATHER = 0x0102040810204080L;

  private FramePacker() {}

  /**
   * Packs bytes that are 0 or 1.
   *
   * @param first the first frame to take
   * @param count how many frames, at most the number of lanes
   * @param bits receives {@code [⌈elementsPerFrame/64⌉, lanes]}
   */
  static void packBits(FrameBatch frames, int first, int count, int lanes, long[] bits) {
    packAtLeast(frames, first, count, 1, lanes, bits);
  }

  /**
   * Compares every element with one level.
   *
   * @param first the first frame to take
   * @param count how many frames, at most the number of lanes
   * @param level 0 (always 1) to 256 (never)
   * @param bits receives {@code [⌈elementsPerFrame/64⌉, lanes]}: 1 where the element is at least
   *     the level
   */
  static void packAtLeast(
      FrameBatch frames, int first, int count, int level, int lanes, long[] bits) {
    int elements = frames.elementsPerFrame();
    for (int lane = 0; lane < count; lane++) {
      int start = (first + lane) * elements;
      for (int done = 0; done < elements; done += 64) {
        bits[(done >>> 6) * lanes + lane] =
            packWord(frames.elements(), start + done, Math.min(64, elements - done), level);
      }
    }
  }

  private static long packWord(byte[] elements, int start, int length, int level) {
    long word = 0;
    int done = 0;
    for (; done + 8 <= length; done += 8) {
      word |= gatherAtLeast((long) EIGHT_BYTES.get(elements, start + done), level) << done;
    }
    for (; done < length; done++) {
      if (Byte.toUnsignedInt(elements[start + done]) >= level) {
        word |= 1L << done;
      }
    }
    return word;
  }

  /** Bit k is 1 where byte k, unsigned, is at least the level. */
  private static long gatherAtLeast(long bytes, int level) {
    if (level > 255) {
      return 0;
    }
    // With its high bit set no byte borrows from its neighbour; the high bit then tells whether the
    // low seven bits are at least the level's, and the bytes' own high bits decide the rest.
    long lowAtLeast = (bytes | HIGH_BITS) - LOW_BITS * (level & 0x7f);
    long atLeast = level < 128 ? bytes | lowAtLeast : bytes & lowAtLeast;
    return (((atLeast & HIGH_BITS) >>> 7) * GATHER) >>> 56;
  }
}
