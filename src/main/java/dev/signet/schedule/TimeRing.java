package dev.signet.schedule;

/** The times of the last of many events, by their numbers. */
final class TimeRing {
  private final long[] times;

  /**
   * @param kept how many of the last are kept at least
   */
  TimeRing(int kept) {
    times = new long[Integer.highestOneBit(Math.max(1, kept)) << 1];
  }

  /** The time of an event, one of the last. */
  long get(long event) {
    return times[(int) event & times.length - 1];
  }

  void set(long event, long time) {
    times[(int) event & times.length - 1] = time;
  }
}
