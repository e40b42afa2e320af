package dev.signet.lower;

import java.util.Arrays;

/**
 * Whether the decisions between two classes can be made by integer scores at all.
 *
 * <p>Let both classes' counts be in rising order of their values, and let the higher class lose at
 * its first {@code b(i)} positions where the lower class is at position i. Affine scores decide
 * just so where a straight line y stays between: {@code b(i) − 1 ≤ y(i) < b(i)}. So there are none
 * where the upper hull of the points below the line meets the lower hull of those above it, which
 * integers tell exactly. Float32's rounding bends the boundary like this where it moves values by
 * as much as a count does.
 */
final class BoundaryLine {
  private final int span;
  private final Hull below = new Hull(1);
  private final Hull above = new Hull(-1);

  /**
   * @param span the last position of both classes
   */
  BoundaryLine(int span) {
    this.span = span;
  }

  /**
   * Adds the next point of the boundary.
   *
   * @param position from 0 on, rising
   * @param losing b at this position, 0 to span + 1
   */
  void add(int position, int losing) {
    if (losing > 0) {
      below.add(position, losing - 1);
    }
    if (losing <= span) {
      above.add(position, losing);
    }
  }

  /** Whether some line stays between all points that were added. */
  boolean exists() {
    return below.isApartFrom(above) && above.isApartFrom(below);
  }

  /** One side of the convex hull of points that come from left to right. */
  private static final class Hull {
    private final int sign;
    private long[] xs = new long[16];
    private long[] ys = new long[16];
    private int size;

    /**
     * @param sign 1 for the upper side, −1 for the lower
     */
    Hull(int sign) {
      this.sign = sign;
    }

    void add(long x, long y) {
      while (size >= 2 && sign * turn(size - 2, size - 1, x, y) >= 0) {
        size--;
      }
      if (size == xs.length) {
        xs = Arrays.copyOf(xs, 2 * size);
        ys = Arrays.copyOf(ys, 2 * size);
      }
      xs[size] = x;
      ys[size] = y;
      size++;
    }

    /** Above 0 where the point lies to the left of the way from one corner to another. */
    private long turn(int from, int to, long x, long y) {
      return (xs[to] - xs[from]) * (y - ys[from]) - (ys[to] - ys[from]) * (x - xs[from]);
    }

    /** Whether each corner is on this hull's side of the other's edge at its place, if any. */
    boolean isApartFrom(Hull other) {
      int edge = 0;
      for (int corner = 0; corner < size; corner++) {
        while (edge + 1 < other.size && other.xs[edge + 1] < xs[corner]) {
          edge++;
        }
        if (edge + 1 < other.size
            && other.xs[edge] <= xs[corner]
            && sign * other.turn(edge, edge + 1, xs[corner], ys[corner]) >= 0) {
          return false;
        }
      }
      return true;
    }
  }
}
