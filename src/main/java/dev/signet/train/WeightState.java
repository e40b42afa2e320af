package dev.signet.train;

import dev.signet.data.RandomStream;
import java.util.List;

/**
 * The latent weights of a dense layer or of a group of a conv, their moments, and the binarized
 * weights in the two forms that the products need.
 *
 * <p>Mutable; rows are written by one thread at a time.
 */
final class WeightState {
  final int inputs;
  final int units;

  /** {@code [units, inputs]}, in [−1, 1], never −0.0. */
  final float[][] latent;

  /** What the optimizer remembers, {@code [units, moments, inputs]}. */
  final float[][][] moments;

  /** What the signs of the weights are multiplied by in training, above 0; 1 unless measured. */
  private float scale = 1;

  /** The largest |latent weight|, {@code [units]}. */
  private final float[] largest;

  /** The signs of the weights, {@code [units, inputs]}; for backward. */
  final SignColumns signs;

  /** The same; for forward. */
  final PackedWeights packed;

  private WeightState(int inputs, int units, int moments) {
    this.inputs = inputs;
    this.units = units;
    latent = new float[units][inputs];
    this.moments = new float[units][moments][inputs];
    largest = new float[units];
    signs = new SignColumns(units, inputs);
    packed = new PackedWeights(inputs, units);
  }

  /**
   * At the start of training.
   *
   * @param bound weights are uniform within ±bound
   * @param latent whether weights keep a size; else they are ±1
   * @param moments how many the optimizer has
   */
  static WeightState uniform(
      int inputs, int units, double bound, RandomStream random, boolean latent, int moments) {
    WeightState state = new WeightState(inputs, units, moments);
    for (int unit = 0; unit < units; unit++) {
      float[] row = state.latent[unit];
      for (int input = 0; input < inputs; input++) {
        float weight = (float) random.between(-bound, bound) + 0.0f;
        row[input] = latent ? weight : weight < 0 ? -1 : 1;
      }
      state.binarize(unit);
    }
    return state;
  }

  /**
   * From stored tensors, each {@code [units·inputs]}.
   *
   * @param latent any finite values
   * @param moments one tensor for each moment
   */
  static WeightState of(int inputs, int units, float[] latent, List<float[]> moments) {
    WeightState state = new WeightState(inputs, units, moments.size());
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        state.latent[unit][input] = latent[unit * inputs + input] + 0.0f;
      }
      for (int moment = 0; moment < moments.size(); moment++) {
        System.arraycopy(
            moments.get(moment), unit * inputs, state.moments[unit][moment], 0, inputs);
      }
      state.binarize(unit);
    }
    return state;
  }

  /** One moment of all weights, {@code [units, inputs]}. */
  float[][] moment(int index) {
    float[][] rows = new float[units][];
    for (int unit = 0; unit < units; unit++) {
      rows[unit] = moments[unit][index];
    }
    return rows;
  }

  /** One step of a unit's weights, then their new signs. */
  void update(int unit, float[] gradient, UpdateRule rule) {
    rule.updateWeights(latent[unit], gradient, moments[unit]);
    binarize(unit);
  }

  /** What the signs of the weights are multiplied by. */
  float scale() {
    return scale;
  }

  /** Looks for the largest latent weight of a unit. */
  void measure(int unit) {
    float most = 0;
    for (float weight : latent[unit]) {
      most = Math.max(most, Math.abs(weight));
    }
    largest[unit] = most;
  }

  /** The largest latent weight of all units, which have been measured. */
  float largest() {
    float most = 0;
    for (float ofUnit : largest) {
      most = Math.max(most, ofUnit);
    }
    return most;
  }

  /** Takes a weight's size for the scale. */
  void scaleTo(float size) {
    // Weights that are all 0, or so small that there is no inverse, are not scaled.
    scale = size >= Float.MIN_NORMAL ? size : 1;
  }

  /**
   * Signs of a unit's weights by chance until its next step: +1 with probability {@code
   * clip((x/scale + 1)/2, 0, 1)}.
   */
  void draw(int unit, RandomStream random) {
    float[] row = latent[unit];
    float[] sign = new float[inputs];
    for (int input = 0; input < inputs; input++) {
      sign[input] = random.nextDouble() < (row[input] / (double) scale + 1) / 2 ? 1 : -1;
    }
    pack(unit, sign);
  }

  /** Takes the signs of a unit's latent weights over into both packed forms. */
  void binarize(int unit) {
    pack(unit, latent[unit]);
  }

  private void pack(int unit, float[] values) {
    for (int word = 0; word * Long.SIZE < inputs; word++) {
      int from = word * Long.SIZE;
      int to = Math.min(inputs, from + Long.SIZE);
      packed.words[packed.index(unit, word)] = SignBits.packWord(values, from, to);
    }
    signs.setRow(unit, values);
  }
}
