package dev.signet.sim;

/** Runs of wide operations; as {@link NarrowKernels}, with the number of words after the target. */
final class WideKernels {
  private WideKernels() {}

  static void copy(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      System.arraycopy(s, c[pc + 2], s, c[pc], c[pc + 1]);
    }
  }

  static void not(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      int target = c[pc];
      int words = c[pc + 1];
      int a = c[pc + 2];
      for (int i = 0; i < words; i++) {
        s[target + i] = ~s[a + i];
      }
      s[target + words - 1] &= -1L >>> c[pc + 3];
    }
  }

  static void and(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      int target = c[pc];
      int a = c[pc + 2];
      int b = c[pc + 3];
      for (int i = 0; i < c[pc + 1]; i++) {
        s[target + i] = s[a + i] & s[b + i];
      }
    }
  }

  static void or(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      int target = c[pc];
      int a = c[pc + 2];
      int b = c[pc + 3];
      for (int i = 0; i < c[pc + 1]; i++) {
        s[target + i] = s[a + i] | s[b + i];
      }
    }
  }

  static void xor(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      int target = c[pc];
      int a = c[pc + 2];
      int b = c[pc + 3];
      for (int i = 0; i < c[pc + 1]; i++) {
        s[target + i] = s[a + i] ^ s[b + i];
      }
    }
  }

  static void xnor(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      int target = c[pc];
      int words = c[pc + 1];
      int a = c[pc + 2];
      int b = c[pc + 3];
      for (int i = 0; i < words; i++) {
        s[target + i] = ~(s[a + i] ^ s[b + i]);
      }
      s[target + words - 1] &= -1L >>> c[pc + 4];
    }
  }

  static void add(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      int target = c[pc];
      int words = c[pc + 1];
      long carry = 0;
      for (int i = 0; i < words; i++) {
        long a = s[c[pc + 2] + i];
        long partial = a + s[c[pc + 3] + i];
        long sum = partial + carry;
        carry =
            Long.compareUnsigned(partial, a) < 0 || Long.compareUnsigned(sum, partial) < 0 ? 1 : 0;
        s[target + i] = sum;
      }
      s[target + words - 1] &= -1L >>> c[pc + 4];
    }
  }

  static void subtract(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      int target = c[pc];
      int words = c[pc + 1];
      long borrow = 0;
      for (int i = 0; i < words; i++) {
        long a = s[c[pc + 2] + i];
        long b = s[c[pc + 3] + i];
        long partial = a - b;
        boolean under = Long.compareUnsigned(a, b) < 0 || Long.compareUnsigned(partial, borrow) < 0;
        s[target + i] = partial - borrow;
        borrow = under ? 1 : 0;
      }
      s[target + words - 1] &= -1L >>> c[pc + 4];
    }
  }

  static void equal(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      long difference = 0;
      for (int i = 0; i < c[pc + 1]; i++) {
        difference |= s[c[pc + 2] + i] ^ s[c[pc + 3] + i];
      }
      s[c[pc]] = difference == 0 ? 1 : 0;
    }
  }

  static void unsignedLess(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = compare(s, c[pc + 2], c[pc + 3], c[pc + 1]) < 0 ? 1 : 0;
    }
  }

  static void signedLess(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      int last = c[pc + 1] - 1;
      long a = s[c[pc + 2] + last] << c[pc + 4];
      long b = s[c[pc + 3] + last] << c[pc + 4];
      boolean less = a < b || (a == b && compare(s, c[pc + 2], c[pc + 3], last) < 0);
      s[c[pc]] = less ? 1 : 0;
    }
  }

  static void atLeast(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = compare(s, c[pc + 2], c[pc + 3], c[pc + 1]) >= 0 ? 1 : 0;
    }
  }

  private static int compare(long[] s, int a, int b, int words) {
    for (int i = words - 1; i >= 0; i--) {
      int order = Long.compareUnsigned(s[a + i], s[b + i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Multiplies the sign-extended operands modulo 2^(64 · words), word by word. */
  static void multiply(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 9) {
      int words = c[pc + 1];
      long[] a = signExtended(s, c[pc + 2], c[pc + 3], c[pc + 4], words);
      long[] b = signExtended(s, c[pc + 5], c[pc + 6], c[pc + 7], words);
      long[] product = new long[words];
      for (int i = 0; i < words; i++) {
        long carry = 0;
        for (int j = 0; i + j < words; j++) {
          long low = a[i] * b[j];
          long high = Math.unsignedMultiplyHigh(a[i], b[j]);
          long partial = product[i + j] + low;
          high += Long.compareUnsigned(partial, low) < 0 ? 1 : 0;
          long sum = partial + carry;
          high += Long.compareUnsigned(sum, carry) < 0 ? 1 : 0;
          product[i + j] = sum;
          carry = high;
        }
      }
      product[words - 1] &= -1L >>> c[pc + 8];
      System.arraycopy(product, 0, s, c[pc], words);
    }
  }

  private static long[] signExtended(long[] s, int from, int words, int mask, int toWords) {
    long[] extended = new long[toWords];
    System.arraycopy(s, from, extended, 0, words);
    long top = extended[words - 1] << mask >> mask;
    extended[words - 1] = top;
    for (int i = words; i < toWords; i++) {
      extended[i] = top >> 63;
    }
    return extended;
  }

  static void mux(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      int from = c[s[c[pc + 2]] != 0 ? pc + 3 : pc + 4];
      System.arraycopy(s, from, s, c[pc], c[pc + 1]);
    }
  }

  static void signExtend(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 6) {
      int target = c[pc];
      int words = c[pc + 1];
      int operandWords = c[pc + 3];
      System.arraycopy(s, c[pc + 2], s, target, operandWords);
      long top = s[target + operandWords - 1] << c[pc + 4] >> c[pc + 4];
      s[target + operandWords - 1] = top;
      for (int i = operandWords; i < words; i++) {
        s[target + i] = top >> 63;
      }
      s[target + words - 1] &= -1L >>> c[pc + 5];
    }
  }

  static void popcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      int count = 0;
      for (int i = c[pc + 2]; i < c[pc + 2] + c[pc + 1]; i++) {
        count += Long.bitCount(s[i]);
      }
      s[c[pc]] = count;
    }
  }

  static void xnorPopcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      int words = c[pc + 1];
      int a = c[pc + 2];
      int b = c[pc + 3];
      // Unused bits of both are 0, so they agree; they are taken off at the end.
      int count = -c[pc + 4];
      for (int i = 0; i < words; i++) {
        count += Long.bitCount(~(s[a + i] ^ s[b + i]));
      }
      s[c[pc]] = count;
    }
  }

  static void andPopcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      int a = c[pc + 2];
      int b = c[pc + 3];
      int count = 0;
      for (int i = 0; i < c[pc + 1]; i++) {
        count += Long.bitCount(s[a + i] & s[b + i]);
      }
      s[c[pc]] = count;
    }
  }

  static void xorPopcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      int a = c[pc + 2];
      int b = c[pc + 3];
      int count = 0;
      for (int i = 0; i < c[pc + 1]; i++) {
        count += Long.bitCount(s[a + i] ^ s[b + i]);
      }
      s[c[pc]] = count;
    }
  }

  static void xnorPopcountRows(long[] s, int[] c, int pc, int end) {
    while (pc < end) {
      int rows = c[pc];
      int words = c[pc + 1];
      int a = c[pc + 2];
      int matrix = c[pc + 3];
      int unused = c[pc + 4];
      int[] counts = new int[rows];
      for (int i = 0; i < words; i++) {
        accumulate(counts, s, matrix + i * rows, ~s[a + i]);
      }
      pc += 5;
      for (int row = 0; row < rows; row++) {
        s[c[pc + row]] = (long) counts[row] - unused;
      }
      pc += rows;
    }
  }

  /** A method of its own, and ints for the counts, so that the loop becomes vector code. */
  private static void accumulate(int[] counts, long[] s, int from, long inverted) {
    for (int row = 0; row < counts.length; row++) {
      counts[row] += Long.bitCount(inverted ^ s[from + row]);
    }
  }
}
