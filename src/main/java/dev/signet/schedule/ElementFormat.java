package dev.signet.schedule;

import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;

/**
 * How an element of a value lies on wires.
 *
 * @param bits its width
 * @param signed whether it is in two's complement
 */
record ElementFormat(int bits, boolean signed) {

  /** Of the elements of a type. */
  static ElementFormat of(IrType type) {
    return new ElementFormat(
        StreamFormat.elementBits(type), type instanceof IrType.Integers i && i.min() < 0);
  }

  /** The same number with at least as many bits. */
  Expression extended(Expression element, int width) {
    return signed ? Expression.signExtend(element, width) : Expression.zeroExtend(element, width);
  }
}
