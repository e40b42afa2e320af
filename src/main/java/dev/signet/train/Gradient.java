package dev.signet.train;

/**
 * The loss's gradient by a value. Each stage that takes the value adds its part to those before,
 * the first one sets it.
 *
 * <p>Mutable.
 */
final class Gradient {
  /** {@code [batch·places, stride of channels]}; empty where nobody asks for it. */
  final float[][] rows;

  private boolean started;

  Gradient(float[][] rows) {
    this.rows = rows;
  }

  /** Of rows of so many channels. */
  static Gradient of(int rows, int channels) {
    return new Gradient(new float[rows][SignColumns.stride(channels)]);
  }

  /** By what no weight depends on: nothing. */
  static Gradient none() {
    return new Gradient(new float[0][]);
  }

  boolean isWanted() {
    return rows.length > 0;
  }

  /** Whether it is kept in this memory. */
  @SuppressWarnings("ReferenceEquality") // Equal is not enough.
  boolean isIn(float[][] memory) {
    return rows == memory;
  }

  /** A new batch. */
  void clear() {
    started = false;
  }

  /** Whether there is something that a part is to be added to; from now on there is. */
  boolean start() {
    boolean before = started;
    started = true;
    return before;
  }

  /**
   * Takes a part of the gradient over, for some rows and channels.
   *
   * @param part {@code [rows, channels]}
   * @param add whether to what there is
   */
  void take(float[][] part, int first, int end, int from, int to, boolean add) {
    for (int row = first; row < end; row++) {
      float[] total = rows[row];
      float[] slopes = part[row];
      if (add) {
        for (int channel = from; channel < to; channel++) {
          total[channel] += slopes[channel];
        }
      } else {
        System.arraycopy(slopes, from, total, from, to - from);
      }
    }
  }
}
