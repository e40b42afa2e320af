package dev.signet.flow;

/**
 * A rate beside that of a reference, measured in turns with it.
 *
 * @param framesPerSecond the reference's: the median of its turns
 * @param ratio ours as a multiple of the reference's: the median of the pairs
 * @param goal what the ratio is meant to be
 */
public record RateComparison(double framesPerSecond, double ratio, double goal) {
  /** Whether it is as fast as it is meant to be. */
  public boolean met() {
    return ratio >= goal;
  }
}
