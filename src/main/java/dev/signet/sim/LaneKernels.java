package dev.signet.sim;

/**
 * Operations on single words of all lanes, one small loop each without a branch in it, so that it
 * becomes vector code. Operands and results are as {@link NarrowKernels} has them.
 */
final class LaneKernels {
  private LaneKernels() {}

  static void not(long[] to, long[] a, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] = ~a[i] & used;
    }
  }

  static void and(long[] to, long[] a, long[] b) {
    for (int i = 0; i < to.length; i++) {
      to[i] = a[i] & b[i];
    }
  }

  static void or(long[] to, long[] a, long[] b) {
    for (int i = 0; i < to.length; i++) {
      to[i] = a[i] | b[i];
    }
  }

  static void xor(long[] to, long[] a, long[] b) {
    for (int i = 0; i < to.length; i++) {
      to[i] = a[i] ^ b[i];
    }
  }

  static void xnor(long[] to, long[] a, long[] b, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] = ~(a[i] ^ b[i]) & used;
    }
  }

  static void add(long[] to, long[] a, long[] b, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] = (a[i] + b[i]) & used;
    }
  }

  static void subtract(long[] to, long[] a, long[] b, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] = (a[i] - b[i]) & used;
    }
  }

  static void equal(long[] to, long[] a, long[] b) {
    for (int i = 0; i < to.length; i++) {
      long difference = a[i] ^ b[i];
      to[i] = ~(difference | -difference) >>> 63;
    }
  }

  /** The borrow of the difference (Warren, Hacker's Delight, 2-12). */
  static void unsignedLess(long[] to, long[] a, long[] b) {
    for (int i = 0; i < to.length; i++) {
      to[i] = ((~a[i] & b[i]) | ((~a[i] | b[i]) & (a[i] - b[i]))) >>> 63;
    }
  }

  static void atLeast(long[] to, long[] a, long[] b) {
    for (int i = 0; i < to.length; i++) {
      to[i] = ~((~a[i] & b[i]) | ((~a[i] | b[i]) & (a[i] - b[i]))) >>> 63;
    }
  }

  /** The sign of the difference, but for overflow (Warren, Hacker's Delight, 2-12). */
  static void signedLess(long[] to, long[] a, long[] b, int mask) {
    for (int i = 0; i < to.length; i++) {
      long x = a[i] << mask;
      long y = b[i] << mask;
      to[i] = ((x & ~y) | (~(x ^ y) & (x - y))) >>> 63;
    }
  }

  static void multiply(long[] to, long[] a, long[] b, int maskA, int maskB, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] = ((a[i] << maskA >> maskA) * (b[i] << maskB >> maskB)) & used;
    }
  }

  static void mux(long[] to, long[] condition, long[] whenSet, long[] whenClear) {
    for (int i = 0; i < to.length; i++) {
      to[i] = whenClear[i] ^ ((whenSet[i] ^ whenClear[i]) & -condition[i]);
    }
  }

  static void signExtend(long[] to, long[] a, int maskA, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] = (a[i] << maskA >> maskA) & used;
    }
  }

  /** Some bits at another place, and 0 elsewhere. */
  static void bits(long[] to, long[] a, int right, int left, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] = ((a[i] >>> right) & used) << left;
    }
  }

  /** The same, beside what is there already. */
  static void addBits(long[] to, long[] a, int right, int left, int mask) {
    long used = -1L >>> mask;
    for (int i = 0; i < to.length; i++) {
      to[i] |= ((a[i] >>> right) & used) << left;
    }
  }

  /** Four values of one bit, side by side from a place on, beside what is there already. */
  static void addFour(long[] to, long[] a, long[] b, long[] c, long[] d, int left) {
    for (int i = 0; i < to.length; i++) {
      to[i] |= (a[i] | (b[i] << 1) | (c[i] << 2) | (d[i] << 3)) << left;
    }
  }
}
