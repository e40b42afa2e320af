package dev.signet.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The optimizer's step, the clip and the packing of the new signs in one pass over memory. */
final class VectorAdam {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int LANES = 16;

  private VectorAdam() {}

  /** As {@link Kernels#update}. */
  static void update(WeightState dense, int unit, float[] gradient, Adam adam) {
    float[] latent = dense.latent[unit];
    float[][] moments = dense.moments[unit];
    float[] first = moments[0];
    float[] second = moments[1];
    PackedWeights packed = dense.packed;
    int[] columns = dense.signs.words;
    int start = unit / SignColumns.ROWS * dense.signs.stride;
    int bit = 1 << unit;
    int whole = dense.inputs / Long.SIZE * Long.SIZE;
    int input = 0;
    for (; input < whole; input += Long.SIZE) {
      long word =
          step(adam, latent, gradient, first, second, input, columns, start, bit)
              | step(adam, latent, gradient, first, second, input + 16, columns, start, bit) << 16
              | step(adam, latent, gradient, first, second, input + 32, columns, start, bit) << 32
              | step(adam, latent, gradient, first, second, input + 48, columns, start, bit) << 48;
      packed.words[packed.index(unit, input / Long.SIZE)] = word;
    }
    int end = dense.inputs / LANES * LANES;
    if (input < dense.inputs) {
      long word = 0;
      for (; input < end; input += LANES) {
        word |= step(adam, latent, gradient, first, second, input, columns, start, bit) << input;
      }
      adam.updateWeights(latent, gradient, moments, end, dense.inputs);
      for (; input < dense.inputs; input++) {
        int positive = ~Float.floatToRawIntBits(latent[input]) >>> 31;
        word |= (long) positive << input;
        columns[start + input] = (columns[start + input] & ~bit) | (positive * bit);
      }
      packed.words[packed.index(unit, whole / Long.SIZE)] = word;
    }
  }

  /** Moves 16 weights, and tells their signs. */
  private static long step(
      Adam adam,
      float[] latent,
      float[] gradient,
      float[] first,
      float[] second,
      int at,
      int[] columns,
      int start,
      int bit) {
    FloatVector slope = FloatVector.fromArray(FLOATS, gradient, at);
    FloatVector moment1 =
        FloatVector.fromArray(FLOATS, first, at)
            .mul(adam.beta1())
            .add(slope.mul(1 - adam.beta1()))
            .add(UpdateRule.TINY)
            .sub(UpdateRule.TINY);
    FloatVector moment2 =
        FloatVector.fromArray(FLOATS, second, at)
            .mul(adam.beta2())
            .add(slope.mul(1 - adam.beta2()).mul(slope))
            .add(UpdateRule.TINY)
            .sub(UpdateRule.TINY);
    moment1.intoArray(first, at);
    moment2.intoArray(second, at);
    FloatVector size =
        moment2.lanewise(VectorOperators.SQRT).mul(adam.secondCorrection()).add(adam.epsilon());
    FloatVector moved =
        FloatVector.fromArray(FLOATS, latent, at).sub(moment1.mul(adam.stepSize()).div(size));
    FloatVector clipped =
        moved
            .blend(1.0f, moved.compare(VectorOperators.GT, 1.0f))
            .blend(-1.0f, moved.compare(VectorOperators.LT, -1.0f))
            .add(0.0f);
    clipped.intoArray(latent, at);
    VectorMask<Integer> positive = clipped.reinterpretAsInts().compare(VectorOperators.GE, 0);
    IntVector.fromArray(INTS, columns, start + at)
        .and(~bit)
        .lanewise(VectorOperators.OR, bit, positive)
        .intoArray(columns, start + at);
    return positive.toLong();
  }
}
