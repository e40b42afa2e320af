package dev.signet.train;

import dev.signet.network.Layer;
import java.util.Arrays;
import java.util.Optional;

/** A block in training: parameters, and the values of one batch. */
final class BlockState {
  /** Channels of a forward task: one word of the packed result, written by one thread. */
  static final int TILE = Long.SIZE;

  final Chain.Block block;

  /** Whether a sign follows; the last block gives the scores instead. */
  final boolean hidden;

  final DenseState dense;
  final Optional<NormState> norm;
  final Optional<DropoutState> dropout;

  /** {@code [batch, units]}. */
  final int[][] sums;

  /** x̂, or the scaled sums where there is no batch norm, {@code [batch, units]}. */
  final float[][] normalized;

  /** The gradient by z and then by the sums, {@code [batch, units]}. */
  final float[][] gradient;

  /** The signs of z, {@code [batch, words]}, and as ±1, {@code [batch, units]}; hidden only. */
  final long[][] bits;

  final float[][] signs;

  /** z of the last block, {@code [batch, units]}. */
  final float[][] scores;

  BlockState(Chain.Block block, DenseState dense, Optional<NormState> norm, int batch) {
    this.block = block;
    this.hidden = block.sign().isPresent();
    this.dense = dense;
    this.norm = norm;
    this.dropout =
        block.dropout() > 0
            ? Optional.of(new DropoutState(block.dropout(), batch, block.inputs()))
            : Optional.empty();
    int units = block.units();
    sums = new int[batch][units];
    normalized = new float[batch][units];
    gradient = new float[batch][units];
    bits = hidden ? new long[batch][SignBits.words(units)] : new long[0][];
    signs = hidden ? new float[batch][units] : new float[0][];
    scores = hidden ? new float[0][] : new float[batch][units];
  }

  int tiles() {
    return (block.units() + TILE - 1) / TILE;
  }

  /**
   * Sums, batch norm and sign of a tile of channels.
   *
   * @param input packed signs, {@code [batch, words]}
   */
  void forward(int tile, long[][] input, int batch, Kernels kernels) {
    int from = tile * TILE;
    int to = Math.min(block.units(), from + TILE);
    for (int row = 0; row < batch; row++) {
      kernels.signSums(
          input[row], dense.packed, block.units(), from, to, block.inputs(), sums[row]);
    }
    dropout.ifPresent(kept -> leaveOutDropped(kept, from, to, batch, kernels));
    float inputScale = dropout.isPresent() ? dropout.get().scale : 1;
    if (norm.isPresent()) {
      norm.get().forward(sums, batch, from, to, inputScale, normalized);
    } else {
      float scale = block.sumScale() * inputScale;
      for (int row = 0; row < batch; row++) {
        for (int channel = from; channel < to; channel++) {
          normalized[row][channel] = sums[row][channel] * scale;
        }
      }
    }
    float[] values = new float[TILE];
    for (int row = 0; row < batch; row++) {
      output(row, from, to, values);
      if (hidden) {
        bits[row][tile] = activate(values, signs[row], from, to - from);
      } else {
        System.arraycopy(values, 0, scores[row], from, to - from);
      }
    }
  }

  /** Makes sums over all inputs sums over those that are kept. */
  private void leaveOutDropped(DropoutState kept, int from, int to, int batch, Kernels kernels) {
    int[] inverted = new int[block.units()];
    for (int row = 0; row < batch; row++) {
      kernels.signSums(
          kept.inverted[row], dense.packed, block.units(), from, to, block.inputs(), inverted);
      int[] all = sums[row];
      for (int channel = from; channel < to; channel++) {
        all[channel] = (all[channel] + inverted[channel]) / 2;
      }
    }
  }

  /** z of a row's channels. */
  private void output(int row, int from, int to, float[] values) {
    float[] input = normalized[row];
    int count = to - from;
    if (norm.isPresent()) {
      float[] gamma = norm.get().gamma;
      float[] beta = norm.get().beta;
      for (int channel = 0; channel < count; channel++) {
        values[channel] =
            input[from + channel] * gamma[from + channel] + beta[from + channel] + 0.0f;
      }
    } else {
      System.arraycopy(input, from, values, 0, count);
    }
  }

  private static long activate(float[] values, float[] signs, int from, int count) {
    long word = SignBits.packWord(values, 0, count);
    for (int channel = 0; channel < count; channel++) {
      signs[from + channel] = ((word >>> channel) & 1) * 2 - 1;
    }
    return word;
  }

  /** Turns the gradient by the signs (hidden) or by z (last) into that by the sums, for a tile. */
  void backward(int tile, int batch) {
    int from = tile * TILE;
    int to = Math.min(block.units(), from + TILE);
    if (block.sign().isPresent()) {
      Layer.Estimator estimator = block.sign().get().estimator();
      float[] values = new float[TILE];
      for (int row = 0; row < batch; row++) {
        output(row, from, to, values);
        Estimators.apply(estimator, gradient[row], values, from, to - from);
      }
    }
    if (norm.isPresent()) {
      norm.get().backward(gradient, normalized, batch, from, to);
    } else {
      float scale = block.sumScale();
      for (int row = 0; row < batch; row++) {
        for (int channel = from; channel < to; channel++) {
          gradient[row][channel] *= scale;
        }
      }
    }
  }

  /** The gradient by the block's input for some rows: {@code gradient · signs of the weights}. */
  void inputGradient(int from, int to, float[][] result, Kernels kernels) {
    for (int row = from; row < to; row++) {
      Arrays.fill(result[row], 0);
    }
    kernels.accumulate(gradient, dense.signs, result, from, to, block.units(), block.inputs());
    if (dropout.isPresent()) {
      for (int row = from; row < to; row++) {
        dropout.get().backward(row, result[row]);
      }
    }
  }

  /**
   * The weights' gradient of some units, and their step at once: {@code gradientᵀ · input}.
   *
   * @param signs of the inputs, ±1, {@code [batch, inputs]}; not needed where there is a dropout
   * @param buffer at least {@code to − from} rows as wide as the layer
   */
  void updateWeights(
      int from,
      int to,
      float[][] signs,
      int batch,
      float[][] buffer,
      UpdateRule rule,
      Kernels kernels) {
    int rows = to - from;
    float[][] input = dropout.isPresent() ? dropout.get().values : signs;
    for (int row = 0; row < rows; row++) {
      Arrays.fill(buffer[row], 0);
    }
    kernels.accumulateTransposed(gradient, from, input, buffer, rows, batch, block.inputs());
    for (int row = 0; row < rows; row++) {
      dense.update(from + row, buffer[row], rule);
    }
  }
}
