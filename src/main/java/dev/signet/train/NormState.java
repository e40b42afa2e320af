package dev.signet.train;

import dev.signet.network.Layer;
import java.util.Arrays;

/**
 * Batch norm in training: statistics of the batch forward, gradients through them backward.
 *
 * <p>With x̂ = (s − μ)/√(σ²+ε) over the batch (σ² biased) the output is z = γ·x̂ + β. The running
 * variance takes up the unbiased one, as PyTorch's does. Sums of s and s² are exact integers.
 *
 * <p>Mutable; a range of channels is worked on by one thread at a time.
 */
final class NormState {
  final float epsilon;
  final float momentum;
  final float[] gamma;
  final float[] beta;
  final float[] runningMean;
  final float[] runningVariance;

  /** What the optimizer remembers, {@code [moments, channels]}. */
  final float[][] gammaMoments;

  final float[][] betaMoments;

  /** Of the last batch, {@code [channels]}. */
  final float[] gammaGradient;

  final float[] betaGradient;
  private final float[] inverseDeviation;

  /**
   * @param moments how many the optimizer has
   */
  NormState(Layer.BatchNorm layer, int channels, int moments) {
    epsilon = layer.epsilon();
    momentum = layer.momentum();
    gamma = filled(channels, 1);
    beta = new float[channels];
    runningMean = new float[channels];
    runningVariance = filled(channels, 1);
    gammaMoments = new float[moments][channels];
    betaMoments = new float[moments][channels];
    gammaGradient = new float[channels];
    betaGradient = new float[channels];
    inverseDeviation = new float[channels];
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * Statistics of the batch, and x̂.
   *
   * @param sums {@code [batch, channels]}
   * @param scale of the values that are normalised, which are sums times this
   * @param normalized x̂, {@code [batch, channels]}, of which the channels are set
   */
  void forward(int[][] sums, int batch, int from, int to, float scale, float[][] normalized) {
    int count = to - from;
    double scaleSquared = (double) scale * scale;
    long[] total = new long[count];
    long[] squares = new long[count];
    for (int row = 0; row < batch; row++) {
      int[] values = sums[row];
      for (int channel = 0; channel < count; channel++) {
        long value = values[from + channel];
        total[channel] += value;
        squares[channel] += value * value;
      }
    }
    float[] mean = new float[count];
    float[] inverse = new float[count];
    for (int channel = 0; channel < count; channel++) {
      double average = (double) total[channel] / batch;
      double variance = Math.max(0, (double) squares[channel] / batch - average * average);
      double unbiased = batch > 1 ? variance * batch / (batch - 1.0) : variance;
      mean[channel] = (float) average;
      float ofValue = (float) (1 / Math.sqrt(variance * scaleSquared + epsilon));
      inverse[channel] = ofValue * scale;
      inverseDeviation[from + channel] = ofValue;
      runningMean[from + channel] = blend(runningMean[from + channel], average * scale);
      runningVariance[from + channel] =
          blend(runningVariance[from + channel], unbiased * scaleSquared);
    }
    for (int row = 0; row < batch; row++) {
      int[] values = sums[row];
      float[] result = normalized[row];
      for (int channel = 0; channel < count; channel++) {
        result[from + channel] = (values[from + channel] - mean[channel]) * inverse[channel];
      }
    }
  }

  private float blend(float running, double newest) {
    return (float) ((1.0 - momentum) * running + momentum * newest);
  }

  /**
   * From the loss's gradient by z to that by the value s that was normalised: {@code γ/√(σ²+ε) ·
   * (dz − mean(dz) − x̂·mean(dz·x̂))}.
   *
   * @param gradient by z, replaced by that by s, {@code [batch, channels]}
   * @param normalized x̂ of the forward pass
   */
  void backward(float[][] gradient, float[][] normalized, int batch, int from, int to) {
    int count = to - from;
    float[] byBeta = new float[count];
    float[] byGamma = new float[count];
    for (int row = 0; row < batch; row++) {
      float[] slope = gradient[row];
      float[] value = normalized[row];
      for (int channel = 0; channel < count; channel++) {
        byBeta[channel] += slope[from + channel];
        byGamma[channel] += slope[from + channel] * value[from + channel];
      }
    }
    System.arraycopy(byBeta, 0, betaGradient, from, count);
    System.arraycopy(byGamma, 0, gammaGradient, from, count);
    float[] scale = new float[count];
    for (int channel = 0; channel < count; channel++) {
      scale[channel] = gamma[from + channel] * inverseDeviation[from + channel];
      byBeta[channel] /= batch;
      byGamma[channel] /= batch;
    }
    for (int row = 0; row < batch; row++) {
      float[] slope = gradient[row];
      float[] value = normalized[row];
      for (int channel = 0; channel < count; channel++) {
        slope[from + channel] =
            scale[channel]
                * (slope[from + channel]
                    - byBeta[channel]
                    - value[from + channel] * byGamma[channel]);
      }
    }
  }

  void update(UpdateRule rule) {
    rule.update(gamma, gammaGradient, gammaMoments);
    rule.update(beta, betaGradient, betaMoments);
  }

  boolean isFinite() {
    for (int channel = 0; channel < gamma.length; channel++) {
      if (!Float.isFinite(gamma[channel]) || !Float.isFinite(beta[channel])) {
        return false;
      }
    }
    return true;
  }
}
