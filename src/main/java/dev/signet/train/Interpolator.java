package dev.signet.train;

import java.util.Arrays;

/**
 * Moves images of bytes. Between pixels it interpolates in both directions and rounds to the
 * nearest byte; where a {@link Warp} is exact, so is the result.
 *
 * <p>Most images are empty round about. So what is looked at is the box around the pixels that are
 * not 0, and one place further; there each pixel is put together with its neighbours to the right,
 * below, and both, so that a result takes one look and no care of borders.
 *
 * <p>Mutable; for one thread at a time.
 */
final class Interpolator {
  /** Bits of the weights that neighbouring pixels are mixed by. */
  private static final int WEIGHT_BITS = 8;

  private static final int ONE = 1 << WEIGHT_BITS;
  private static final int HALF = 1 << (2 * WEIGHT_BITS - 1);

  /** Two pixels of an int, with room for a product each. */
  private static final int EVEN_BYTES = 0x00ff_00ff;

  private final PixelGrid grid;
  private final byte[] emptyRow;

  /** The four neighbours of each place of the box, from the lowest byte on. */
  private final int[] neighbours;

  /** The box of the last plane, ends exclusive. */
  private int top;

  private int bottom;
  private int left;
  private int right;

  /**
   * @param grid extents of the images
   */
  Interpolator(PixelGrid grid) {
    this.grid = grid;
    emptyRow = new byte[grid.width()];
    neighbours = new int[Math.multiplyExact(grid.height() + 1, grid.width() + 1)];
  }

  /**
   * Moves an image.
   *
   * @param pixels holds the image {@code [channels, height, width]} from {@code offset} on
   * @param result {@code [channels, height, width]}
   */
  void apply(Warp warp, byte[] pixels, int offset, byte[] result) {
    Arrays.fill(result, (byte) 0);
    int plane = grid.height() * grid.width();
    for (int channel = 0; channel < grid.channels(); channel++) {
      findBox(pixels, offset + channel * plane);
      if (top < bottom) {
        gather(pixels, offset + channel * plane);
        for (int y = 0; y < grid.height(); y++) {
          mixRow(warp, y, result, channel * plane + y * grid.width());
        }
      }
    }
  }

  private void findBox(byte[] pixels, int start) {
    int width = grid.width();
    top = grid.height();
    bottom = 0;
    left = width;
    right = 0;
    for (int y = 0; y < grid.height(); y++) {
      int row = start + y * width;
      int first = Arrays.mismatch(pixels, row, row + width, emptyRow, 0, width);
      if (first >= 0) {
        int last = width - 1;
        while (pixels[row + last] == 0) {
          last--;
        }
        top = Math.min(top, y);
        bottom = y + 1;
        left = Math.min(left, first);
        right = Math.max(right, last + 1);
      }
    }
  }

  /** Places from one above and left of the box to its last row and column. */
  private void gather(byte[] pixels, int start) {
    int width = grid.width();
    int place = 0;
    for (int y = top - 1; y < bottom; y++) {
      int upperMask = y >= top ? 0xff : 0;
      int lowerMask = y + 1 < bottom ? 0xff : 0;
      int upper = start + Math.max(y, top) * width;
      int lower = start + Math.min(y + 1, bottom - 1) * width;
      int before = 0;
      for (int x = left; x < right; x++) {
        int pair =
            (pixels[upper + x] & upperMask) | ((pixels[lower + x] & lowerMask) << Short.SIZE);
        neighbours[place++] = before | (pair << Byte.SIZE);
        before = pair;
      }
      neighbours[place++] = before;
    }
  }

  private void mixRow(Warp warp, int y, byte[] result, int target) {
    int columns = right - left + 1;
    long endX = (long) columns << Warp.FRACTION_BITS;
    long endY = (long) (bottom - top + 1) << Warp.FRACTION_BITS;
    // Relative to the first place, so that one comparison tells whether it is in the box.
    long sourceX = warp.xStart() + y * warp.xByY() - ((long) (left - 1) << Warp.FRACTION_BITS);
    long sourceY = warp.yStart() + y * warp.yByY() - ((long) (top - 1) << Warp.FRACTION_BITS);
    int x = 0;
    while (x < grid.width() && !isWithin(sourceX, endX, sourceY, endY)) {
      x++;
      sourceX += warp.xByX();
      sourceY += warp.yByX();
    }
    while (x < grid.width() && isWithin(sourceX, endX, sourceY, endY)) {
      int row = (int) (sourceY >> Warp.FRACTION_BITS);
      int place = row * columns + (int) (sourceX >> Warp.FRACTION_BITS);
      result[target + x] = mix(neighbours[place], weight(sourceX), weight(sourceY));
      x++;
      sourceX += warp.xByX();
      sourceY += warp.yByX();
    }
  }

  private static boolean isWithin(long x, long endX, long y, long endY) {
    return Long.compareUnsigned(x, endX) < 0 && Long.compareUnsigned(y, endY) < 0;
  }

  private static int weight(long coordinate) {
    return (int) (coordinate >> (Warp.FRACTION_BITS - WEIGHT_BITS)) & (ONE - 1);
  }

  /**
   * The mean of four pixels, by weights.
   *
   * @param right weight of the right ones, of 256
   * @param below weight of the lower ones, of 256
   */
  private static byte mix(int pixels, int right, int below) {
    int columns =
        (pixels & EVEN_BYTES) * (ONE - right) + ((pixels >>> Byte.SIZE) & EVEN_BYTES) * right;
    int upper = columns & 0xffff;
    int lower = columns >>> Short.SIZE;
    return (byte) ((upper * (ONE - below) + lower * below + HALF) >> (2 * WEIGHT_BITS));
  }
}
