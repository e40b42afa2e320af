package dev.signet.train;

import dev.signet.network.Layer;
import dev.signet.network.SumFunction;
import java.util.Arrays;
import java.util.Optional;

/** A block in training: parameters, and the values of one batch. */
final class BlockState {
  /** Channels of a forward task: one word of the packed result, written by one thread. */
  static final int TILE = PackedWeights.BLOCK;

  final Chain.Block block;

  /** Whether a sign follows; the last block gives the scores instead. */
  final boolean hidden;

  final DenseState dense;
  final Optional<BiasState> bias;
  final Optional<NormState> norm;
  final Optional<DropoutState> dropout;

  /** The input where it is bytes and no signs; only of the first block. */
  final Optional<ByteInput> bytes;

  /** {@code [batch, units]}, and room for a product. */
  final int[][] sums;

  /** x̂, or where there is no batch norm the scaled sums with bias, {@code [batch, units]}. */
  final float[][] normalized;

  /** The gradient by z and then by the sums, {@code [batch, units]} and room for a product. */
  final float[][] gradient;

  /** The signs of z, {@code [batch, words]}, and packed down the columns; hidden only. */
  final long[][] bits;

  final SignColumns signs;

  /** z of the last block, {@code [batch, units]}. */
  final float[][] scores;

  /** What x̂ becomes z with: those of the batch norm, or 1 and 0. */
  private final float[] gamma;

  private final float[] beta;

  /** What is added to the sums: the bias, or 0. */
  private final float[] shift;

  BlockState(
      Chain.Block block,
      DenseState dense,
      Optional<BiasState> bias,
      Optional<NormState> norm,
      int batch) {
    this.block = block;
    this.hidden = block.sign().isPresent();
    this.dense = dense;
    this.bias = bias;
    this.shift = bias.map(state -> state.values).orElseGet(() -> new float[block.units()]);
    this.norm = norm;
    this.dropout =
        block.dropout() > 0
            ? Optional.of(new DropoutState(block.dropout(), batch, block.inputs(), block.units()))
            : Optional.empty();
    this.bytes =
        block.bytes()
            ? Optional.of(new ByteInput(batch, block.inputs(), block.units()))
            : Optional.empty();
    if (norm.isPresent() && Math.pow(block.largest(), 2) * batch > Long.MAX_VALUE) {
      throw new TrainException(
          "batches of "
              + batch
              + " images are too large for '"
              + block.outputName()
              + "', whose sums reach "
              + block.largest()
              + ": the sum of their squares has to fit 63 bits");
    }
    int units = block.units();
    sums = new int[batch][SignColumns.stride(units)];
    normalized = new float[batch][units];
    gradient = new float[batch][SignColumns.stride(units)];
    bits = hidden ? new long[batch][SignBits.words(units)] : new long[0][];
    signs = new SignColumns(hidden ? batch : 0, units);
    scores = hidden ? new float[0][] : new float[batch][units];
    if (norm.isPresent()) {
      gamma = norm.get().gamma;
      beta = norm.get().beta;
    } else {
      gamma = new float[units];
      Arrays.fill(gamma, 1);
      beta = new float[units];
    }
  }

  /** What evaluation makes of the sums, as the parameters stand; good until the next step. */
  SumFunction function() {
    return new SumFunction(shift, norm.map(NormState::parameters));
  }

  int tiles() {
    return (block.units() + TILE - 1) / TILE;
  }

  /**
   * Sums, batch norm and sign of a tile of channels.
   *
   * @param input packed signs, {@code [batch, words]}; not looked at where it is bytes
   */
  void forward(int tile, long[][] input, int batch, Kernels kernels) {
    int from = tile * TILE;
    int to = Math.min(block.units(), from + TILE);
    if (bytes.isPresent()) {
      bytes.get().forward(tile, batch, dense.packed, sums, kernels);
    } else {
      kernels.signSums(input, batch, dense.packed, tile, sums);
    }
    dropout.ifPresent(kept -> leaveOutDropped(kept, tile, batch, kernels));
    float inputScale = dropout.isPresent() ? dropout.get().scale : 1;
    if (norm.isPresent()) {
      norm.get()
          .forward(sums, batch, from, to, block.largest(), inputScale, shift, normalized, kernels);
    } else {
      scaleSums(batch, from, to, inputScale);
    }
    if (hidden) {
      kernels.activate(normalized, batch, from, to, gamma, beta, bits, signs);
    } else {
      for (int row = 0; row < batch; row++) {
        for (int channel = from; channel < to; channel++) {
          scores[row][channel] = normalized[row][channel] * gamma[channel] + beta[channel] + 0.0f;
        }
      }
    }
  }

  private void scaleSums(int batch, int from, int to, float inputScale) {
    float unit = unit();
    for (int row = 0; row < batch; row++) {
      int[] values = sums[row];
      float[] result = normalized[row];
      for (int channel = from; channel < to; channel++) {
        result[channel] = (values[channel] * inputScale + shift[channel]) * unit;
      }
    }
  }

