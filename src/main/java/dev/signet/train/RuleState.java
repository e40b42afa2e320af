package dev.signet.train;

import dev.signet.network.Layer;

/**
 * What ends an activation, in training: signs, codes or scores of z, and back.
 *
 * @param rule of the stage
 * @param hardtanh whether one stands in front
 * @param gamma {@code z = x̂·γ + β}, {@code [channels]}
 * @param beta {@code [channels]}
 */
@SuppressWarnings("ArrayRecordComponent") // Views of parameters; never compared.
record RuleState(Stage.Rule rule, boolean hardtanh, float[] gamma, float[] beta) {

  /**
   * The codes of some rows, bit by bit.
   *
   * @param normalized x̂, {@code [rows, channels]}
   * @param from a multiple of 64
   * @param planes {@code [bits, rows, words]}, of which the words of the channels are set
   */
  void codes(float[][] normalized, int rows, int from, int to, long[][][] planes, Kernels kernels) {
    if (planes.length == 1) {
      kernels.signs(normalized, rows, from, to, gamma, beta, planes[0]);
      return;
    }
    Stage.Rule.Steps steps = (Stage.Rule.Steps) rule;
    for (int row = 0; row < rows; row++) {
      for (int first = from; first < to; first += Long.SIZE) {
        for (long[][] plane : planes) {
          plane[row][first / Long.SIZE] = 0;
        }
        for (int channel = first; channel < Math.min(to, first + Long.SIZE); channel++) {
          int code = steps.code(z(normalized[row], channel));
          for (int plane = 0; plane < planes.length; plane++) {
            planes[plane][row][first / Long.SIZE] |= (long) (code >>> plane & 1) << channel;
          }
        }
      }
    }
  }

  /** The scores of some rows. */
  void scores(float[][] normalized, int rows, int from, int to, float[][] scores) {
    for (int row = 0; row < rows; row++) {
      for (int channel = from; channel < to; channel++) {
        scores[row][channel] = z(normalized[row], channel);
      }
    }
  }

  private float z(float[] normalized, int channel) {
    return normalized[channel] * gamma[channel] + beta[channel] + 0.0f;
  }

  /**
   * Turns the gradient by the codes of some rows, or by the scores, into that by z.
   *
   * @param normalized x̂ of the forward pass
   */
  void backward(
      float[][] gradient, float[][] normalized, int rows, int from, int to, Kernels kernels) {
    switch (rule) {
      case Stage.Rule.Scores _ -> {}
      case Stage.Rule.Steps steps ->
          backward(steps.estimator(), gradient, normalized, rows, from, to, kernels);
    }
  }

  private void backward(
      Layer.Estimator estimator,
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to,
      Kernels kernels) {
    switch (estimator) {
      // With a hardtanh in front the sign sees nothing beyond 1, and lets everything pass.
      case HARDTANH -> {
        float limit = hardtanh ? 1 : Estimators.BEYOND_ONE;
        kernels.gate(gradient, normalized, rows, from, to, gamma, beta, limit);
      }
      // Where the hardtanh is not closed it does not change what the sign sees.
      case IDENTITY, CLIPPED, POLYNOMIAL -> {
        estimate(estimator, gradient, normalized, rows, from, to);
        if (hardtanh) {
          kernels.gate(gradient, normalized, rows, from, to, gamma, beta, 1);
        }
      }
    }
  }

  private void estimate(
      Layer.Estimator estimator,
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to) {
    float[] values = new float[to - from];
    for (int row = 0; row < rows; row++) {
      for (int channel = from; channel < to; channel++) {
        values[channel - from] = z(normalized[row], channel);
      }
      Estimators.apply(estimator, gradient[row], values, from, to - from);
    }
  }
}
