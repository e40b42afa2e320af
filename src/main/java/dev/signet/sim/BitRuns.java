package dev.signet.sim;

/**
 * Runs of bits in lanes, {@code [⌈n/64⌉, lanes]}, that move to another place: bit k of a frame is
 * bit {@code k mod 64} of word {@code ⌊k/64⌋}.
 */
final class BitRuns {
  private BitRuns() {}

  /**
   * ORs a run into a target.
   *
   * @param sourceStart where the source's word 0 begins in its array
   * @param from its first bit
   * @param targetStart where the target's word 0 begins in its array
   * @param to the first bit there
   * @param length how many bits
   */
  static void or(
      long[] source,
      int sourceStart,
      int from,
      long[] target,
      int targetStart,
      int to,
      int length,
      int lanes) {
    int done = 0;
    while (done < length) {
      int shift = (to + done) & 63;
      int low = (from + done) & 63;
      int room = Math.min(64 - shift, length - done);
      int s = sourceStart + ((from + done) >>> 6) * lanes;
      int t = targetStart + ((to + done) >>> 6) * lanes;
      long mask = -1L >>> (64 - room);
      if (low + room <= 64) {
        orWord(source, s, low, mask, target, t, shift, lanes);
      } else {
        orSeam(source, s, low, mask, target, t, shift, lanes);
      }
      done += room;
    }
  }

  /** Sets a run of bits. */
  static void set(long[] target, int targetStart, int to, int length, int lanes) {
    int done = 0;
    while (done < length) {
      int shift = (to + done) & 63;
      int room = Math.min(64 - shift, length - done);
      int t = targetStart + ((to + done) >>> 6) * lanes;
      long mask = -1L >>> (64 - room) << shift;
      for (int lane = 0; lane < lanes; lane++) {
        target[t + lane] |= mask;
      }
      done += room;
    }
  }

  private static void orWord(
      long[] source, int s, int low, long mask, long[] target, int t, int shift, int lanes) {
    for (int lane = 0; lane < lanes; lane++) {
      target[t + lane] |= (source[s + lane] >>> low & mask) << shift;
    }
  }

  /** Bits that lie in two neighbouring words of the source. */
  private static void orSeam(
      long[] source, int s, int low, long mask, long[] target, int t, int shift, int lanes) {
    int high = 64 - low;
    for (int lane = 0; lane < lanes; lane++) {
      long bits = source[s + lane] >>> low | source[s + lanes + lane] << high;
      target[t + lane] |= (bits & mask) << shift;
    }
  }
}
