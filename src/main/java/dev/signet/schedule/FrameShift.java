package dev.signet.schedule;

/**
 * Tells whether events happen in each frame as in the one before, a period later: the times of a
 * frame are kept, and those of the next compared with them, one by one.
 */
final class FrameShift {
  private final long[] times;
  private int count;
  private long frame;
  private boolean same = true;
  private long since;
  private long period;

  /**
   * @param events of a frame
   */
  FrameShift(int events) {
    times = new long[events];
  }

  /** Begins anew. */
  void restart(long newPeriod) {
    period = newPeriod;
    count = 0;
    frame = 0;
    same = true;
    since = 0;
  }

  /** The next event. */
  void add(long time) {
    long shifted = time - frame * period;
    same &= times[count] == shifted;
    times[count] = shifted;
    if (++count == times.length) {
      if (!same) {
        since = frame;
      }
      same = true;
      count = 0;
      frame++;
    }
  }

  /** Frames that are over. */
  long frames() {
    return frame;
  }

  /** The first frame that all later ones are like, as far as they are over. */
  long since() {
    return since;
  }

  /** When an event happened for the last time, as a time of frame 0. */
  long time(int event) {
    return times[event];
  }
}
