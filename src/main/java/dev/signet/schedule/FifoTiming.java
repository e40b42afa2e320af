package dev.signet.schedule;

/**
 * A FIFO of any depth. One of depth 0 is none. Word n is taken in when word n − depth has gone: in
 * the clock in which it goes where there is a single register, else in the next.
 */
final class FifoTiming extends UnitTiming {
  private final StreamTimes in;
  private final StreamTimes out;

  /** When words were taken in, and when they went. */
  private final TimeRing arrived;

  private final TimeRing gone;
  private int depth;
  private long taken;
  private long given;
  private long left;

  /**
   * @param most the deepest it will be
   */
  FifoTiming(StreamTimes in, StreamTimes out, int depth, int most) {
    this.in = in;
    this.out = out;
    this.depth = depth;
    arrived = new TimeRing(most);
    gone = new TimeRing(most);
  }

  /** Changes the depth; to be restarted then. */
  void resize(int newDepth) {
    depth = newDepth;
  }

  int depth() {
    return depth;
  }

  @Override
  void restart(long period) {
    taken = 0;
    given = 0;
    left = 0;
  }

  @Override
  int lookback() {
    return Math.max(1, Math.ceilDiv(depth, in.words()));
  }

  @Override
  void run() {
    if (depth == 0) {
      passThrough();
      return;
    }
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      if (given > left && out.isFree()) {
        gone.set(left++, out.takenAt());
      }
      goesOn |= take();
      if (given < taken && given == left) {
        long moved = arrived.get(given) + (depth <= 2 ? 0 : 1);
        if (given > 0) {
          moved = Math.max(moved, out.takenAt());
        }
        given++;
        out.offer(moved + 1);
        goesOn = true;
      }
    }
  }

  @Override
  void offered() {
    if (depth > 0) {
      take();
    }
  }

  private boolean take() {
    if (!in.isOffered() || taken - left >= depth) {
      return false;
    }
    long time = in.offeredAt();
    if (taken >= depth) {
      time = Math.max(time, gone.get(taken - depth) + (depth == 1 ? 0 : 1));
    }
    arrived.set(taken++, time);
    in.take(time);
    return true;
  }

  private void passThrough() {
    if (given > taken && out.isFree()) {
      taken++;
      in.take(out.takenAt());
    }
    if (given == taken && in.isOffered()) {
      given++;
      out.offer(in.offeredAt());
    }
  }

  /**
   * The most words it held in a frame, once all frames are alike.
   *
   * @param period of the frames
   */
  int highWater(long period) {
    int words = in.words();
    int most = 0;
    // Word k is there from the clock behind its taking up to the one in which it goes.
    for (int word = 0; word < words; word++) {
      long time = in.takenAt(word) + 1;
      int low = word + 1;
      int gap = 0;
      while (time <= gone(low - 1 - gap, words, period)) {
        gap++;
      }
      most = Math.max(most, gap);
    }
    return most;
  }

  private long gone(int word, int words, long period) {
    int frame = Math.floorDiv(word, words);
    return out.takenAt(Math.floorMod(word, words)) + frame * period;
  }
}
