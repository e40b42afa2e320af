package dev.signet.network;

/**
 * Trained batch normalisation in float32, as every level of the tool agrees on it.
 *
 * <p>{@link #normalize} is monotone in the sum: each of its float32 operations is a correctly
 * rounded monotone function of its varying operand, so a threshold found by search on it is exact.
 *
 * @param gamma scale, {@code [channels]}
 * @param beta shift, {@code [channels]}
 * @param mean running mean, {@code [channels]}
 * @param inverseDeviation {@code 1/√(σ²+ε)} in float32, {@code [channels]}
 */
@SuppressWarnings("ArrayRecordComponent") // A view for inner loops; never compared.
public record BatchNormParameters(
    float[] gamma, float[] beta, float[] mean, float[] inverseDeviation) {

  /**
   * From running statistics.
   *
   * @param variance running variance, {@code [channels]}
   * @param epsilon added to the variance before the root
   */
  public static BatchNormParameters of(
      float[] gamma, float[] beta, float[] mean, float[] variance, float epsilon) {
    float[] inverse = new float[variance.length];
    for (int channel = 0; channel < inverse.length; channel++) {
      inverse[channel] = (float) (1.0 / Math.sqrt((double) variance[channel] + epsilon));
    }
    return new BatchNormParameters(gamma, beta, mean, inverse);
  }

  /**
   * {@code ((s − μ)·(1/√(σ²+ε)))·γ + β}, each operation rounded to float32 in this order.
   *
   * @param sum s, the layer's bias included
   */
  public float normalize(int channel, float sum) {
    return (sum - mean[channel]) * inverseDeviation[channel] * gamma[channel] + beta[channel];
  }
}
