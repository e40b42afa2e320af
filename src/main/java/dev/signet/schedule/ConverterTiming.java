package dev.signet.schedule;

/**
 * When a {@link WidthConverter} takes and gives words. The last word of a group is taken when the
 * last of the group before goes, or later; then the group is there to be given word by word.
 */
final class ConverterTiming extends UnitTiming {
  private final StreamTimes in;
  private final StreamTimes out;
  private final int groupIn;
  private final int groupOut;
  private int collected;
  private int left;
  private long loadedAt;

  ConverterTiming(StreamTimes in, StreamTimes out, int groupIn, int groupOut) {
    this.in = in;
    this.out = out;
    this.groupIn = groupIn;
    this.groupOut = groupOut;
  }

  @Override
  void restart(long period) {
    collected = 0;
    left = 0;
    loadedAt = StreamTimes.NEVER;
  }

  @Override
  void run() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = give();
      goesOn |= take();
    }
  }

  @Override
  void offered() {
    take();
  }

  private boolean give() {
    if (left == 0 || !out.isFree()) {
      return false;
    }
    left--;
    out.offer(Math.max(loadedAt, out.takenAt()) + 1);
    return true;
  }

  private boolean take() {
    boolean last = collected == groupIn - 1;
    if (!in.isOffered() || (last && (left > 0 || !out.isFree()))) {
      return false;
    }
    long time = in.offeredAt();
    if (last) {
      time = Math.max(time, out.takenAt());
      loadedAt = time;
      left = groupOut;
    }
    collected = last ? 0 : collected + 1;
    in.take(time);
    return true;
  }
}
