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
  final Optional<NormState> norm;
  final Optional<DropoutState> dropout;

  /** {@code [batch, units]}, and room for a product. */
  final int[][] sums;

  /** x̂, or the scaled sums where there is no batch norm, {@code [batch, units]}. */
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

  BlockState(Chain.Block block, DenseState dense, Optional<NormState> norm, int batch) {
    this.block = block;
    this.hidden = block.sign().isPresent();
    this.dense = dense;
    this.norm = norm;
    this.dropout =
        block.dropout() > 0
            ? Optional.of(new DropoutState(block.dropout(), batch, block.inputs(), block.units()))
            : Optional.empty();
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
    return new SumFunction(new float[block.units()], norm.map(NormState::parameters));
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
    kernels.signSums(input, batch, dense.packed, tile, sums);
    dropout.ifPresent(kept -> leaveOutDropped(kept, tile, batch, kernels));
    float inputScale = dropout.isPresent() ? dropout.get().scale : 1;
    if (norm.isPresent()) {
      norm.get().forward(sums, batch, from, to, block.inputs(), inputScale, normalized, kernels);
    } else {
      float scale = block.sumScale() * inputScale;
      for (int row = 0; row < batch; row++) {
        for (int channel = from; channel < to; channel++) {
          normalized[row][channel] = sums[row][channel] * scale;
        }
      }
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
      float scale = block.sumScale();
      for (int row = 0; row < batch; row++) {
        for (int channel = from; channel < to; channel++) {
          gradient[row][channel] *= scale;
        }
      }
    }
  }

  private void passSign(Layer.Estimator estimator, int batch, int from, int to, Kernels kernels) {
    if (estimator == Layer.Estimator.HARDTANH) {
      kernels.gate(gradient, normalized, batch, from, to, gamma, beta);
      return;
    }
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

  /**
   * The weights' gradient of some units, at most {@link Scratch#ROWS}, and their step at once:
   * {@code gradientᵀ · input}.
   *
   * @param from a multiple of {@link SignColumns#ROWS}
   * @param input {@code [batch, inputs]}; not needed where there is a dropout
   */
  void updateWeights(
      int from,
      int to,
      SignColumns input,
      int batch,
      Scratch scratch,
      UpdateRule rule,
      Kernels kernels) {
    if (dropout.isPresent()) {
      dropout.get().multiplyTransposed(gradient, from, to - from, batch, scratch.rows);
    } else {
      kernels.multiplyTransposed(gradient, from, to - from, batch, input, scratch);
    }
    for (int unit = from; unit < to; unit++) {
      float[] slopes = scratch.rows[unit - from];
      switch (rule) {
        case Adam adam -> kernels.update(dense, unit, slopes, adam);
        case Adamax _, Bop _, Sgd _ -> dense.update(unit, slopes, rule);
      }
    }
  }
}
