package dev.signet.lang;

/** What bounds the time and memory that any text can cost. */
final class Limits {
  private Limits() {}

  /** Tokens in a source, comments and white space included; bounds the memory of the parser. */
  static final int TOKENS = 1 << 18;

  /** Brackets within brackets. */
  static final int NESTING = 200;

  /**
   * Expressions within expressions when blocks are written out, where applying a layer or block
   * counts as two more; bounds the stack. Brackets nested to their limit always fit.
   */
  static final int EVALUATION_DEPTH = 3 * NESTING;

  /** Characters of a name, which becomes the name of files and of Verilog modules. */
  static final int NAME_LENGTH = 64;

  /** Diagnostics of one run. */
  static final int DIAGNOSTICS = 100;

  /** Nodes of a network with every block and repetition written out. */
  static final int NODES = 4096;

  /** Expressions evaluated for one network; bounds expansions that make no nodes. */
  static final int STEPS = 1 << 20;

  /** ±1 weights of a network. */
  static final long WEIGHTS = 1L << 28;

  /** Elements of one value. */
  static final long ELEMENTS = 1L << 24;

  /** Bytes that a neuron adds: sums, and twice what they can be, stay within 32 bits. */
  static final int BYTES_OF_SUM = 1 << 22;

  /** Classes of an argmax. */
  static final int CLASSES = 1 << 16;

  /** Extents of a shape. */
  static final int RANK = 8;
}
