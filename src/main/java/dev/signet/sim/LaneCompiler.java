package dev.signet.sim;

import dev.signet.network.PackedBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes operations for all lanes of those of a single one. */
final class LaneCompiler {
  private static final long[] ONES = {-1};

  private final LaneState state;
  private final LaneCounts counts;
  private final List<LaneOperation> result = new ArrayList<>();

  LaneCompiler(LaneState state, LaneCounts counts) {
    this.state = state;
    this.counts = counts;
  }

  /** Compiles operations, in their order. */
  LaneOperation[] compile(List<CycleOperation> operations) {
    result.clear();
    operations.forEach(this::compile);
    return result.toArray(LaneOperation[]::new);
  }

  private void compile(CycleOperation operation) {
    int[] c = operation.operands;
    switch (operation.code) {
      case NOT -> not(c[0], c[1], c[2]);
      case AND, OR, XOR, ADD, SUBTRACT, XNOR, EQUAL, UNSIGNED_LESS, AT_LEAST, SIGNED_LESS ->
          pair(operation.code, row(c[0]), row(c[1]), row(c[2]), c.length > 3 ? c[3] : 0);
      case MULTIPLY -> {
        long[] to = row(c[0]);
        long[] a = row(c[1]);
        long[] b = row(c[2]);
        result.add(() -> LaneKernels.multiply(to, a, b, c[3], c[4], c[5]));
      }
      case MUX -> mux(c[0], 1, c[1], c[2], c[3]);
      case SIGN_EXTEND -> {
        long[] to = row(c[0]);
        long[] a = row(c[1]);
        result.add(() -> LaneKernels.signExtend(to, a, c[2], c[3]));
      }
      case POPCOUNT -> count(row(c[0]), state.rows(c[1], 1), ONES, 0, 0, 0);
      case XNOR_POPCOUNT -> agreeing(c[0], 1, c[1], c[2], c[3]);
      case AND_POPCOUNT -> combined(CycleOpcode.AND, c[0], 1, c[1], c[2]);
      case XOR_POPCOUNT -> combined(CycleOpcode.XOR, c[0], 1, c[1], c[2]);
      case BYTES_AT_LEAST -> bytesAtLeast(c);
      case BITS -> bits(row(c[0]), row(c[1]), c[2], c[3], c[4]);
      case BITS_PAIR -> {
        long[] to = row(c[0]);
        piece(to, c[1], c[2], true);
        piece(to, c[3], c[4], false);
      }
      case GATHER -> {
        long[] to = row(c[0]);
        for (int k = 0; k < c[1]; k++) {
          piece(to, c[2 + 2 * k], c[3 + 2 * k], k == 0);
        }
      }
      case GATHER_BITS -> gatherBits(c);
      case WIDE_COPY -> {
        for (int word = 0; word < c[1]; word++) {
          copy(row(c[0] + word), row(c[2] + word));
        }
      }
      case WIDE_NOT -> {
        for (int word = 0; word < c[1]; word++) {
          not(c[0] + word, c[2] + word, word == c[1] - 1 ? c[3] : 0);
        }
      }
      case WIDE_AND -> eachWord(CycleOpcode.AND, c);
      case WIDE_OR -> eachWord(CycleOpcode.OR, c);
      case WIDE_XOR -> eachWord(CycleOpcode.XOR, c);
      case WIDE_XNOR -> eachWord(CycleOpcode.XNOR, c);
      case WIDE_MUX -> mux(c[0], c[1], c[2], c[3], c[4]);
      case WIDE_POPCOUNT -> count(row(c[0]), state.rows(c[2], c[1]), ONES, 0, 0, 0);
      case WIDE_XNOR_POPCOUNT -> agreeing(c[0], c[1], c[2], c[3], c[4]);
      case WIDE_AND_POPCOUNT -> combined(CycleOpcode.AND, c[0], c[1], c[2], c[3]);
      case WIDE_XOR_POPCOUNT -> combined(CycleOpcode.XOR, c[0], c[1], c[2], c[3]);
      case XNOR_POPCOUNT_ROWS -> {
        long[][] words = state.rows(c[2], c[1]);
        for (int k = 0; k < c[0]; k++) {
          count(row(c[5 + k]), words, state.shared(), c[3] + k, c[0], -c[4]);
        }
      }
      case WIDE_ADD,
          WIDE_SUBTRACT,
          WIDE_EQUAL,
          WIDE_UNSIGNED_LESS,
          WIDE_SIGNED_LESS,
          WIDE_AT_LEAST,
          WIDE_MULTIPLY,
          WIDE_SIGN_EXTEND ->
          result.add(new LaneByLane(operation, state));
    }
  }

  private long[] row(int offset) {
    return state.row(offset);
  }

  private void copy(long[] to, long[] from) {
    result.add(() -> System.arraycopy(from, 0, to, 0, to.length));
  }

  private void not(int target, int operand, int mask) {
    long[] to = row(target);
    long[] a = row(operand);
    result.add(() -> LaneKernels.not(to, a, mask));
  }

