package dev.signet.train;

import dev.signet.network.BatchNormParameters;
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

  /** Gradients of the last batch, {@code [channels]}. */
  final float[] gammaGradient;

  final float[] betaGradient;

  /** Of the last batch, {@code [channels]}, for whoever works on these channels. */
  private final long[] total;

  private final long[] squares;
  private final float[] mean;
  private final float[] inverseDeviation;
  private final float[] inverseOfSum;
  private final float[] scale;
  private final float[] betaMean;
  private final float[] gammaMean;

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
    total = new long[channels];
    squares = new long[channels];
    mean = new float[channels];
    inverseDeviation = new float[channels];
    inverseOfSum = new float[channels];
    scale = new float[channels];
    betaMean = new float[channels];
    gammaMean = new float[channels];
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * Statistics of the batch, and x̂.
   *
   * @param sums {@code [batch, channels]}, each within ±{@code largest}
   * @param inputScale of the values that are normalised, which are sums times this
   * @param shift what is added to a channel's values, {@code [channels]}: it moves their mean, and
   *     x̂ not at all
   * @param normalized x̂, {@code [batch, channels]}, of which the channels are set
   */
  void forward(
      int[][] sums,
      int batch,
      int from,
      int to,
      int largest,
      float inputScale,
      float[] shift,
      float[][] normalized,
      Kernels kernels) {
    kernels.totals(sums, batch, from, to, largest, total, squares);
    learnStatistics(batch, from, to, inputScale, shift);
    normalize(sums, batch, from, to, normalized, kernels);
  }

  /**
   * Starts with the statistics of a batch whose rows are shared out: {@link #addTotals} for each
   * share, in any order, then {@link #learnStatistics}.
   */
  void clearTotals() {
    Arrays.fill(total, 0);
    Arrays.fill(squares, 0);
  }

  /**
   * @param totals of some rows, {@code [channels]}
   * @param squareTotals of the same
   */
  void addTotals(long[] totals, long[] squareTotals) {
    for (int channel = 0; channel < total.length; channel++) {
      total[channel] += totals[channel];
      squares[channel] += squareTotals[channel];
    }
  }

  /**
   * Mean and deviation of what has been added up.
   *
   * @param batch rows
   */
  void learnStatistics(int batch, int from, int to, float inputScale, float[] shift) {
    double scaleSquared = (double) inputScale * inputScale;
    for (int channel = from; channel < to; channel++) {
      double average = (double) total[channel] / batch;
      double variance = Math.max(0, (double) squares[channel] / batch - average * average);
      double unbiased = batch > 1 ? variance * batch / (batch - 1.0) : variance;
      mean[channel] = (float) average;
      inverseDeviation[channel] = (float) (1 / Math.sqrt(variance * scaleSquared + epsilon));
      inverseOfSum[channel] = inverseDeviation[channel] * inputScale;
      runningMean[channel] = blend(runningMean[channel], average * inputScale + shift[channel]);
      runningVariance[channel] = blend(runningVariance[channel], unbiased * scaleSquared);
    }
  }

  /** x̂ of some rows, by the statistics last learnt. */
  void normalize(int[][] sums, int rows, int from, int to, float[][] normalized, Kernels kernels) {
    kernels.normalize(sums, rows, from, to, mean, inverseOfSum, normalized);
  }

  private float blend(float running, double newest) {
    return (float) ((1.0 - momentum) * running + momentum * newest);
  }

  /**
   * From the loss's gradient by z to that by s: {@code γ/√(σ²+ε) · (dz − mean(dz) −
   * x̂·mean(dz·x̂))}.
   *
   * @param gradient by z, replaced by that by s, {@code [batch, channels]}
   * @param normalized x̂ of the forward pass
   */
  void backward(
      float[][] gradient, float[][] normalized, int batch, int from, int to, Kernels kernels) {
    kernels.slopeTotals(gradient, normalized, batch, from, to, betaGradient, gammaGradient);
    learnSlopes(batch, from, to);
    centre(gradient, normalized, batch, from, to, kernels);
  }

  /** Starts with the gradients of a batch whose rows are shared out, as {@link #clearTotals}. */
  void clearSlopes() {
    Arrays.fill(betaGradient, 0);
    Arrays.fill(gammaGradient, 0);
  }

  /**
   * The next of the shares, whose order matters.
   *
   * @param byBeta of some rows, {@code [channels]}
   * @param byGamma of the same
   */
  void addSlopes(float[] byBeta, float[] byGamma) {
    for (int channel = 0; channel < betaGradient.length; channel++) {
      betaGradient[channel] += byBeta[channel];
      gammaGradient[channel] += byGamma[channel];
    }
  }

  /**
   * What the gradients added up make of that of each sum.
   *
   * @param batch rows
   */
  void learnSlopes(int batch, int from, int to) {
    for (int channel = from; channel < to; channel++) {
      scale[channel] = gamma[channel] * inverseDeviation[channel];
      betaMean[channel] = betaGradient[channel] / batch;
      gammaMean[channel] = gammaGradient[channel] / batch;
    }
  }

  /** The gradient of some rows by s, of that by z. */
  void centre(
      float[][] gradient, float[][] normalized, int rows, int from, int to, Kernels kernels) {
    kernels.centreSlopes(gradient, normalized, rows, from, to, scale, betaMean, gammaMean);
  }

  void update(UpdateRule rule) {
    rule.update(gamma, gammaGradient, gammaMoments);
    rule.update(beta, betaGradient, betaMoments);
  }

  /** What evaluation takes, with the running statistics; good until the next step. */
  BatchNormParameters parameters() {
    return BatchNormParameters.of(gamma, beta, runningMean, runningVariance, epsilon);
  }
}
