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

  /** Multiply-adds of a network for one frame, all places of its maps counted. */
  static final long MULTIPLY_ADDS = 1L << 36;

  /** Elements of one value. */
  static final long ELEMENTS = 1L << 24;

  /** Bytes that a neuron adds: sums, and twice what they can be, stay within 32 bits. */
  static final int BYTES_OF_SUM = 1 << 22;

  /** What a sum can be at the most, with either sign. */
  static final long SUM = 255L * BYTES_OF_SUM;

  /**
   * Values of the sums behind a batch norm at the output, beyond which float32's rounding may
   * decide between two classes by chance, so that no integer scores keep all decisions. Measured
   * with random parameters of ten classes: 10 of 10 networks have scores at 2^10, 6 at 2^12, none
   * at 2^13; of two classes 10 at 2^12, none at 2^14. With equal scales there are scores at any
   * size.
   */
  static final long NORMALIZED_SUMS = 1 << 11;

  /** Places along one side of a window. */
  static final int WINDOW = 1024;

  /** Elements that a window sees, at all its places together. */
  static final long UNDER_WINDOWS = 1L << 28;

  /** Classes of an argmax. */
  static final int CLASSES = 1 << 16;

  /** Extents of a shape. */
  static final int RANK = 8;
}
