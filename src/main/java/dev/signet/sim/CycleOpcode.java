package dev.signet.sim;

/**
 * Operations of the cycle simulator. A value of up to 64 bits is <i>narrow</i>, one long; others
 * are <i>wide</i>, several longs, the lowest first. Bits above a value's width are 0 always.
 *
 * <p>Operands are offsets into the state, in the order of the constants' comments. {@code mask} is
 * the number of unused bits of the (last) word.
 */
enum CycleOpcode {
  // Narrow: target, operands …
  NOT, // a, mask
  AND, // a, b
  OR, // a, b
  XOR, // a, b
  XNOR, // a, b, mask
  ADD, // a, b, mask
  SUBTRACT, // a, b, mask
  EQUAL, // a, b
  UNSIGNED_LESS, // a, b
  SIGNED_LESS, // a, b, mask
  AT_LEAST, // a, b
  MULTIPLY, // a, b, mask of a, mask of b, mask
  MUX, // condition, whenSet, whenClear
  SIGN_EXTEND, // a, mask of a, mask
  POPCOUNT, // a
  XNOR_POPCOUNT, // a, b, mask
  AND_POPCOUNT, // a, b
  XOR_POPCOUNT, // a, b

  // One word of wiring: target, operands …
  BITS, // a, right shift, left shift, mask before the left shift
  BITS_PAIR, // a, its shifts as in GATHER, b, its shifts
  GATHER, // count, (a, right shift | left shift << 8 | mask << 16) …
  GATHER_BITS, // count, a …; operand i is one bit, at place i
  BYTES_AT_LEAST, // count, level (no place), a …; bit 8·i + k: byte k of operand i reaches it

  // Wide: target, words, operands …
  WIDE_COPY, // a
  WIDE_NOT, // a, mask
  WIDE_AND, // a, b
  WIDE_OR, // a, b
  WIDE_XOR, // a, b
  WIDE_XNOR, // a, b, mask
  WIDE_ADD, // a, b, mask
  WIDE_SUBTRACT, // a, b, mask
  WIDE_EQUAL, // a, b
  WIDE_UNSIGNED_LESS, // a, b
  WIDE_SIGNED_LESS, // a, b, mask
  WIDE_AT_LEAST, // a, b
  WIDE_MULTIPLY, // a, words of a, mask of a, b, words of b, mask of b, mask
  WIDE_MUX, // condition, whenSet, whenClear
  WIDE_SIGN_EXTEND, // a, words of a, mask of a, mask
  WIDE_POPCOUNT, // a
  WIDE_XNOR_POPCOUNT, // a, b, mask
  WIDE_AND_POPCOUNT, // a, b
  WIDE_XOR_POPCOUNT, // a, b

  // Many counts against one value: count, words, a, matrix, mask, targets …; the matrix is
  // [words, count], so that the counts of one word stand side by side.
  XNOR_POPCOUNT_ROWS,
}
