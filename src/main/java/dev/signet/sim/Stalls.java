package dev.signet.sim;

/**
 * How often the two ends of a stream make the hardware wait.
 *
 * @param source the probability that in a cycle the source does not yet offer its next beat; a beat
 *     once offered stays until it is taken
 * @param sink the probability that in a cycle the sink is not ready
 * @param seed of the chances taken
 */
public record Stalls(double source, double sink, long seed) {
  /** A source that always has a beat and a sink that always takes one. */
  public static final Stalls NONE = new Stalls(0, 0, 0);

  public Stalls {
    if (!(source >= 0 && source < 1 && sink >= 0 && sink < 1)) {
      throw new IllegalArgumentException(
          "stall probabilities " + source + " and " + sink + " must be at least 0 and below 1");
    }
  }
}
