package dev.signet.sim;

/**
 * The inner loop of bulk inference: weights times many frames.
 *
 * <p>Frames lie in lanes: {@code bits[word * lanes + lane]} holds 64 consecutive elements of the
 * frame in that lane, so that one weight word meets all lanes in a run, whatever the size of the
 * layer. The number of lanes is a multiple of 8. Bits beyond the last element are 0 in operands,
 * weights and results, so the popcount of the XNOR is the number of elements less that of the XOR.
 */
interface ProductKernel {

  /**
   * Popcounts of XNOR.
   *
   * @param layer the weights, m rows of n
   * @param bits {@code [⌈n/64⌉, lanes]}
   * @param counts receives {@code [m, lanes]}, each 0 to n
   */
  void popcounts(PackedLayer layer, long[] bits, int lanes, long[] counts);

  /**
   * Popcounts of XNOR, at once compared with the layer's thresholds.
   *
   * @param layer the weights, m rows of n, and m thresholds
   * @param bits {@code [⌈n/64⌉, lanes]}
   * @param results receives {@code [⌈m/64⌉, lanes]}: a bit is 1 where the count is at least the
   *     threshold
   */
  void thresholds(PackedLayer layer, long[] bits, int lanes, long[] results);
}
