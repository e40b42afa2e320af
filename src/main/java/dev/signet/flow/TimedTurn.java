package dev.signet.flow;

import java.util.function.LongSupplier;

/** Repeats something for a while and says how much of it was done in a second. */
final class TimedTurn {
  private TimedTurn() {}

  /**
   * Repeats some work, at least once, until a time has passed.
   *
   * @param work does some and returns how much
   * @return how much a second
   */
  static double rate(double seconds, LongSupplier work) {
    Stopwatch watch = new Stopwatch();
    long done = 0;
    double passed;
    do {
      done += work.getAsLong();
      passed = watch.seconds();
    } while (passed < seconds);
    return done / passed;
  }
}
