package dev.signet.train;

import dev.signet.network.TrainingRecipe.Optimizer;

/**
 * One step's worth of the binary optimizer (Helwegen et al., 2019, algorithm 1): {@code m = (1 −
 * γ)·m + γ·g}, and a weight w = ±1 flips where {@code |m| > τ} and m has its sign, which is {@code
 * m·w > τ}. The schedule scales γ, as the authors let it fall, and the learning rate of Adam.
 *
 * @param gamma γ of this step
 * @param threshold τ
 * @param others for parameters that are not binary
 */
record Bop(float gamma, float threshold, Adam others) implements UpdateRule {

  /** The decays and epsilon that Adam has by default. */
  private static final double BETA1 = 0.9;

  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /**
   * @param factor what the schedule makes of γ and of the learning rate
   * @param step number of this step, counted from 1
   */
  static Bop at(Optimizer.Bop settings, double factor, long step) {
    Optimizer.Adam others = new Optimizer.Adam(settings.rate(), BETA1, BETA2, EPSILON);
    return new Bop(
        (float) (settings.gamma() * factor),
        (float) settings.threshold(),
        Adam.at(others, settings.rate() * factor, step));
  }

  @Override
  public void update(float[] values, float[] gradient, float[][] moments) {
    others.update(values, gradient, moments);
  }

  @Override
  public void updateWeights(float[] weights, float[] gradient, float[][] moments) {
    float[] means = moments[0];
    float kept = 1 - gamma;
    for (int index = 0; index < weights.length; index++) {
      float mean = kept * means[index] + gamma * gradient[index] + TINY - TINY;
      means[index] = mean;
      float weight = weights[index];
      weights[index] = mean * weight > threshold ? -weight : weight;
    }
  }
}
