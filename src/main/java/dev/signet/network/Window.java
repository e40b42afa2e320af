package dev.signet.network;

/**
 * A window that slides over a feature map, row by row.
 *
 * @param rows how it moves down
 * @param columns how it moves to the right
 */
public record Window(Extent rows, Extent columns) {

  /**
   * One direction of a window.
   *
   * @param kernel places it covers, at least 1
   * @param stride places it moves on, at least 1
   * @param before places of padding before the first of the map, 0 to {@code kernel − 1}
   * @param after places of padding behind the last, 0 to {@code kernel − 1}
   */
  public record Extent(int kernel, int stride, int before, int after) {
    /** One place at a time, each for itself. */
    public static final Extent ONE = new Extent(1, 1, 0, 0);

    public Extent {
      if (kernel < 1
          || stride < 1
          || before < 0
          || after < 0
          || before >= kernel
          || after >= kernel) {
        throw new IllegalArgumentException(
            "kernel %d, stride %d, padding %d and %d".formatted(kernel, stride, before, after));
      }
    }

    /** Without padding. */
    public static Extent valid(int kernel, int stride) {
      return new Extent(kernel, stride, 0, 0);
    }

    /**
     * With as much padding as makes {@code ⌈length / stride⌉} results, the odd place behind, as
     * TensorFlow's {@code SAME} has it.
     */
    public static Extent same(int kernel, int stride, int length) {
      int results = Math.ceilDiv(length, stride);
      int padding = Math.max(0, (results - 1) * stride + kernel - length);
      return new Extent(kernel, stride, padding / 2, padding - padding / 2);
    }

    /**
     * How many results there are along a length, {@code ⌊(length + padding − kernel) / stride⌋ +
     * 1}; 0 or less where the window does not fit.
     */
    public int results(int length) {
      return Math.floorDiv(length + before + after - kernel, stride) + 1;
    }

    /** The first place under the window of a result; negative in the padding. */
    public int first(int result) {
      return result * stride - before;
    }

    /** How many places of a map of this length lie under the window of a result. */
    public int covered(int result, int length) {
      return Math.max(0, Math.min(length, first(result) + kernel) - Math.max(0, first(result)));
    }
  }

  /** The number of places it covers. */
  public int taps() {
    return rows.kernel() * columns.kernel();
  }

  /** Whether some place under it can lie outside of the map. */
  public boolean isPadded() {
    return rows.before() + rows.after() + columns.before() + columns.after() > 0;
  }
}
