package dev.signet.train;

import dev.signet.network.TrainingRecipe.Optimizer;

/**
 * One step's worth of Adam (Kingma and Ba, 2015), bias-corrected, in PyTorch's order of operations.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param stepSize {@code rate / (1 − β₁ᵗ)}
 * @param secondCorrection {@code 1 / √(1 − β₂ᵗ)}
 * @param epsilon added to the root of the second moment
 */
record Adam(float beta1, float beta2, float stepSize, float secondCorrection, float epsilon)
    implements UpdateRule {

  /**
   * @param rate learning rate of this step
   * @param step number of this step, counted from 1
   */
  static Adam at(Optimizer.Adam settings, double rate, long step) {
    return new Adam(
        (float) settings.beta1(),
        (float) settings.beta2(),
        (float) (rate / (1 - StrictMath.pow(settings.beta1(), (double) step))),
        (float) (1 / Math.sqrt(1 - StrictMath.pow(settings.beta2(), (double) step))),
        (float) settings.epsilon());
  }

  @Override
  public void update(float[] values, float[] gradient, float[][] moments) {
    move(values, gradient, moments[0], moments[1], 0, values.length, Float.POSITIVE_INFINITY);
  }

  @Override
  public void updateWeights(float[] weights, float[] gradient, float[][] moments) {
    updateWeights(weights, gradient, moments, 0, weights.length);
  }

  /** As {@link #updateWeights(float[], float[], float[][])}, of a range of inputs. */
  void updateWeights(float[] weights, float[] gradient, float[][] moments, int from, int to) {
    move(weights, gradient, moments[0], moments[1], from, to, 1);
  }

  private void move(
      float[] values,
      float[] gradient,
      float[] first,
      float[] second,
      int from,
      int to,
      float limit) {
    float decay1 = beta1;
    float decay2 = beta2;
    float fresh1 = 1 - beta1;
    float fresh2 = 1 - beta2;
    float size = stepSize;
    float correction = secondCorrection;
    float small = epsilon;
    for (int index = from; index < to; index++) {
      float slope = gradient[index];
      float moment1 = decay1 * first[index] + fresh1 * slope + TINY - TINY;
      float moment2 = decay2 * second[index] + fresh2 * slope * slope + TINY - TINY;
      first[index] = moment1;
      second[index] = moment2;
      float moved =
          values[index] - size * moment1 / ((float) Math.sqrt(moment2) * correction + small);
      values[index] = Math.min(limit, Math.max(-limit, moved)) + 0.0f;
    }
  }
}
