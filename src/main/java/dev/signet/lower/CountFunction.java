package dev.signet.lower;

import dev.signet.network.BatchNormParameters;
import dev.signet.network.SumFunction;

/**
 * What the trainer computes in float32 for each count of one neuron, 0 to the span of its sums.
 *
 * @param function z of all neurons of the layer; of this one monotone and never NaN
 * @param channel which neuron
 * @param sums what the counts stand for
 */
record CountFunction(SumFunction function, int channel, SumRange sums) {

  /**
   * @throws LoweringException when a value is not a number, or the function turns around
   */
  CountFunction {
    float first = function.valueAt(channel, sums.sumAt(0));
    boolean rises = function.valueAt(channel, sums.sumAt(sums.span())) >= first;
    float before = first;
    for (int count = 0; count <= sums.span(); count++) {
      float value = function.valueAt(channel, sums.sumAt(count));
      if (Float.isNaN(value)) {
        throw new LoweringException(
            "the float32 value is not a number where the sum is " + sums.sumAt(count));
      }
      if (rises ? value < before : value > before) {
        throw new LoweringException(
            "the float32 function turns around where the sum is " + sums.sumAt(count));
      }
      before = value;
    }
  }

  /**
   * A function whose messages name the layer and the channel.
   *
   * @throws LoweringException when a value is not a number, or the function turns around
   */
  static CountFunction named(String layer, SumFunction function, int channel, SumRange sums) {
    try {
      return new CountFunction(function, channel, sums);
    } catch (LoweringException e) {
      throw new LoweringException(layer + ", channel " + channel + ": " + e.getMessage());
    }
  }

  /** The value at a count. */
  float at(int count) {
    return function.valueAt(channel, sums.sumAt(count));
  }

  /** The largest count. */
  int span() {
    return sums.span();
  }

  /** Whether the value falls somewhere as the count grows. */
  boolean falls() {
    return at(span()) < at(0);
  }

  /** Whether no count changes the value. */
  boolean constant() {
    return at(span()) == at(0);
  }

  /** By how much one more count changes the value in exact arithmetic. */
  double slope() {
    return sums.step() * scale() / function.terms();
  }

  /** The value at count 0 in exact arithmetic. */
  double intercept() {
    double sum = (double) sums.least() / function.terms() + function.bias()[channel];
    return function
        .norm()
        .map(norm -> norm.beta()[channel] + scale() * (sum - norm.mean()[channel]))
        .orElse(sum);
  }

  private double scale() {
    return function.norm().map(norm -> scale(norm, channel)).orElse(1.0);
  }

  private static double scale(BatchNormParameters norm, int channel) {
    return (double) norm.inverseDeviation()[channel] * norm.gamma()[channel];
  }
}
