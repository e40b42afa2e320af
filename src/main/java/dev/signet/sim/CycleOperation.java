package dev.signet.sim;

/** One operation of a cycle program, before it is put in order. */
final class CycleOperation {
  /** What it does. */
  final CycleOpcode code;

  /** The places it writes: offset, words, offset, words … */
  final int[] writes;

  /** What stands in the program, as {@link CycleOpcode} lists it. */
  final int[] operands;

  /** The places it reads: offset, words, offset, words … */
  final int[] reads;

  CycleOperation(CycleOpcode code, int[] writes, int[] operands, int[] reads) {
    this.code = code;
    this.writes = writes;
    this.operands = operands;
    this.reads = reads;
  }
}
