package dev.signet.data;

/**
 * Random numbers that are the same on every machine and every JDK: SplitMix64 (Steele, Lea and
 * Flood, 2014), written out. Not thread-safe; take one stream for each independent thing.
 */
public final class RandomStream {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private RandomStream(long state) {
    this.state = state;
  }

  /**
   * The stream of a seed and a path of numbers below it, such as a split and an image's index.
   * Streams of different paths are unrelated.
   */
  public static RandomStream of(long seed, long... path) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (long part : path) {
      state = mix(state * 0xd1342543de82ef95L + mix(part + GOLDEN_GAMMA));
    }
    return new RandomStream(state);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [from, to). */
  public double between(double from, double to) {
    return from + (to - from) * nextDouble();
  }

  /**
   * Uniform in 0 to {@code bound − 1}.
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    // The bias of the multiply-shift is below bound/2⁶⁴.
    return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
  }

  /** The numbers 0 to {@code size − 1} in random order (Fisher and Yates). */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int index = 0; index < size; index++) {
      int other = nextInt(index + 1);
      order[index] = order[other];
      order[other] = index;
    }
    return order;
  }
}
