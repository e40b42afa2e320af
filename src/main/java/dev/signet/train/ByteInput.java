package dev.signet.train;

/**
 * The bytes that a first layer takes, of one batch: bit by bit for the exact sums forward, as
 * numbers for the weights' gradient.
 */
final class ByteInput {
  /** Packed rows, {@code [PLANES, batch]}. */
  final long[][][] planes;

  /** 0 to 255, {@code [batch, inputs]}. */
  final float[][] values;

  private final ByteSums sums;

  /**
   * @param units of the layer
   */
  ByteInput(int batch, int inputs, int units) {
    planes = new long[ByteSums.PLANES][batch][];
    values = new float[batch][inputs];
    sums = new ByteSums(batch, inputs, units);
  }

  /**
   * Takes an image over.
   *
   * @param images packed rows, of which the image's start at {@code first}
   */
  void take(int row, long[][] images, int first) {
    PixelCoding.BitPlanes.arrange(images, first, planes, row);
    PixelCoding.BitPlanes.join(planes, row, values[row]);
  }

  /** The layer's sums for a block of units, as {@link ByteSums#run} gives them. */
  void forward(int block, int batch, PackedWeights weights, int[][] result, Kernels kernels) {
    sums.run(planes, batch, weights, block, result, kernels);
  }
}
