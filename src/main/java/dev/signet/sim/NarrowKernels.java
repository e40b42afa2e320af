package dev.signet.sim;

import dev.signet.network.PackedBytes;

/**
 * Runs of narrow operations: {@code s} is the state, {@code c} the program from {@code pc} to
 * {@code end}; see {@link CycleOpcode} for the operands. One small loop each, so that each is
 * compiled well.
 */
final class NarrowKernels {
  private NarrowKernels() {}

  static void not(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = ~s[c[pc + 1]] & -1L >>> c[pc + 2];
    }
  }

  static void and(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = s[c[pc + 1]] & s[c[pc + 2]];
    }
  }

  static void or(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = s[c[pc + 1]] | s[c[pc + 2]];
    }
  }

  static void xor(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = s[c[pc + 1]] ^ s[c[pc + 2]];
    }
  }

  static void xnor(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = ~(s[c[pc + 1]] ^ s[c[pc + 2]]) & -1L >>> c[pc + 3];
    }
  }

  static void add(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = s[c[pc + 1]] + s[c[pc + 2]] & -1L >>> c[pc + 3];
    }
  }

  static void subtract(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = s[c[pc + 1]] - s[c[pc + 2]] & -1L >>> c[pc + 3];
    }
  }

  static void equal(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = s[c[pc + 1]] == s[c[pc + 2]] ? 1 : 0;
    }
  }

  static void unsignedLess(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = Long.compareUnsigned(s[c[pc + 1]], s[c[pc + 2]]) < 0 ? 1 : 0;
    }
  }

  static void signedLess(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = s[c[pc + 1]] << c[pc + 3] < s[c[pc + 2]] << c[pc + 3] ? 1 : 0;
    }
  }

  static void atLeast(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = Long.compareUnsigned(s[c[pc + 1]], s[c[pc + 2]]) >= 0 ? 1 : 0;
    }
  }

  static void multiply(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 6) {
      long a = s[c[pc + 1]] << c[pc + 3] >> c[pc + 3];
      long b = s[c[pc + 2]] << c[pc + 4] >> c[pc + 4];
      s[c[pc]] = a * b & -1L >>> c[pc + 5];
    }
  }

  static void mux(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = s[c[s[c[pc + 1]] != 0 ? pc + 2 : pc + 3]];
    }
  }

  static void signExtend(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = s[c[pc + 1]] << c[pc + 2] >> c[pc + 2] & -1L >>> c[pc + 3];
    }
  }

  static void popcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 2) {
      s[c[pc]] = Long.bitCount(s[c[pc + 1]]);
    }
  }

  static void xnorPopcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 4) {
      s[c[pc]] = Long.bitCount(~(s[c[pc + 1]] ^ s[c[pc + 2]]) & -1L >>> c[pc + 3]);
    }
  }

  static void andPopcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = Long.bitCount(s[c[pc + 1]] & s[c[pc + 2]]);
    }
  }

  static void xorPopcount(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 3) {
      s[c[pc]] = Long.bitCount(s[c[pc + 1]] ^ s[c[pc + 2]]);
    }
  }

  static void bytesAtLeast(long[] s, int[] c, int pc, int end) {
    while (pc < end) {
      int target = c[pc];
      int level = c[pc + 2];
      int first = pc + 3;
      int last = first + c[pc + 1];
      long word = 0;
      for (pc = first; pc < last; pc++) {
        word |= PackedBytes.atLeast(s[c[pc]], level) << (8 * (pc - first));
      }
      s[target] = word;
    }
  }

  static void bits(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      s[c[pc]] = (s[c[pc + 1]] >>> c[pc + 2] & -1L >>> c[pc + 4]) << c[pc + 3];
    }
  }

  static void bitsPair(long[] s, int[] c, int pc, int end) {
    for (; pc < end; pc += 5) {
      s[c[pc]] = piece(s[c[pc + 1]], c[pc + 2]) | piece(s[c[pc + 3]], c[pc + 4]);
    }
  }

  /** A shift distance is taken modulo 64, so the fields need no masks. */
  private static long piece(long word, int shifts) {
    return (word >>> shifts & -1L >>> (shifts >>> 16)) << (shifts >>> 8);
  }

  static void gather(long[] s, int[] c, int pc, int end) {
    while (pc < end) {
      int target = c[pc];
      int last = pc + 2 + 2 * c[pc + 1];
      long word = 0;
      for (pc += 2; pc < last; pc += 2) {
        word |= piece(s[c[pc]], c[pc + 1]);
      }
      s[target] = word;
    }
  }

  static void gatherBits(long[] s, int[] c, int pc, int end) {
    while (pc < end) {
      int target = c[pc];
      int first = pc + 2;
      int last = first + c[pc + 1];
      long word = 0;
      for (pc = first; pc < last; pc++) {
        word |= s[c[pc]] << (pc - first);
      }
      s[target] = word;
    }
  }
}
