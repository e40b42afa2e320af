package dev.signet.train;

import dev.signet.network.SumFunction;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an activation does to each channel.
 *
 * <p>With x̂ the sums after batch norm without its γ and β, or scaled where there is none, {@code z
 * = x̂·γ + β}.
 */
final class ActivationParameters {
  final Stage.Activation stage;
  final Value.Sums value;
  final Optional<NormState> norm;

  /** What x̂ becomes z with: those of the batch norm, or 1 and 0. */
  final float[] gamma;

  final float[] beta;

  /** What is added to what the sums stand for: the bias, or 0. */
  final float[] shift;

  private final Optional<ProductState> product;

  /**
   * @param value the sums it takes
   * @param product the one whose bias and scale the sums have, if there is one
   */
  ActivationParameters(
      Stage.Activation stage,
      Value.Sums value,
      Optional<NormState> norm,
      Optional<ProductState> product) {
    this.stage = stage;
    this.value = value;
    this.norm = norm;
    this.product = product;
    int channels = value.map().channels();
    shift =
        bias().map(state -> spread(state.values, channels)).orElseGet(() -> new float[channels]);
    if (norm.isPresent()) {
      gamma = norm.get().gamma;
      beta = norm.get().beta;
    } else {
      gamma = ones(channels);
      beta = new float[channels];
    }
  }

  /** γ of what is z already. */
  static float[] ones(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * Repeats a bias where a map has become a vector, each element a channel of its own.
   *
   * @return the bias itself where there is nothing to repeat
   */
  static float[] spread(float[] bias, int channels) {
    if (bias.length == channels) {
      return bias;
    }
    float[] repeated = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      repeated[channel] = bias[channel / (channels / bias.length)];
    }
    return repeated;
  }

  Optional<BiasState> bias() {
    return product.flatMap(state -> state.parameters().bias());
  }

  /** What one unit of the integer sums counts. */
  float inputScale() {
    float scale = product.map(ProductState::inputScale).orElse(1f);
    return value.terms() == 1 ? scale : scale / value.terms();
  }

  /** What evaluation makes of the sums, as the parameters stand; good until the next step. */
  SumFunction function() {
    return new SumFunction(shift, norm.map(NormState::parameters), value.terms());
  }

  /**
   * What training multiplies what the sums stand for by where there is no batch norm, else 1, so
   * that the gate of a sign and the softmax see values about 1. It is positive and the same for all
   * channels, so that neither a sign nor an argmax is changed by it, and evaluation does without; a
   * quantize would be changed, and takes them as they are.
   */
  float unit() {
    boolean quantized = stage.rule() instanceof Stage.Rule.Steps steps && steps.bits() > 1;
    if (norm.isPresent() || quantized) {
      return 1;
    }
    float scale = product.map(state -> state.parameters().scale()).orElse(1f);
    return (float) (1 / value.usual()) * scale;
  }

  /** x̂ of some rows where there is no batch norm. */
  void scale(int[][] sums, int rows, int from, int to, float[][] normalized) {
    float unit = unit();
    float inputScale = inputScale();
    for (int row = 0; row < rows; row++) {
      int[] values = sums[row];
      float[] scaled = normalized[row];
      for (int channel = from; channel < to; channel++) {
        scaled[channel] = (values[channel] * inputScale + shift[channel]) * unit;
      }
    }
  }

  /** The gradient by what the sums stand for, of that by z, where there is no batch norm. */
  void scaleSlopes(float[][] gradient, int rows, int from, int to) {
    float unit = unit();
    for (int row = 0; row < rows; row++) {
      for (int channel = from; channel < to; channel++) {
        gradient[row][channel] *= unit;
      }
    }
  }
}
