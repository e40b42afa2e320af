package dev.signet.schedule;

import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;

/**
 * How the elements of a frame lie in the words of a stream. They come in runs, such as the channels
 * of a place. A run begins with a word of its own; what is left of its last word is 0, of integers
 * that are no quantized elements anything in their range.
 *
 * @param elements elements of a frame
 * @param run elements of a run, a divisor of {@code elements}
 * @param lanes elements of a word, the first in the lowest bits; at most {@code run}
 * @param elementBits bits of an element
 * @param signed whether an element is in two's complement
 */
record StreamFormat(int elements, int run, int lanes, int elementBits, boolean signed) {

  StreamFormat {
    if (run < 1 || elements % run != 0 || lanes < 1 || lanes > run || elementBits < 1) {
      throw new IllegalArgumentException(
          "%d elements in runs of %d, %d a word, of %d bits"
              .formatted(elements, run, lanes, elementBits));
    }
  }

  /** For elements of a type. */
  static StreamFormat of(IrType type, int run, int lanes) {
    return new StreamFormat(
        type.shape().size(),
        run,
        lanes,
        elementBits(type),
        type instanceof IrType.Integers i && i.min() < 0);
  }

  /** The bits of an element of a type. */
  static int elementBits(IrType type) {
    return switch (type) {
      case IrType.Bits _ -> 1;
      case IrType.Integers integers ->
          integers.min() < 0
              ? Expression.signedBitsFor(integers.min(), integers.max())
              : Expression.bitsFor(integers.max());
    };
  }

  /** The same with other runs and words. */
  StreamFormat with(int newRun, int newLanes) {
    return new StreamFormat(elements, newRun, newLanes, elementBits, signed);
  }

  /** An element with more bits, the same number. */
  Expression extended(Expression element, int bits) {
    return signed ? Expression.signExtend(element, bits) : Expression.zeroExtend(element, bits);
  }

  /** Words of a run. */
  int wordsPerRun() {
    return Math.ceilDiv(run, lanes);
  }

  /** Words of a frame. */
  int words() {
    return elements / run * wordsPerRun();
  }

  /** Bits of a word. */
  int width() {
    return lanes * elementBits;
  }

  /** How frames go. */
  StreamShape shape() {
    return new StreamShape(words(), width());
  }

  /** Whether every word is full, so that where runs begin does not matter. */
  boolean isDense() {
    return run % lanes == 0;
  }
}
