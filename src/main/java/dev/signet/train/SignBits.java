package dev.signet.train;

import dev.signet.data.ImageSet;

/** Signs packed into words: bit i of word w stands for element 64·w + i, 1 for +1. */
final class SignBits {
  private SignBits() {}

  static int words(int bits) {
    return (bits + Long.SIZE - 1) / Long.SIZE;
  }

  /**
   * Images binarized: a bit is 1 where the pixel is at least the threshold.
   *
   * @return {@code [count, words]}
   */
  static long[][] pack(ImageSet images, int threshold, Workers workers) {
    int size = images.shape().size();
    long[][] rows = new long[images.count()][];
    int perTask = 256;
    workers.run(
        (rows.length + perTask - 1) / perTask,
        (task, worker) -> {
          int end = Math.min(rows.length, (task + 1) * perTask);
          for (int image = task * perTask; image < end; image++) {
            rows[image] = pack(images.pixels(), image * size, size, threshold);
          }
        });
    return rows;
  }

  private static long[] pack(byte[] pixels, int offset, int size, int threshold) {
    long[] row = new long[words(size)];
    for (int index = 0; index < size; index++) {
      if (Byte.toUnsignedInt(pixels[offset + index]) >= threshold) {
        row[index / Long.SIZE] |= 1L << index;
      }
    }
    return row;
  }

  /** One word of the signs of 64 values, or fewer at the end; the values hold no −0.0 or NaN. */
  static long packWord(float[] values, int from, int to) {
    long word = 0;
    for (int index = from; index < to; index++) {
      int positive = ~Float.floatToRawIntBits(values[index]) >>> 31;
      word |= (long) positive << (index - from);
    }
    return word;
  }
}
