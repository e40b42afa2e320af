package dev.signet.lower;

import dev.signet.network.BatchNormParameters;

/**
 * What the trainer computes in float32 for each count of agreeing bits, 0 to n, of one neuron:
 * {@code z(2·popcount − n)}.
 *
 * @param values {@code [n + 1]}, monotone, no NaN
 */
@SuppressWarnings("ArrayRecordComponent") // A table for inner loops; never compared.
record CountFunction(float[] values) {

  CountFunction {
    boolean rising = values[values.length - 1] >= values[0];
    for (int count = 0; count < values.length; count++) {
      if (Float.isNaN(values[count])) {
        throw new LoweringException(
            "the float32 value is not a number where " + count + " bits agree");
      }
      if (count > 0
          && (rising ? values[count] < values[count - 1] : values[count] > values[count - 1])) {
        throw new LoweringException(
            "the float32 function turns around where " + count + " bits agree");
      }
    }
  }

  /** A dense layer without batch norm: the sum itself. */
  static CountFunction ofSum(int inputs) {
    float[] values = new float[inputs + 1];
    for (int count = 0; count <= inputs; count++) {
      values[count] = 2 * count - inputs;
    }
    return new CountFunction(values);
  }

  /** Batch norm after a dense layer, evaluated as the trainer does. */
  static CountFunction ofBatchNorm(BatchNormParameters norm, int channel, int inputs) {
    float[] values = new float[inputs + 1];
    for (int count = 0; count <= inputs; count++) {
      values[count] = norm.normalize(channel, 2 * count - inputs);
    }
    return new CountFunction(values);
  }

  /** The number of inputs n. */
  int inputs() {
    return values.length - 1;
  }

  /** Whether the value falls somewhere as the count grows. */
  boolean falls() {
    return values[inputs()] < values[0];
  }
}
