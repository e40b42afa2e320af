package dev.signet.sim;

import java.util.List;

/**
 * What a run is like apart from its frames.
 *
 * @param stalls of source and sink
 * @param resets beside the one that starts the run
 * @param watchdogCycles how long nothing may move before the run is given up
 */
public record StreamSettings(Stalls stalls, List<ResetPulse> resets, long watchdogCycles) {
  /** No stalls, no further reset, a million cycles' patience. */
  public static final StreamSettings DEFAULT =
      new StreamSettings(Stalls.NONE, List.of(), 1_000_000);

  /**
   * @throws IllegalArgumentException when the watchdog has not one cycle
   */
  public StreamSettings {
    resets = List.copyOf(resets);
    if (watchdogCycles < 1) {
      throw new IllegalArgumentException("a watchdog of " + watchdogCycles + " cycles");
    }
  }

  /** The same with other stalls. */
  public StreamSettings withStalls(Stalls newStalls) {
    return new StreamSettings(newStalls, resets, watchdogCycles);
  }

  /** The same with other resets. */
  public StreamSettings withResets(List<ResetPulse> newResets) {
    return new StreamSettings(stalls, newResets, watchdogCycles);
  }

  /**
   * The same with another patience.
   *
   * @param cycles at least 1
   */
  public StreamSettings withWatchdogCycles(long cycles) {
    return new StreamSettings(stalls, resets, cycles);
  }
}
