package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.signExtend;
import static dev.signet.rtl.Expression.signedBitsFor;
import static dev.signet.rtl.Expression.slice;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.Collections;
import java.util.List;

/** {@code scale · sum + offset} in two's complement, as wide as results need. */
final class ScoreArithmetic {
  private final Instruction.Affine affine;
  private final IrType.Integers type;

  ScoreArithmetic(Instruction.Affine affine) {
    this.affine = affine;
    this.type = (IrType.Integers) affine.result().type();
  }

  int classes() {
    return affine.scale().size();
  }

  /** Bits of a score. */
  int scoreBits() {
    return signedBitsFor(type.min(), type.max());
  }

  int scaleBits() {
    return signedBitsFor(Collections.min(affine.scale()), Collections.max(affine.scale()));
  }

  /** Bits of an offset. */
  int offsetBits() {
    return signedBitsFor(Collections.min(affine.offset()), Collections.max(affine.offset()));
  }

  long scale(int k) {
    return affine.scale().get(k);
  }

  long offset(int k) {
    return affine.offset().get(k);
  }

  /** The offset of element k at places of a class. */
  long offset(int placeClass, int k) {
    return affine.offset().get(placeClass * classes() + k);
  }

  /** The smallest possible score: what a class that does not exist gets, so that it never wins. */
  long least() {
    return type.min();
  }

  boolean sameScale() {
    return Collections.nCopies(classes(), scale(0)).equals(affine.scale());
  }

  boolean sameOffset() {
    return Collections.nCopies(classes(), offset(0)).equals(affine.offset());
  }

  /**
   * A score.
   *
   * @param name of the wires this takes
   * @param sum unsigned, or in two's complement where a sum can be negative
   * @param scale two's complement
   * @param offset two's complement
   */
  Signal score(
      ModuleBuilder module, String name, Expression sum, Expression scale, Expression offset) {
    boolean signed = ((IrType.Integers) affine.operand().type()).min() < 0;
    Expression operand = signed ? sum : Expression.concat(List.of(constant(1, 0), sum));
    Signal product = module.wire("product_" + name, new Expression.Multiply(scale, operand));
    // The score fits its width, so the bits above it cancel and need no adding.
    int bits = Math.max(scoreBits(), offset.width());
    Expression low = product.width() > bits ? slice(product, 0, bits) : signExtend(product, bits);
    Expression score = add(low, signExtend(offset, bits));
    return bits == scoreBits()
        ? module.wire("score_" + name, score)
        : module.wire(
            "score_" + name, slice(module.wire("wide_score_" + name, score), 0, scoreBits()));
  }
}
