package dev.signet.sim;

/**
 * The inner loop of bulk inference: weights times many frames.
 *
 * <p>Frames lie in lanes: {@code bits[word * lanes + lane]} holds 64 consecutive elements of the
 * frame in that lane, so that one weight word meets all lanes in a run, whatever the size of the
 * layer. Integers of k bits lie as k such planes one after the other, the lowest first.
 *
 * <p>Bits beyond the last element are 0 in operands, weights and results. So the popcount of the
 * XNOR is the number of elements less that of the XOR, and the sum of a row is the layer's span
 * less its <i>distance</i>, {@code Σ_b 2^b · popcount(xor(plane b, row))}.
 */
interface ProductKernel {

  /**
   * Sums of the rows.
   *
   * @param layer the weights, m rows of n
   * @param bits {@code [planes, ⌈n/64⌉, lanes]}
   * @param sums receives {@code [m, lanes]} from {@code start} on, each 0 to span
   */
  void sums(PackedLayer layer, long[] bits, int lanes, long[] sums, int start);

  /**
   * Sums of the rows, at once compared with the layer's thresholds.
   *
   * @param layer the weights, m rows of n, and m thresholds
   * @param kind the class of the place, which says what thresholds it has
   * @param bits {@code [planes, ⌈n/64⌉, lanes]}
   * @param results receives {@code [⌈m/64⌉, lanes]}: a bit is 1 where the sum is at least the
   *     threshold
   */
  void thresholds(PackedLayer layer, int kind, long[] bits, int lanes, long[] results);
}
