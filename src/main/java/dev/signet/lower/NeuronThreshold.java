package dev.signet.lower;

/**
 * A neuron's decision as one comparison.
 *
 * @param inverted whether the weights are to be inverted, which turns a count p into span − p
 * @param threshold 0 (always fires) to span + 1 (never fires): the neuron fires where the count of
 *     the possibly inverted weights is at least this
 */
record NeuronThreshold(boolean inverted, int threshold) {

  /**
   * Searches the switching point of {@code z ≥ 0}.
   *
   * @param function z for each count
   */
  static NeuronThreshold search(CountFunction function) {
    return search(function, function.falls(), 0);
  }

  /**
   * Searches the switching point of {@code z ≥ level} and proves it over every count.
   *
   * @param function z for each count
   * @param inverted whether z does not rise; else it does not fall
   */
  static NeuronThreshold search(CountFunction function, boolean inverted, float level) {
    int span = function.span();
    int low = 0;
    int high = span + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (function.at(inverted ? span - middle : middle) >= level) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    NeuronThreshold found = new NeuronThreshold(inverted, low);
    found.prove(function, level);
    return found;
  }

  /** Whether the neuron fires at a count of the weights as trained. */
  boolean fires(int count, int span) {
    return (inverted ? span - count : count) >= threshold;
  }

  private void prove(CountFunction function, float level) {
    for (int count = 0; count <= function.span(); count++) {
      if (fires(count, function.span()) != (function.at(count) >= level)) {
        throw new IllegalStateException(this + " is wrong where the count is " + count);
      }
    }
  }
}
