package dev.signet.train;

/**
 * The bias of a dense layer in training: one float32 for each neuron, added to its sum and not
 * binarized. At the start it is 0, so that a network starts the same with and without it.
 *
 * <p>Where batch norm follows, the mean it takes away has the bias in it: the exact gradient is 0,
 * and 0 it stays here, so that the bias keeps its value instead of following rounding errors.
 *
 * <p>Mutable; a range of units is worked on by one thread at a time.
 */
final class BiasState {
  /** {@code [units]}, in units of the sums. */
  final float[] values;

  /** What the optimizer remembers, {@code [moments, units]}. */
  final float[][] moments;

  /** Of the last batch, {@code [units]}. */
  final float[] gradient;

  /**
   * @param moments how many the optimizer has
   */
  BiasState(int units, int moments) {
    values = new float[units];
    this.moments = new float[moments][units];
    gradient = new float[units];
  }

  /**
   * Takes the gradient from that by the sums: from 0, in ascending order of rows.
   *
   * @param bySums {@code [batch, units]}
   */
  void backward(float[][] bySums, int batch, int from, int to) {
    for (int unit = from; unit < to; unit++) {
      gradient[unit] = 0;
    }
    for (int row = 0; row < batch; row++) {
      float[] slopes = bySums[row];
      for (int unit = from; unit < to; unit++) {
        gradient[unit] += slopes[unit];
      }
    }
  }

  void update(UpdateRule rule) {
    rule.update(values, gradient, moments);
  }
}
