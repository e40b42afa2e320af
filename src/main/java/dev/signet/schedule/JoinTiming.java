package dev.signet.schedule;

import java.util.List;

/**
 * When an {@link AddUnit} or a {@link ConcatUnit} takes and gives words. A step takes a word of all
 * streams, or of one; it needs the output register, which is free when the last word goes.
 */
final class JoinTiming extends UnitTiming {
  private final StreamTimes out;

  /** For each step, over and over, of which streams it takes a word. */
  private final StreamTimes[][] steps;

  private int step;

  /**
   * @param steps the streams of each step, over and over
   */
  JoinTiming(StreamTimes out, List<List<StreamTimes>> steps) {
    this.out = out;
    this.steps =
        steps.stream().map(each -> each.toArray(StreamTimes[]::new)).toArray(StreamTimes[][]::new);
  }

  @Override
  void restart(long period) {
    step = 0;
  }

  @Override
  void run() {
    while (out.isFree() && areOffered(steps[step])) {
      StreamTimes[] words = steps[step];
      long time = out.takenAt();
      for (StreamTimes each : words) {
        time = Math.max(time, each.offeredAt());
      }
      step = step == steps.length - 1 ? 0 : step + 1;
      for (StreamTimes each : words) {
        each.take(time);
      }
      out.offer(time + 1);
    }
  }

  private static boolean areOffered(StreamTimes[] words) {
    for (StreamTimes each : words) {
      if (!each.isOffered()) {
        return false;
      }
    }
    return true;
  }
}
