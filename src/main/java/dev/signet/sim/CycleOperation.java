package dev.signet.sim;

/** One operation of a cycle program, before it is put in order. */
final class CycleOperation {
  /** What it does. */
  final CycleOpcode code;

  /** The first word of the state that it writes. */
  final int target;

  /** How many words it writes. */
  final int targetWords;

  /** The target and the operands, as {@link CycleOpcode} lists them. */
  final int[] operands;

  /** The places it reads: offset, words, offset, words … */
  final int[] reads;

  CycleOperation(CycleOpcode code, int target, int targetWords, int[] operands, int[] reads) {
    this.code = code;
    this.target = target;
    this.targetWords = targetWords;
    this.operands = operands;
    this.reads = reads;
  }
}
