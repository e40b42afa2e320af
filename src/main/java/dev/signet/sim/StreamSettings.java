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

  public StreamSettings {
    resets = List.copyOf(resets);
    if (watchdogCycles < 1) {
      throw new IllegalArgumentException("a watchdog of " + watchdogCycles + " cycles");
    }
  }

  public StreamSettings withStalls(Stalls newStalls) {
    return new StreamSettings(newStalls, resets, watchdogCycles);
  }

  public StreamSettings withResets(List<ResetPulse> newResets) {
    return new StreamSettings(stalls, newResets, watchdogCycles);
  }

  public StreamSettings withWatchdogCycles(long cycles) {
    return new StreamSettings(stalls, resets, cycles);
  }
}
