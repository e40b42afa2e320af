package dev.signet.train;

import dev.signet.network.Layer.Estimator;

/**
 * The straight-through estimators of sign: what of the gradient by sign(z) reaches z.
 *
 * <p>No loop has a branch, for which way it would go nobody can tell.
 */
final class Estimators {
  /** What |z| must be below for the gate of {@code hardtanh} as an estimator: 1 is within. */
  static final float BEYOND_ONE = Math.nextUp(1f);

  private static final int MAGNITUDE = 0x7fff_ffff;

  private Estimators() {}

  /**
   * Turns the gradient by the signs of some channels into that by their values.
   *
   * @param gradient of which {@code from} to {@code from + count} are changed
   * @param values z, {@code [count]}
   */
  static void apply(Estimator estimator, float[] gradient, float[] values, int from, int count) {
    switch (estimator) {
      case HARDTANH -> hardtanh(gradient, values, from, count);
      case IDENTITY -> {}
      case CLIPPED -> clipped(gradient, from, count);
      case POLYNOMIAL -> polynomial(gradient, values, from, count);
    }
  }

  /** On bits: without its sign bit, a float32 is ordered as an integer. */
  private static void hardtanh(float[] gradient, float[] values, int from, int count) {
    for (int channel = 0; channel < count; channel++) {
      int magnitude = Float.floatToRawIntBits(values[channel]) & MAGNITUDE;
      int open = (magnitude - Float.floatToRawIntBits(BEYOND_ONE)) >> 31;
      int slope = Float.floatToRawIntBits(gradient[from + channel]);
      gradient[from + channel] = Float.intBitsToFloat(slope & open);
    }
  }

  private static void clipped(float[] gradient, int from, int count) {
    for (int channel = from; channel < from + count; channel++) {
      gradient[channel] = Math.min(1, Math.max(-1, gradient[channel]));
    }
  }

  private static void polynomial(float[] gradient, float[] values, int from, int count) {
    for (int channel = 0; channel < count; channel++) {
      gradient[from + channel] *= Math.max(0, 2 - 2 * Math.abs(values[channel]));
    }
  }
}