  /** What training multiplies the sums by where there is no batch norm, else 1. */
  float unit() {
    return norm.isPresent() ? 1 : block.sumScale() * dense.scale();
  }

  /** Makes sums over all inputs sums over those that are kept. */
  private void leaveOutDropped(DropoutState kept, int tile, int batch, Kernels kernels) {
    int from = tile * TILE;
    int to = Math.min(block.units(), from + TILE);
    kernels.signSums(kept.inverted, batch, dense.packed, tile, kept.invertedSums);
    for (int row = 0; row < batch; row++) {
      int[] all = sums[row];
      int[] inverted = kept.invertedSums[row];
      for (int channel = from; channel < to; channel++) {
        all[channel] = (all[channel] + inverted[channel]) / 2;
      }
    }
  }

  /** Turns the gradient by the signs (hidden) or by z (last) into that by the sums, for a tile. */
  void backward(int tile, int batch, Kernels kernels) {
    int from = tile * TILE;
    int to = Math.min(block.units(), from + TILE);
    block.sign().ifPresent(sign -> passSign(sign.estimator(), batch, from, to, kernels));
    if (norm.isPresent()) {
      norm.get().backward(gradient, normalized, batch, from, to, kernels);
    } else {
      float scale = unit();
      for (int row = 0; row < batch; row++) {
        for (int channel = from; channel < to; channel++) {
          gradient[row][channel] *= scale;
        }
      }
      bias.ifPresent(state -> state.backward(gradient, batch, from, to));
    }
  }

  private void passSign(Layer.Estimator estimator, int batch, int from, int to, Kernels kernels) {
    switch (estimator) {
      // With a hardtanh in front the sign sees nothing beyond 1, and lets everything pass.
      case HARDTANH -> {
        float limit = block.hardtanh() ? 1 : Estimators.BEYOND_ONE;
        kernels.gate(gradient, normalized, batch, from, to, gamma, beta, limit);
      }
      // Where the hardtanh is not closed it does not change what the sign sees.
      case IDENTITY, CLIPPED, POLYNOMIAL -> {
        estimate(estimator, batch, from, to);
        if (block.hardtanh()) {
          kernels.gate(gradient, normalized, batch, from, to, gamma, beta, 1);
        }
      }
    }
  }

  private void estimate(Layer.Estimator estimator, int batch, int from, int to) {
    float[] values = new float[to - from];
    for (int row = 0; row < batch; row++) {
      for (int channel = from; channel < to; channel++) {
        values[channel - from] = normalized[row][channel] * gamma[channel] + beta[channel] + 0.0f;
      }
      Estimators.apply(estimator, gradient[row], values, from, to - from);
    }
  }

  /** The gradient by the block's input for some rows: {@code gradient · signs of the weights}. */
  void inputGradient(int from, int to, float[][] result, Scratch scratch, Kernels kernels) {
    kernels.multiply(gradient, from, to, block.units(), dense.signs, result, scratch);
    if (dropout.isPresent()) {
      for (int row = from; row < to; row++) {
        dropout.get().backward(row, result[row]);
      }
    }
  }

  /** The inputs of the batch where they are no signs: bytes, or what a dropout has left. */
  Optional<float[][]> inputValues() {
    return bytes.map(state -> state.values).or(() -> dropout.map(kept -> kept.values));
  }

  /** Turns the gradient by a unit's ±1 weights into that by the weights as they are scaled. */
  private void divideByScale(float[] slopes) {
    if (dense.scale() == 1) {
      return;
    }
    float inverse = 1 / dense.scale();
    for (int input = 0; input < block.inputs(); input++) {
      slopes[input] *= inverse;
    }
  }

  /**
   * The weights' gradient of some units, at most {@link Scratch#ROWS}, and their step at once:
   * {@code gradientᵀ · input}.
   *
   * @param from a multiple of {@link SignColumns#ROWS}
   * @param input {@code [batch, inputs]}; not needed where there are {@link #inputValues}
   */
  void updateWeights(
      int from,
      int to,
      SignColumns input,
      int batch,
      Scratch scratch,
      UpdateRule rule,
      Kernels kernels) {
    Optional<float[][]> values = inputValues();
    if (values.isPresent()) {
      ValueProduct.run(
          gradient, from, to - from, batch, values.get(), block.inputs(), scratch.rows);
    } else {
      kernels.multiplyTransposed(gradient, from, to - from, batch, input, scratch);
    }
    for (int unit = from; unit < to; unit++) {
      float[] slopes = scratch.rows[unit - from];
      divideByScale(slopes);
      switch (rule) {
        case Adam adam -> kernels.update(dense, unit, slopes, adam);
        case Adamax _, Bop _, Sgd _ -> dense.update(unit, slopes, rule);
      }
    }
  }
}
