package dev.signet.schedule;

import java.util.List;

/** Which units may go on, in the order in which that came about. */
final class Agenda {
  private final UnitTiming[] units;
  private final int[] queue;
  private final boolean[] queued;
  private int first;
  private int waiting;

  Agenda(List<UnitTiming> units) {
    this.units = units.toArray(UnitTiming[]::new);
    queue = new int[this.units.length];
    queued = new boolean[this.units.length];
  }

  /** Something has happened that a unit may have waited for. */
  void wake(int unit) {
    if (!queued[unit]) {
      queued[unit] = true;
      int last = first + waiting++;
      queue[last >= queue.length ? last - queue.length : last] = unit;
    }
  }

  /** A word is offered to a unit, which takes it at once where it can. */
  void offered(int unit) {
    units[unit].offered();
    wake(unit);
  }

  /** Lets units go on until none can. */
  void run() {
    while (waiting > 0) {
      int unit = queue[first];
      first = first + 1 == queue.length ? 0 : first + 1;
      waiting--;
      queued[unit] = false;
      units[unit].run();
    }
  }
}
