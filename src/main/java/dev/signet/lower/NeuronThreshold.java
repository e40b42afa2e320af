package dev.signet.lower;

/**
 * A neuron's decision as one comparison.
 *
 * @param inverted whether the weights are to be inverted, which turns a count p into n − p
 * @param threshold 0 (always fires) to n + 1 (never fires): the neuron fires where the count of the
 *     possibly inverted weights is at least this
 */
record NeuronThreshold(boolean inverted, int threshold) {

  /**
   * Searches the switching point of {@code z ≥ 0} and proves it over every count.
   *
   * @param function z for each count
   */
  static NeuronThreshold search(CountFunction function) {
    int inputs = function.inputs();
    boolean inverted = function.falls();
    int low = 0;
    int high = inputs + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (function.values()[inverted ? inputs - middle : middle] >= 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    NeuronThreshold found = new NeuronThreshold(inverted, low);
    found.prove(function);
    return found;
  }

  /**
   * Whether the neuron fires where {@code count} of the weights as trained agree with its inputs.
   */
  boolean fires(int count, int inputs) {
    return (inverted ? inputs - count : count) >= threshold;
  }

  private void prove(CountFunction function) {
    for (int count = 0; count <= function.inputs(); count++) {
      if (fires(count, function.inputs()) != (function.values()[count] >= 0)) {
        throw new IllegalStateException(this + " is wrong where the count is " + count);
      }
    }
  }
}
