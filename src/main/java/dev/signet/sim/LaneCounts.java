package dev.signet.sim;

/** Popcounts of words of all lanes. */
interface LaneCounts {

  /**
   * How many bits of some words agree with others that are the same for all lanes.
   *
   * @param to receives {@code start + Σ popcount(xnor(words[k], shared[from + k·step]))}
   * @param words at least one, of all lanes each
   */
  void agreeing(long[] to, long[][] words, long[] shared, int from, int step, long start);

  /** The implementation for this machine. */
  static LaneCounts ofMachine() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && VectorBatchKernel.fitsMachine()
        ? new VectorLaneCounts()
        : new PlainLaneCounts();
  }
}
