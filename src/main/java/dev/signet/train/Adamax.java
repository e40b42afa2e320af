package dev.signet.train;

import dev.signet.network.TrainingRecipe.Optimizer;

/**
 * One step's worth of Adamax (Kingma and Ba, 2015, algorithm 2): {@code x −= rate/(1 − β₁ᵗ)·m/u}
 * with {@code u = max(β₂·u, |g| + ε)}, as PyTorch has it.
 *
 * @param beta1 decay of the first moment m
 * @param beta2 decay of the largest gradient u
 * @param stepSize {@code rate / (1 − β₁ᵗ)}
 * @param epsilon keeps u above 0
 */
record Adamax(float beta1, float beta2, float stepSize, float epsilon) implements UpdateRule {

  /**
   * @param rate learning rate of this step
   * @param step number of this step, counted from 1
   */
  static Adamax at(Optimizer.Adamax settings, double rate, long step) {
    return new Adamax(
        (float) settings.beta1(),
        (float) settings.beta2(),
        (float) (rate / (1 - StrictMath.pow(settings.beta1(), (double) step))),
        (float) settings.epsilon());
  }

  @Override
  public void update(float[] values, float[] gradient, float[][] moments) {
    move(values, gradient, moments[0], moments[1], Float.POSITIVE_INFINITY);
  }

  @Override
  public void updateWeights(float[] weights, float[] gradient, float[][] moments) {
    move(weights, gradient, moments[0], moments[1], 1);
  }

  private void move(float[] values, float[] gradient, float[] first, float[] largest, float limit) {
    float decay1 = beta1;
    float decay2 = beta2;
    float fresh1 = 1 - beta1;
    float size = stepSize;
    float small = epsilon;
    for (int index = 0; index < values.length; index++) {
      float slope = gradient[index];
      float moment = decay1 * first[index] + fresh1 * slope + TINY - TINY;
      float most = Math.max(decay2 * largest[index], Math.abs(slope) + small);
      first[index] = moment;
      largest[index] = most;
      float moved = values[index] - size * moment / most;
      values[index] = Math.min(limit, Math.max(-limit, moved)) + 0.0f;
    }
  }
}
