package dev.signet.sim;

import dev.signet.network.PackedBytes;
import java.util.Arrays;

/** Turns elements of frames into packed bits in lanes. */
final class FramePacker {
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
    for (int lane = 0; lane < count; lane++) {
      int start = (first + lane) * elements;
      for (int done = 0; done < elements; done += 64) {
        int length = Math.min(64, elements - done);
        bits[(done >>> 6) * lanes + lane] =
            PackedBytes.atLeast(frames.elements(), start + done, length, level);
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
              PackedBytes.plane(frames.elements(), start + done, length, plane);
        }
      }
    }
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
}
