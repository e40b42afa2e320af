package dev.signet.sim;

/**
 * A reset in the middle of a run.
 *
 * @param cycle the first cycle in which {@code aresetn} is low
 * @param length for how many cycles
 */
public record ResetPulse(long cycle, int length) {
  public ResetPulse {
    if (cycle < 0 || length < 1) {
      throw new IllegalArgumentException("reset of " + length + " cycles in cycle " + cycle);
    }
  }
}
