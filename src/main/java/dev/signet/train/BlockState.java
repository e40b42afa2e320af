package dev.signet.train;

import java.util.Arrays;
import java.util.Optional;

/**
 * A block in training: parameters, and the values of one batch.
 *
 * <p>The sign passes the gradient where |z| ≤ 1 (the gradient of hardtanh, both ends included).
 */
final class BlockState {
  /** Channels of a forward task: one word of the packed result, written by one thread. */
  static final int TILE = PackedWeights.BLOCK;

  final Chain.Block block;
  final boolean hidden;
  final DenseState dense;
  final Optional<NormState> norm;

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

  BlockState(
      Chain.Block block, boolean hidden, DenseState dense, Optional<NormState> norm, int batch) {
    this.block = block;
    this.hidden = hidden;
    this.dense = dense;
    this.norm = norm;
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
    if (norm.isPresent()) {
      norm.get().forward(sums, batch, from, to, block.inputs(), normalized, kernels);
    } else {
      float scale = block.sumScale();
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

  /** Turns the gradient by the signs (hidden) or by z (last) into that by the sums, for a tile. */
  void backward(int tile, int batch, Kernels kernels) {
    int from = tile * TILE;
    int to = Math.min(block.units(), from + TILE);
    if (hidden) {
      kernels.gate(gradient, normalized, batch, from, to, gamma, beta);
    }
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

  /** The gradient by the block's input for some rows: {@code gradient · signs of the weights}. */
  void inputGradient(int from, int to, float[][] result, Scratch scratch, Kernels kernels) {
    kernels.multiply(gradient, from, to, block.units(), dense.signs, result, scratch);
  }

  /**
   * The weights' gradient of some units, at most {@link Scratch#ROWS}, and their step at once:
   * {@code gradientᵀ · input}.
   *
   * @param from a multiple of {@link SignColumns#ROWS}
   * @param input {@code [batch, inputs]}
   */
  void updateWeights(
      int from, int to, SignColumns input, int batch, Scratch scratch, Adam adam, Kernels kernels) {
    kernels.multiplyTransposed(gradient, from, to - from, batch, input, scratch);
    for (int unit = from; unit < to; unit++) {
      kernels.update(dense, unit, scratch.rows[unit - from], adam);
    }
  }
}
