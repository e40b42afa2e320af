package dev.signet.sim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Turns elements of frames into packed bits in lanes, bytes eight at a time. */
final class FramePacker {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** Times a long of eight bytes 0 or 1, it has byte k in bit k of the highest byte. */
  private static final long GATHER = 0x0102040810204080L;

  private FramePacker() {}

  /**
   * Compares every element with one level; bytes that are 0 or 1 become bits at level 1.
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
    long subtract = LOW_BITS * (level & 0x7f);
    long either = level < 128 ? HIGH_BITS : 0;
    long enabled = level < 256 ? HIGH_BITS : 0;
    for (int lane = 0; lane < count; lane++) {
      int start = (first + lane) * elements;
      int done = 0;
      for (; done + 64 <= elements; done += 64) {
        bits[(done >>> 6) * lanes + lane] =
            packWord(frames.elements(), start + done, subtract, either, enabled);
      }
      if (done < elements) {
        bits[(done >>> 6) * lanes + lane] =
            packRest(frames.elements(), start + done, elements - done, level);
      }
    }
  }

  /**
   * The bit planes of every byte.
   *
   * @param first the first frame to take
   * @param count how many frames, at most the number of lanes
   * @param bits receives {@code [8, ⌈elementsPerFrame/64⌉, lanes]}, the lowest plane first
   */
  static void packPlanes(FrameBatch frames, int first, int count, int lanes, long[] bits) {
    int elements = frames.elementsPerFrame();
    int words = (elements + 63) >>> 6;
    for (int lane = 0; lane < count; lane++) {
      int start = (first + lane) * elements;
      for (int word = 0; word < words; word++) {
        int done = word << 6;
        int length = Math.min(64, elements - done);
        for (int plane = 0; plane < Byte.SIZE; plane++) {
          bits[(plane * words + word) * lanes + lane] =
              planeWord(frames.elements(), start + done, length, plane);
        }
      }
    }
  }

  /** One bit of each of up to 64 bytes. */
  private static long planeWord(byte[] elements, int start, int length, int plane) {
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

  /**
   * The bit planes of integers.
   *
   * @param integers {@code [size, lanes]}, each 0 to {@code 2^planes − 1}; what a lane beyond the
   *     last frame holds is cut to that
   * @param bits receives {@code [planes, ⌈size/64⌉, lanes]}, the lowest plane first
   */
  static void packPlanes(long[] integers, int size, int planes, int lanes, long[] bits) {
    int words = (size + 63) >>> 6;
    Arrays.fill(bits, 0, planes * words * lanes, 0);
    for (int k = 0; k < size; k++) {
      for (int plane = 0; plane < planes; plane++) {
        int target = (plane * words + (k >>> 6)) * lanes;
        for (int lane = 0; lane < lanes; lane++) {
          bits[target + lane] |= (integers[k * lanes + lane] >>> plane & 1) << (k & 63);
        }
      }
    }
  }

  /** Fewer than 64 elements. */
  private static long packRest(byte[] elements, int start, int length, int level) {
    long word = 0;
    for (int k = 0; k < length; k++) {
      long bit = Byte.toUnsignedInt(elements[start + k]) >= level ? 1 : 0;
      word |= bit << k;
    }
    return word;
  }

  /**
   * 64 elements.
   *
   * <p>With its high bit set no byte borrows from its neighbour when the low seven bits of the
   * level are subtracted; the high bit of the difference then tells whether the low seven bits are
   * enough. That and the byte's own high bit decide: either will do for a level below 128, above it
   * takes both.
   *
   * @param subtract the low seven bits of the level in each byte
   * @param either the high bits where the level is below 128, else 0
   * @param enabled the high bits where the level can be reached at all, else 0
   */
  private static long packWord(
      byte[] elements, int start, long subtract, long either, long enabled) {
    long word = 0;
    for (int done = 0; done < 64; done += 8) {
      long bytes = (long) EIGHT_BYTES.get(elements, start + done);
      long lowEnough = (bytes | HIGH_BITS) - subtract;
      long atLeast = ((bytes & lowEnough) | (either & (bytes | lowEnough))) & enabled;
      word |= (((atLeast >>> 7) * GATHER) >>> 56) << done;
    }
    return word;
  }
}
