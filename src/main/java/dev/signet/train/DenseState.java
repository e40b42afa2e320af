package dev.signet.train;

import dev.signet.data.RandomStream;

/**
 * A dense layer's latent weights, their moments, and the binarized weights in the two forms that
 * the products need.
 *
 * <p>Mutable; rows are written by one thread at a time.
 */
final class DenseState {
  final int inputs;
  final int units;

  /** {@code [units, inputs]}, in [−1, 1], never −0.0. */
  final float[][] latent;

  /** Adam's moments, {@code [units, inputs]}. */
  final float[][] first;

  final float[][] second;

  /** The signs of the weights, {@code [units, inputs]}; for backward. */
  final SignColumns signs;

  /** The same; for forward. */
  final PackedWeights packed;

  private DenseState(int inputs, int units) {
    this.inputs = inputs;
    this.units = units;
    latent = new float[units][inputs];
    first = new float[units][inputs];
    second = new float[units][inputs];
    signs = new SignColumns(units, inputs);
    packed = new PackedWeights(inputs, units);
  }

  /** Latent weights uniform within ±√(6/(inputs + units)) (Glorot and Bengio, 2010). */
  static DenseState glorot(int inputs, int units, RandomStream random) {
    DenseState state = new DenseState(inputs, units);
    double limit = Math.sqrt(6.0 / ((double) inputs + units));
    for (int unit = 0; unit < units; unit++) {
      float[] row = state.latent[unit];
      for (int input = 0; input < inputs; input++) {
        row[input] = (float) random.between(-limit, limit) + 0.0f;
      }
      state.binarize(unit);
    }
    return state;
  }

  /**
   * From stored tensors, each {@code [units·inputs]}.
   *
   * @param latent any finite values
   */
  static DenseState of(int inputs, int units, float[] latent, float[] first, float[] second) {
    DenseState state = new DenseState(inputs, units);
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        state.latent[unit][input] = latent[unit * inputs + input] + 0.0f;
      }
      System.arraycopy(first, unit * inputs, state.first[unit], 0, inputs);
      System.arraycopy(second, unit * inputs, state.second[unit], 0, inputs);
      state.binarize(unit);
    }
    return state;
  }

  /** Takes the signs of a unit's latent weights over into both packed forms. */
  void binarize(int unit) {
    float[] row = latent[unit];
    for (int word = 0; word * Long.SIZE < inputs; word++) {
      int from = word * Long.SIZE;
      int to = Math.min(inputs, from + Long.SIZE);
      packed.words[packed.index(unit, word)] = SignBits.packWord(row, from, to);
    }
    signs.setRow(unit, row);
  }

  /** Rows put one after another. */
  static float[] joined(float[][] rows) {
    int width = rows[0].length;
    float[] all = new float[rows.length * width];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * width, width);
    }
    return all;
  }
}
