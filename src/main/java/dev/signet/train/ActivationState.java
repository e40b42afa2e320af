package dev.signet.train;

import dev.signet.network.Layer;
import dev.signet.network.SumFunction;
import java.util.Arrays;
import java.util.Optional;

/**
 * An activation in training: batch norm or what stands in for it, then a rule.
 *
 * <p>Vectors are shared out by channels: a task has all rows of some, so that it can go from sums
 * to codes at once, and the product in front hands its sums on while they are in the cache. Maps,
 * which have many rows and few channels, are shared out by images.
 */
final class ActivationState implements StageState {
  /** Channels of a task: one word of the packed result, written by one thread. */
  static final int TILE = PackedWeights.BLOCK;

  final Stage.Activation stage;
  final Optional<NormState> norm;

  private final Value.Sums value;
  private final Optional<ProductState> product;
  private final Rows.Sums sums;
  private final Rows result;
  private final int channels;

  /** x̂, or where there is no batch norm the scaled sums with bias, {@code [rows, channels]}. */
  private final float[][] normalized;

  /** Whether the product in front runs {@link #forwardTile}. */
  private boolean led;

  /** What x̂ becomes z with: those of the batch norm, or 1 and 0. */
  private final float[] gamma;

  private final float[] beta;

  /** What is added to the sums: the bias, or 0. */
  private final float[] shift;

  /**
   * @param product the one whose bias and scale the sums have, if there is one
   * @param result codes, or the scores
   */
  ActivationState(
      Stage.Activation stage,
      Value.Sums value,
      Optional<NormState> norm,
      Optional<ProductState> product,
      Rows.Sums sums,
      Rows result) {
    this.stage = stage;
    this.value = value;
    this.norm = norm;
    this.product = product;
    this.sums = sums;
    this.result = result;
    channels = sums.map().channels();
    normalized = new float[sums.sums().length][channels];
    shift = bias().map(state -> spread(state.values)).orElseGet(() -> new float[channels]);
    if (norm.isPresent()) {
      gamma = norm.get().gamma;
      beta = norm.get().beta;
    } else {
      gamma = new float[channels];
      Arrays.fill(gamma, 1);
      beta = new float[channels];
    }
  }

  private Optional<BiasState> bias() {
    return product.flatMap(state -> state.parameters().bias());
  }

  /** Repeats a bias where a map has become a vector, each element a channel of its own. */
  private float[] spread(float[] bias) {
    if (bias.length == channels) {
      return bias;
    }
    float[] repeated = new float[channels];
    spread(bias, repeated);
    return repeated;
  }

  /**
   * @param bias of some channels
   * @param repeated set, each as often as makes its length
   */
  static void spread(float[] bias, float[] repeated) {
    for (int channel = 0; channel < repeated.length; channel++) {
      repeated[channel] = bias[channel / (repeated.length / bias.length)];
    }
  }

  /** From now on the product in front runs the tiles. */
  void beLed() {
    led = true;
  }

  /** What evaluation makes of the sums, as the parameters stand; good until the next step. */
  SumFunction function() {
    return new SumFunction(shift, norm.map(NormState::parameters));
  }

  /** What training multiplies the sums by where there is no batch norm, else 1. */
  float unit() {
    if (norm.isPresent()) {
      return 1;
    }
    return (float) (1 / value.usual())
        * product.map(state -> state.parameters().scale()).orElse(1f);
  }

  int tiles() {
    return Math.ceilDiv(channels, TILE);
  }

  @Override
  public void forward(Pass pass) {
    if (!led) {
      pass.workers().run(tiles(), (tile, worker) -> forwardTile(tile, pass));
    }
  }

  /** All rows of some channels. */
  void forwardTile(int tile, Pass pass) {
    int from = tile * TILE;
    int to = Math.min(channels, from + TILE);
    int rows = pass.batch();
    Kernels kernels = pass.kernels();
    float inputScale = product.map(ProductState::inputScale).orElse(1f);
    if (norm.isPresent()) {
      norm.get()
          .forward(
              sums.sums(), rows, from, to, value.largest(), inputScale, shift, normalized, kernels);
    } else {
      scaleSums(rows, from, to, inputScale);
    }
    switch (result) {
      case Rows.Codes codes ->
          kernels.activate(
              normalized,
              rows,
              from,
              to,
              gamma,
              beta,
              codes.signs(),
              codes.columns().orElseThrow());
      case Rows.Scores scores -> {
        for (int row = 0; row < rows; row++) {
          for (int channel = from; channel < to; channel++) {
            scores.scores()[row][channel] =
                normalized[row][channel] * gamma[channel] + beta[channel] + 0.0f;
          }
        }
      }
      case Rows.Pixels _, Rows.Sums _ -> throw new IllegalStateException("rule of " + result);
    }
  }

  private void scaleSums(int rows, int from, int to, float inputScale) {
    float unit = unit();
    for (int row = 0; row < rows; row++) {
      int[] values = sums.sums()[row];
      float[] scaled = normalized[row];
      for (int channel = from; channel < to; channel++) {
        scaled[channel] = (values[channel] * inputScale + shift[channel]) * unit;
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    pass.workers().run(tiles(), (tile, worker) -> backwardTile(tile, pass));
    sums.gradient().start();
  }

  /** Turns the gradient by the codes or by z into that by the sums. */
  private void backwardTile(int tile, Pass pass) {
    int from = tile * TILE;
    int to = Math.min(channels, from + TILE);
    int rows = pass.batch();
    float[][] gradient = result.gradient().rows;
    switch (stage.rule()) {
      case Stage.Rule.Steps steps -> passSteps(steps.estimator(), gradient, rows, from, to, pass);
      case Stage.Rule.Scores _ -> {}
    }
    if (norm.isPresent()) {
      norm.get().backward(gradient, normalized, rows, from, to, pass.kernels());
    } else {
      float scale = unit();
      for (int row = 0; row < rows; row++) {
        for (int channel = from; channel < to; channel++) {
          gradient[row][channel] *= scale;
        }
      }
      bias().ifPresent(state -> state.backward(gradient, rows, from, to));
    }
  }

  private void passSteps(
      Layer.Estimator estimator, float[][] gradient, int rows, int from, int to, Pass pass) {
    switch (estimator) {
      // With a hardtanh in front the sign sees nothing beyond 1, and lets everything pass.
      case HARDTANH -> {
        float limit = stage.hardtanh() ? 1 : Estimators.BEYOND_ONE;
        pass.kernels().gate(gradient, normalized, rows, from, to, gamma, beta, limit);
      }
      // Where the hardtanh is not closed it does not change what the sign sees.
      case IDENTITY, CLIPPED, POLYNOMIAL -> {
        estimate(estimator, gradient, rows, from, to);
        if (stage.hardtanh()) {
          pass.kernels().gate(gradient, normalized, rows, from, to, gamma, beta, 1);
        }
      }
    }
  }

  private void estimate(Layer.Estimator estimator, float[][] gradient, int rows, int from, int to) {
    float[] values = new float[to - from];
    for (int row = 0; row < rows; row++) {
      for (int channel = from; channel < to; channel++) {
        values[channel - from] = normalized[row][channel] * gamma[channel] + beta[channel] + 0.0f;
      }
      Estimators.apply(estimator, gradient[row], values, from, to - from);
    }
  }
}
