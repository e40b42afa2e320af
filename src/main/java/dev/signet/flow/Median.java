package dev.signet.flow;

import java.util.List;

/** The middle of measured values, which a few that were disturbed do not move. */
final class Median {
  private Median() {}

  /**
   * The middle value; of an even number the mean of the two in the middle.
   *
   * @param values at least one
   */
  static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
