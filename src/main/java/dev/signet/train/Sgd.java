package dev.signet.train;

import dev.signet.network.TrainingRecipe.Optimizer;

/**
 * One step's worth of stochastic gradient descent, as PyTorch has it: the velocity is {@code v =
 * momentum·v + g}, and {@code x −= rate·v}, with Nesterov's way {@code x −= rate·(g + momentum·v)}.
 * Without momentum there is no velocity to remember.
 *
 * @param rate learning rate of this step
 * @param momentum share of the velocity that is kept
 * @param nesterov whether to look ahead
 */
record Sgd(float rate, float momentum, boolean nesterov) implements UpdateRule {

  /**
   * @param rate learning rate of this step
   */
  static Sgd at(Optimizer.Sgd settings, double rate) {
    return new Sgd((float) rate, (float) settings.momentum(), settings.nesterov());
  }

  @Override
  public void update(float[] values, float[] gradient, float[][] moments) {
    move(values, gradient, moments, Float.POSITIVE_INFINITY);
  }

  @Override
  public void updateWeights(float[] weights, float[] gradient, float[][] moments) {
    move(weights, gradient, moments, 1);
  }

  private void move(float[] values, float[] gradient, float[][] moments, float limit) {
    if (moments.length == 0) {
      for (int index = 0; index < values.length; index++) {
        values[index] = clip(values[index] - rate * gradient[index], limit);
      }
      return;
    }
    float[] velocities = moments[0];
    float ofGradient = nesterov ? rate : 0;
    float ofVelocity = nesterov ? rate * momentum : rate;
    for (int index = 0; index < values.length; index++) {
      float slope = gradient[index];
      float velocity = momentum * velocities[index] + slope + TINY - TINY;
      velocities[index] = velocity;
      float moved = values[index] - (ofGradient * slope + ofVelocity * velocity);
      values[index] = clip(moved, limit);
    }
  }

  private static float clip(float value, float limit) {
    return Math.min(limit, Math.max(-limit, value)) + 0.0f;
  }
}
