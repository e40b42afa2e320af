package dev.signet.sim;

import java.util.List;

/** Operations on the state in the order in which they are done. */
final class CycleProgram {

  /** Operations of one kind whose operands stand from {@code start} to {@code end}. */
  record Run(CycleOpcode opcode, int start, int end) {}

  private final int[] operands;
  private final Run[] runs;

  CycleProgram(int[] operands, List<Run> runs) {
    this.operands = operands;
    this.runs = runs.toArray(Run[]::new);
  }

  /** Does all of them. */
  void run(long[] state) {
    for (Run run : runs) {
      run(run.opcode, state, run.start, run.end);
    }
  }

  private void run(CycleOpcode opcode, long[] s, int pc, int end) {
    int[] c = operands;
    switch (opcode) {
      case NOT -> NarrowKernels.not(s, c, pc, end);
      case AND -> NarrowKernels.and(s, c, pc, end);
      case OR -> NarrowKernels.or(s, c, pc, end);
      case XOR -> NarrowKernels.xor(s, c, pc, end);
      case XNOR -> NarrowKernels.xnor(s, c, pc, end);
      case ADD -> NarrowKernels.add(s, c, pc, end);
      case SUBTRACT -> NarrowKernels.subtract(s, c, pc, end);
      case EQUAL -> NarrowKernels.equal(s, c, pc, end);
      case UNSIGNED_LESS -> NarrowKernels.unsignedLess(s, c, pc, end);
      case SIGNED_LESS -> NarrowKernels.signedLess(s, c, pc, end);
      case AT_LEAST -> NarrowKernels.atLeast(s, c, pc, end);
      case MULTIPLY -> NarrowKernels.multiply(s, c, pc, end);
      case MUX -> NarrowKernels.mux(s, c, pc, end);
      case SIGN_EXTEND -> NarrowKernels.signExtend(s, c, pc, end);
      case POPCOUNT -> NarrowKernels.popcount(s, c, pc, end);
      case XNOR_POPCOUNT -> NarrowKernels.xnorPopcount(s, c, pc, end);
      case AND_POPCOUNT -> NarrowKernels.andPopcount(s, c, pc, end);
      case XOR_POPCOUNT -> NarrowKernels.xorPopcount(s, c, pc, end);
      case BYTES_AT_LEAST -> NarrowKernels.bytesAtLeast(s, c, pc, end);
      case BITS -> NarrowKernels.bits(s, c, pc, end);
      case BITS_PAIR -> NarrowKernels.bitsPair(s, c, pc, end);
      case GATHER -> NarrowKernels.gather(s, c, pc, end);
      case GATHER_BITS -> NarrowKernels.gatherBits(s, c, pc, end);
      case WIDE_COPY -> WideKernels.copy(s, c, pc, end);
      case WIDE_NOT -> WideKernels.not(s, c, pc, end);
      case WIDE_AND -> WideKernels.and(s, c, pc, end);
      case WIDE_OR -> WideKernels.or(s, c, pc, end);
      case WIDE_XOR -> WideKernels.xor(s, c, pc, end);
      case WIDE_XNOR -> WideKernels.xnor(s, c, pc, end);
      case WIDE_ADD -> WideKernels.add(s, c, pc, end);
      case WIDE_SUBTRACT -> WideKernels.subtract(s, c, pc, end);
      case WIDE_EQUAL -> WideKernels.equal(s, c, pc, end);
      case WIDE_UNSIGNED_LESS -> WideKernels.unsignedLess(s, c, pc, end);
      case WIDE_SIGNED_LESS -> WideKernels.signedLess(s, c, pc, end);
      case WIDE_AT_LEAST -> WideKernels.atLeast(s, c, pc, end);
      case WIDE_MULTIPLY -> WideKernels.multiply(s, c, pc, end);
      case WIDE_MUX -> WideKernels.mux(s, c, pc, end);
      case WIDE_SIGN_EXTEND -> WideKernels.signExtend(s, c, pc, end);
      case WIDE_POPCOUNT -> WideKernels.popcount(s, c, pc, end);
      case WIDE_XNOR_POPCOUNT -> WideKernels.xnorPopcount(s, c, pc, end);
      case WIDE_AND_POPCOUNT -> WideKernels.andPopcount(s, c, pc, end);
      case WIDE_XOR_POPCOUNT -> WideKernels.xorPopcount(s, c, pc, end);
      case XNOR_POPCOUNT_ROWS -> WideKernels.xnorPopcountRows(s, c, pc, end);
    }
  }
}
