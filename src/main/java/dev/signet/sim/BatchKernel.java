package dev.signet.sim;

/**
 * The inner loops of bulk inference: packing frames, and weights times many frames.
 *
 * <p>Frames lie in lanes: {@code bits[word * lanes + lane]} holds 64 consecutive elements of the
 * frame in that lane, so that one weight word meets all lanes in a run, whatever the size of the
 * layer. Integers of k bits lie as k such planes one after the other, the lowest first.
 *
 * <p>Bits beyond the last element are 0 in operands, weights and results. So the popcount of the
 * XNOR is the number of elements less that of the XOR, and the sum of a row is the layer's span
 * less its <i>distance</i>, {@code Σ_b 2^b · popcount(xor(plane b, row))}.
 */
interface BatchKernel {
  /**
   * Comparisons of a bit with a weight from which on a job gains more by wide vectors than it takes
   * to start them, which is some tenths of a second.
   */
  double WORTH_STARTING = 1e11;

  /**
   * The implementation for this machine and a job.
   *
   * @param comparisons of a bit with a weight, about how many the job takes
   */
  static BatchKernel forWork(double comparisons) {
    boolean wide =
        comparisons >= WORTH_STARTING
            && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && VectorBatchKernel.fitsMachine();
    return wide ? new VectorBatchKernel() : new PlainBatchKernel();
  }

  /**
   * Compares every element of some frames with one level; bytes that are 0 or 1 become bits at
   * level 1.
   *
   * @param first the first frame to take
   * @param count how many frames, at most the number of lanes
   * @param level 0 (always 1) to 256 (never)
   * @param bits receives {@code [⌈elementsPerFrame/64⌉, lanes]}: 1 where the element is at least
   *     the level
   */
  void packAtLeast(FrameBatch frames, int first, int count, int level, int lanes, long[] bits);

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

  /**
   * The index of the largest score in each lane, the lowest index on a tie.
   *
   * @param scores {@code [size, lanes]}
   * @param labels receives {@code [lanes]}
   */
  void largest(long[] scores, int size, int lanes, long[] labels);
}
