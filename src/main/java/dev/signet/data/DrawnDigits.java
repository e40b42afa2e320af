package dev.signet.data;

import dev.signet.network.Shape;

/**
 * Digits drawn with a pen that shakes: a data set for machines that have none.
 *
 * <p>Each image is one of a few ways to write its digit, with every control point a little off,
 * then turned, sheared, scaled and shifted, and drawn with a pen of random width on a noisy ground.
 * Only operations that give the same bits everywhere are used, so a seed means the same images on
 * every machine.
 */
public final class DrawnDigits {
  /** Smallest side of an image. */
  public static final int MIN_SIZE = 8;

  /** Largest side of an image. */
  public static final int MAX_SIZE = 64;

  /** Most images of a split. */
  public static final int MAX_IMAGES = 500_000;

  private static final int CLASSES = 10;

  private DrawnDigits() {}

  /**
   * Draws a data set. An image depends on the seed, its split and its place alone, so a smaller set
   * is the start of a larger one. Digits come in turn: image i shows i mod 10.
   *
   * @param size side of the square images {@code [1, size, size]}, 8 to 64
   * @param train images to train with, 1 to 500,000
   * @param test images to test with, 1 to 500,000
   * @param seed of every random choice
   * @throws DataException when an argument is out of range
   */
  public static DataSet draw(int size, int train, int test, long seed) {
    checkRange("size", size, MIN_SIZE, MAX_SIZE);
    checkRange("train", train, 1, MAX_IMAGES);
    checkRange("test", test, 1, MAX_IMAGES);
    return new DataSet("digits", split(size, train, seed, 0), split(size, test, seed, 1));
  }

  private static void checkRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new DataException(
          "'" + name + "' of drawn digits is " + value + "; it can be " + min + " to " + max);
    }
  }

  private static ImageSet split(int size, int count, long seed, int split) {
    if ((long) size * size * count > Integer.MAX_VALUE - 16) {
      throw new DataException(count + " drawn digits of size " + size + " do not fit in memory");
    }
    byte[] pixels = new byte[size * size * count];
    byte[] labels = new byte[count];
    Canvas canvas = new Canvas(size);
    for (int image = 0; image < count; image++) {
      RandomStream random = RandomStream.of(seed, split, image);
      int digit = image % CLASSES;
      labels[image] = (byte) digit;
      canvas.clear();
      Pen pen = new Pen(random, canvas);
      DigitShapes.draw(digit, random, pen);
      canvas.store(random, pixels, image * size * size);
    }
    return new ImageSet(Shape.of(1, size, size), pixels, labels, CLASSES);
  }
}
