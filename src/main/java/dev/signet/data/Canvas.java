package dev.signet.data;

import java.util.Arrays;

/** A square of pixels on which round-ended segments are drawn with soft edges. */
final class Canvas {
  private final int size;

  /** How much of each pixel is ink, 0 to 1, {@code [size, size]}. */
  private final double[] ink;

  Canvas(int size) {
    this.size = size;
    this.ink = new double[size * size];
  }

  void clear() {
    Arrays.fill(ink, 0);
  }

  /** Draws a segment; coordinates and radius are in units of the canvas's side. */
  void segment(double x0, double y0, double x1, double y1, double radius) {
    double startX = x0 * size;
    double startY = y0 * size;
    double deltaX = (x1 - x0) * size;
    double deltaY = (y1 - y0) * size;
    double reach = Math.max(radius * size, 0.5);
    double lengthSquared = deltaX * deltaX + deltaY * deltaY;
    int left = bound(Math.min(startX, startX + deltaX) - reach - 1);
    int right = bound(Math.max(startX, startX + deltaX) + reach + 1);
    int top = bound(Math.min(startY, startY + deltaY) - reach - 1);
    int bottom = bound(Math.max(startY, startY + deltaY) + reach + 1);
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        double x = column + 0.5 - startX;
        double y = row + 0.5 - startY;
        double along =
            lengthSquared == 0
                ? 0
                : Math.clamp((x * deltaX + y * deltaY) / lengthSquared, 0.0, 1.0);
        double offX = x - along * deltaX;
        double offY = y - along * deltaY;
        double covered = reach + 0.5 - Math.sqrt(offX * offX + offY * offY);
        int pixel = row * size + column;
        ink[pixel] = Math.max(ink[pixel], Math.clamp(covered, 0.0, 1.0));
      }
    }
  }

  private int bound(double coordinate) {
    return Math.clamp((long) Math.ceil(coordinate), 0, size);
  }

  /** Writes the pixels as bytes, with uneven ink, a grainy ground and a few specks. */
  void store(RandomStream random, byte[] pixels, int offset) {
    double strength = random.between(190, 255);
    for (int pixel = 0; pixel < ink.length; pixel++) {
      double grain = random.between(-40, 40);
      boolean speck = random.nextInt(100) < 1;
      double level = strength * (speck ? 1 - ink[pixel] : ink[pixel]) + grain;
      pixels[offset + pixel] = (byte) Math.clamp((long) level, 0, 255);
    }
  }
}