  private void eachWord(CycleOpcode code, int[] c) {
    for (int word = 0; word < c[1]; word++) {
      int mask = c.length > 4 && word == c[1] - 1 ? c[4] : 0;
      pair(code, row(c[0] + word), row(c[2] + word), row(c[3] + word), mask);
    }
  }

  private void pair(CycleOpcode code, long[] to, long[] a, long[] b, int mask) {
    result.add(
        switch (code) {
          case AND -> () -> LaneKernels.and(to, a, b);
          case OR -> () -> LaneKernels.or(to, a, b);
          case XOR -> () -> LaneKernels.xor(to, a, b);
          case XNOR -> () -> LaneKernels.xnor(to, a, b, mask);
          case ADD -> () -> LaneKernels.add(to, a, b, mask);
          case SUBTRACT -> () -> LaneKernels.subtract(to, a, b, mask);
          case EQUAL -> () -> LaneKernels.equal(to, a, b);
          case UNSIGNED_LESS -> () -> LaneKernels.unsignedLess(to, a, b);
          case AT_LEAST -> () -> LaneKernels.atLeast(to, a, b);
          case SIGNED_LESS -> () -> LaneKernels.signedLess(to, a, b, mask);
          default -> throw new IllegalArgumentException(code + " is no operation on two words");
        });
  }

  /** A choice that is the same for all lanes is a copy of one side. */
  private void mux(int target, int words, int condition, int whenSet, int whenClear) {
    for (int word = 0; word < words; word++) {
      long[] to = row(target + word);
      long[] a = row(whenSet + word);
      long[] b = row(whenClear + word);
      if (state.differs(condition)) {
        long[] bit = row(condition);
        result.add(() -> LaneKernels.mux(to, bit, a, b));
      } else {
        long[] shared = state.shared();
        result.add(() -> System.arraycopy(shared[condition] != 0 ? a : b, 0, to, 0, to.length));
      }
    }
  }

  private void bits(long[] to, long[] a, int right, int left, int mask) {
    if (right == 0 && left == 0 && mask == 0) {
      copy(to, a);
    } else {
      result.add(() -> LaneKernels.bits(to, a, right, left, mask));
    }
  }

  /** A piece with its shifts as in {@link CycleOpcode#GATHER}. */
  private void piece(long[] to, int operand, int shifts, boolean first) {
    long[] a = row(operand);
    int right = shifts & 63;
    int left = (shifts >>> 8) & 63;
    int mask = shifts >>> 16;
    if (first) {
      bits(to, a, right, left, mask);
    } else {
      result.add(() -> LaneKernels.addBits(to, a, right, left, mask));
    }
  }

  private void gatherBits(int[] c) {
    long[] to = row(c[0]);
    copy(to, row(c[2]));
    int k = 1;
    for (; k + 4 <= c[1]; k += 4) {
      long[][] bits = new long[4][];
      for (int i = 0; i < 4; i++) {
        bits[i] = row(c[2 + k + i]);
      }
      int left = k;
      result.add(() -> LaneKernels.addFour(to, bits[0], bits[1], bits[2], bits[3], left));
    }
    for (; k < c[1]; k++) {
      long[] a = row(c[2 + k]);
      int left = k;
      result.add(() -> LaneKernels.addBits(to, a, 0, left, 63));
    }
  }

  private void bytesAtLeast(int[] c) {
    long[] to = row(c[0]);
    result.add(() -> Arrays.fill(to, 0));
    for (int k = 0; k < c[1]; k++) {
      long[] words = row(c[3 + k]);
      int left = 8 * k;
      result.add(() -> PackedBytes.addAtLeast(words, c[2], left, to));
    }
  }

  private void agreeing(int target, int words, int a, int b, int mask) {
    boolean isShared = allShared(a, words) || allShared(b, words);
    if (isShared) {
      int data = allShared(b, words) ? a : b;
      int other = data == a ? b : a;
      count(row(target), state.rows(data, words), state.shared(), other, 1, -mask);
      return;
    }
    long[][] combined = new long[words][];
    for (int word = 0; word < words; word++) {
      combined[word] = state.newRow();
      pair(CycleOpcode.XNOR, combined[word], row(a + word), row(b + word), 0);
    }
    count(row(target), combined, ONES, 0, 0, -mask);
  }

  private boolean allShared(int offset, int words) {
    for (int word = 0; word < words; word++) {
      if (state.differs(offset + word)) {
        return false;
      }
    }
    return true;
  }

  private void combined(CycleOpcode code, int target, int words, int a, int b) {
    long[][] combined = new long[words][];
    for (int word = 0; word < words; word++) {
      combined[word] = state.newRow();
      pair(code, combined[word], row(a + word), row(b + word), 0);
    }
    count(row(target), combined, ONES, 0, 0, 0);
  }

  private void count(long[] to, long[][] words, long[] shared, int from, int step, long start) {
    result.add(() -> counts.agreeing(to, words, shared, from, step, start));
  }
}
