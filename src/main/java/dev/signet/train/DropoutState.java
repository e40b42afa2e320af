package dev.signet.train;

import dev.signet.data.RandomStream;

/**
 * Dropout of a product's inputs, and the inputs of one batch that are left.
 *
 * <p>An input that is kept counts {@link #scale} times, one that is dropped not at all. The sum
 * over those kept needs no product of its own: with the dropped inputs inverted, what they
 * contribute changes its sign, so that half the sum of both dot products is the dot product of
 * those kept.
 */
final class DropoutState {
  /** {@code 1/(1 − rate)}. */
  final float scale;

  /** The inputs' signs with those dropped inverted, packed, {@code [rows, words]}. */
  final long[][] inverted;

  /** The inputs as ±{@link #scale}, 0 where dropped, {@code [rows, stride of inputs]}. */
  final float[][] values;

  private final double rate;
  private final int inputs;

  /**
   * @param rate share that is dropped, in [0, 1)
   * @param inputs of a row
   */
  DropoutState(double rate, int rows, int inputs) {
    this.rate = rate;
    this.inputs = inputs;
    scale = (float) (1 / (1 - rate));
    inverted = new long[rows][SignBits.words(inputs)];
    values = new float[rows][SignColumns.stride(inputs)];
  }

  /**
   * Chooses what is dropped of a row.
   *
   * @param bits the row's signs, {@code [words]}
   */
  void draw(int row, long[] bits, RandomStream random) {
    float[] kept = values[row];
    SignBits.unpack(bits, kept, inputs);
    long[] other = inverted[row];
    for (int word = 0; word < other.length; word++) {
      int from = word * Long.SIZE;
      int to = Math.min(inputs, from + Long.SIZE);
      long dropped = 0;
      for (int input = from; input < to; input++) {
        boolean drop = random.nextDouble() < rate;
        kept[input] *= drop ? 0 : scale;
        dropped |= drop ? 1L << input : 0;
      }
      other[word] = bits[word] ^ dropped;
    }
  }

  /**
   * Turns the gradient by what was kept of a row into that by the row.
   *
   * @param gradient {@code [inputs]}, changed
   */
  void backward(int row, float[] gradient) {
    float[] kept = values[row];
    for (int input = 0; input < inputs; input++) {
      gradient[input] *= Math.abs(kept[input]);
    }
  }
}
