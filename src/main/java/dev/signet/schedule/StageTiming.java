package dev.signet.schedule;

/**
 * Words through a stage or two and an output register, each stage moving on where the next is free:
 * a {@link WordPipeline} of one stage, or the two of a {@link ScoreUnit}. Several words may make
 * one result, with the last of them.
 */
final class StageTiming extends UnitTiming {
  private final StreamTimes in;
  private final StreamTimes out;
  private final int taps;
  private final boolean reads;
  private int tap;

  /** Whether a word is in the first stage, of two, and in the last. */
  private boolean reading;

  private boolean working;
  private boolean completes;
  private long readFrom;
  private long readLeft;
  private long workedFrom;
  private long workedLeft;

  /**
   * @param taps words in for each word out
   * @param stages one or two before the output
   */
  StageTiming(StreamTimes in, StreamTimes out, int taps, int stages) {
    this.in = in;
    this.out = out;
    this.taps = taps;
    this.reads = stages == 2;
  }

  @Override
  void restart(long period) {
    tap = 0;
    reading = false;
    working = false;
    readLeft = StreamTimes.NEVER;
    workedLeft = StreamTimes.NEVER;
  }

  @Override
  void run() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = work();
      goesOn |= advance();
      goesOn |= take();
    }
  }

  @Override
  void offered() {
    take();
  }

  private boolean work() {
    if (!working || (completes && !out.isFree())) {
      return false;
    }
    workedLeft = completes ? Math.max(workedFrom + 1, out.takenAt()) : workedFrom + 1;
    working = false;
    if (completes) {
      out.offer(workedLeft + 1);
    }
    return true;
  }

  private boolean advance() {
    if (!reading || working) {
      return false;
    }
    readLeft = Math.max(readFrom + 1, workedLeft);
    reading = false;
    begin(readLeft);
    return true;
  }

  private boolean take() {
    if (!in.isOffered() || (reads ? reading : working)) {
      return false;
    }
    long time = Math.max(in.offeredAt(), reads ? readLeft : workedLeft);
    if (reads) {
      reading = true;
      readFrom = time;
    } else {
      begin(time);
    }
    in.take(time);
    return true;
  }

  private void begin(long time) {
    workedFrom = time;
    working = true;
    completes = ++tap == taps;
    tap = completes ? 0 : tap;
  }
}
