package dev.signet.schedule;

/**
 * When a unit takes and gives words: the clock in which each thing happens, as the largest of those
 * in which something else did, plus constants. What a word holds is of no matter, and nothing is
 * ever left out, put in another order or done in another way because of when it happens.
 *
 * <p>This says of a unit's module what its registers say clock by clock, and no more; a test holds
 * the one against the other. It belongs beside the module and changes with it.
 */
abstract class UnitTiming {

  /** Does all that is known when to happen; gives up where a neighbour has to go on first. */
  abstract void run();

  /** A word is offered; takes it where that needs nothing else to happen. */
  void offered() {}

  /** Begins anew, with frames that are expected a period apart. */
  abstract void restart(long period);

  /** The most frames back that it looks for when something happened. */
  int lookback() {
    return 1;
  }

  /** The first frame that all later ones are like, of what happens inside. */
  long since() {
    return 0;
  }
}
