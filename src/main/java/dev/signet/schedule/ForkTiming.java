package dev.signet.schedule;

import java.util.List;

/** When a {@link ForkUnit} gives words: at once, and it takes them when all have taken them. */
final class ForkTiming extends UnitTiming {
  private final StreamTimes in;
  private final StreamTimes[] out;
  private boolean given;

  ForkTiming(StreamTimes in, List<StreamTimes> out) {
    this.in = in;
    this.out = out.toArray(StreamTimes[]::new);
  }

  @Override
  void restart(long period) {
    given = false;
  }

  @Override
  void run() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = give();
      goesOn |= take();
    }
  }

  private boolean give() {
    if (given || !in.isOffered()) {
      return false;
    }
    given = true;
    long time = in.offeredAt();
    for (StreamTimes branch : out) {
      branch.offer(time);
    }
    return true;
  }

  private boolean take() {
    if (!given) {
      return false;
    }
    long last = StreamTimes.NEVER;
    for (StreamTimes branch : out) {
      if (!branch.isFree()) {
        return false;
      }
      last = Math.max(last, branch.takenAt());
    }
    given = false;
    in.take(last);
    return true;
  }
}
