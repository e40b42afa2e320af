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

/** {@code scale · popcount + offset} in two's complement, as wide as scores need. */
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

  /** Bits of an offset; at most a score's, since popcount 0 gives the offset itself. */
  int offsetBits() {
    return signedBitsFor(Collections.min(affine.offset()), Collections.max(affine.offset()));
  }

  long scale(int k) {
    return affine.scale().get(k);
  }

  long offset(int k) {
    return affine.offset().get(k);
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
   * @param count the popcount, unsigned
   * @param scale two's complement
   * @param offset two's complement
   */
  Signal score(
      ModuleBuilder module, String name, Expression count, Expression scale, Expression offset) {
    Expression signed = Expression.concat(List.of(constant(1, 0), count));
    Signal product = module.wire("product_" + name, new Expression.Multiply(scale, signed));
    // The score fits its width, so the bits of the product above it cancel and need no adding.
    Expression low =
        product.width() > scoreBits()
            ? slice(product, 0, scoreBits())
            : signExtend(product, scoreBits());
    return module.wire("score_" + name, add(low, signExtend(offset, scoreBits())));
  }
}
