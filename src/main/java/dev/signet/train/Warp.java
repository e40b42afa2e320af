package dev.signet.train;

import dev.signet.data.RandomStream;
import dev.signet.network.Augmentation;
import java.util.Arrays;
import java.util.List;

/**
 * Where the pixels of a moved image come from, as an affine map in fixed-point numbers: what is at
 * (x, y) of the result was at ({@code xStart + x·xByX + y·xByY}, {@code yStart + x·yByX + y·yByY}).
 * Several augmentations are one map, so that an image is interpolated once.
 *
 * <p>The map is the same on every machine, and all behind it are integers.
 */
record Warp(long xByX, long xByY, long yByX, long yByY, long xStart, long yStart) {
  /** Bits of a coordinate below the point. */
  static final int FRACTION_BITS = 32;

  private static final long ONE = 1L << FRACTION_BITS;

  /**
   * Chooses how an image is moved, all channels of it alike; the first augmentation is the first to
   * be done. A signal is moved along its length alone.
   *
   * @throws IllegalArgumentException when a signal is to be turned
   */
  static Warp draw(List<Augmentation> augmentations, PixelGrid grid, RandomStream random) {
    // Back from the result to the source, both relative to the centre.
    Inverse inverse = new Inverse(1, 0, 0, 1, 0, 0);
    for (Augmentation augmentation : augmentations) {
      if (random.nextDouble() >= augmentation.chance()) {
        continue;
      }
      inverse =
          switch (augmentation) {
            case Augmentation.Shift shift -> {
              int range = 2 * shift.pixels() + 1;
              int right = random.nextInt(range) - shift.pixels();
              int down = grid.signal() ? 0 : random.nextInt(range) - shift.pixels();
              yield inverse.movedBack(right, down);
            }
            case Augmentation.Rotate rotate -> {
              if (grid.signal()) {
                throw new IllegalArgumentException("a signal cannot be turned");
              }
              double angle =
                  StrictMath.toRadians(random.between(-rotate.degrees(), rotate.degrees()));
              double cos = StrictMath.cos(angle);
              double sin = StrictMath.sin(angle);
              yield inverse.after(cos, sin, -sin, cos);
            }
            case Augmentation.Zoom zoom -> {
              double back = 1 / random.between(1 - zoom.share(), 1 + zoom.share());
              yield inverse.after(back, 0, 0, grid.signal() ? 1 : back);
            }
            case Augmentation.Flip _ -> inverse.after(-1, 0, 0, 1);
          };
    }
    return inverse.about((grid.width() - 1) / 2.0, (grid.height() - 1) / 2.0);
  }

  /** Source x = {@code a·x + b·y + right}, source y = {@code c·x + d·y + down}. */
  private record Inverse(double a, double b, double c, double d, double right, double down) {

    /** This of what was moved. */
    Inverse movedBack(int byX, int byY) {
      return new Inverse(a, b, c, d, right - (a * byX + b * byY), down - (c * byX + d * byY));
    }

    /** This of what the matrix makes of a place. */
    Inverse after(double p, double q, double r, double s) {
      return new Inverse(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, right, down);
    }

    Warp about(double centreX, double centreY) {
      return new Warp(
          fixed(a),
          fixed(b),
          fixed(c),
          fixed(d),
          fixed(centreX - a * centreX - b * centreY + right),
          fixed(centreY - c * centreX - d * centreY + down));
    }

    private static long fixed(double value) {
      return Math.round(value * ONE);
    }
  }

  /** Whether every pixel is one of the source, or outside: nothing but shifted and mirrored. */
  boolean isExact() {
    return Math.abs(xByX) == ONE
        && xByY == 0
        && yByX == 0
        && yByY == ONE
        && xStart % ONE == 0
        && yStart % ONE == 0;
  }

  /**
   * Moves an image of packed bits, 64 pixels of a row at once.
   *
   * @param bits the image {@code [channels, height, width]} in a row
   * @param result of the same length, set
   * @throws IllegalStateException when this is not exact
   */
  void applyToBits(long[] bits, PixelGrid grid, long[] result) {
    if (!isExact()) {
      throw new IllegalStateException("not exact: " + this);
    }
    Arrays.fill(result, 0);
    boolean mirrored = xByX < 0;
    int width = grid.width();
    int column = (int) (xStart >> FRACTION_BITS);
    int row = (int) (yStart >> FRACTION_BITS);
    for (int channel = 0; channel < grid.channels(); channel++) {
      int firstRow = channel * grid.height();
      for (int y = Math.max(0, -row); y < Math.min(grid.height(), grid.height() - row); y++) {
        int source = (firstRow + y + row) * width;
        int target = (firstRow + y) * width;
        for (int x = 0; x < width; x += Long.SIZE) {
          long pixels =
              mirrored
                  ? Long.reverse(window(bits, source, width, column - x - (Long.SIZE - 1)))
                  : window(bits, source, width, column + x);
          put(result, target + x, Math.min(Long.SIZE, width - x), pixels);
        }
      }
    }
  }

  /** The 64 pixels of a row from this column on; 0 where there are none. */
  private static long window(long[] bits, int row, int width, int from) {
    int first = Math.max(0, from);
    int end = Math.min(width, from + Long.SIZE);
    if (first >= end) {
      return 0;
    }
    int index = (row + first) / Long.SIZE;
    int shift = (row + first) % Long.SIZE;
    long pixels = bits[index] >>> shift;
    if (shift + end - first > Long.SIZE) {
      pixels |= bits[index + 1] << -shift;
    }
    return lowest(pixels, end - first) << (first - from);
  }

  /** Sets the first so many of 64 pixels, where there are zeros. */
  private static void put(long[] bits, int place, int count, long pixels) {
    int index = place / Long.SIZE;
    int shift = place % Long.SIZE;
    long kept = lowest(pixels, count);
    bits[index] |= kept << shift;
    if (shift + count > Long.SIZE) {
      bits[index + 1] |= kept >>> -shift;
    }
  }

  private static long lowest(long bits, int count) {
    return bits & (-1L >>> -count);
  }
}
