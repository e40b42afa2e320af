package dev.signet.ir;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.util.List;

/**
 * The type that an operation gives for operands that it takes. What it takes is the {@link
 * Verifier}'s to say.
 */
public final class ResultTypes {
  private ResultTypes() {}

  /** {@code t[c, h, w] → t[h, w, c]}, {@code t[c, l] → t[1, l, c]}. */
  public static IrType channelsLast(IrType operand) {
    List<Integer> extents = operand.shape().extents();
    return operand.reshaped(
        extents.size() == 2
            ? Shape.of(1, extents.get(1), extents.get(0))
            : Shape.of(extents.get(1), extents.get(2), extents.get(0)));
  }

  /** {@code int[…, c] → bit[…, c·levels]}. */
  public static Bits thermometer(IrType operand, int levels) {
    return new Bits(operand.shapeOf(Math.multiplyExact(operand.channels(), levels)));
  }

  /** {@code t[h, w, c] → t[h', w', taps·c]}. */
  public static IrType slide(IrType operand, Window window) {
    return operand.reshaped(
        under(operand, window, Math.multiplyExact(window.taps(), operand.channels())));
  }

  /** {@code bit[h, w, c] → bit[h', w', c]}. */
  public static Bits pool(IrType operand, Window window) {
    return new Bits(under(operand, window, operand.channels()));
  }

  /**
   * {@code int<a..b>[h, w, c] → int<taps·a..taps·b>[h', w', c]}.
   *
   * @throws ArithmeticException when a sum may not fit 64 bits
   */
  public static Integers sumPool(IrType operand, Window window) {
    Integers range = range(operand);
    return new Integers(
        Math.multiplyExact(window.taps(), range.min()),
        Math.multiplyExact(window.taps(), range.max()),
        under(operand, window, operand.channels()));
  }

  /**
   * {@code int<a..b>[s], int<c..d>[s] → int<a+c..b+d>[s]}.
   *
   * @throws ArithmeticException when a sum may not fit 64 bits
   */
  public static Integers add(IrType left, IrType right) {
    Integers a = range(left);
    Integers b = range(right);
    return new Integers(
        Math.addExact(a.min(), b.min()), Math.addExact(a.max(), b.max()), left.shape());
  }

  /** {@code t[…, a], t[…, b], … → t[…, a + b + …]}. */
  public static IrType concat(List<IrType> operands) {
    int channels = 0;
    for (IrType operand : operands) {
      channels = Math.addExact(channels, operand.channels());
    }
    IrType first = operands.getFirst();
    return first.reshaped(first.shapeOf(channels));
  }

  /**
   * {@code int[m] → int[m]}: the tightest range.
   *
   * @throws IrException when the operand is not of integers, or a result may not fit 64 bits
   */
  public static Integers affine(Instruction.Affine affine) {
    Integers operand = TypeRules.integers(affine.result(), affine.operand());
    int channels = affine.scale().size();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int index = 0; index < affine.offset().size(); index++) {
      int k = index % channels;
      long offset = affine.offset().get(index);
      long low = affineOf(affine, k, operand.min(), offset);
      long high = affineOf(affine, k, operand.max(), offset);
      min = Math.min(min, Math.min(low, high));
      max = Math.max(max, Math.max(low, high));
    }
    return new Integers(min, max, operand.shape());
  }

  private static long affineOf(Instruction.Affine affine, int k, long x, long offset) {
    long scale = affine.scale().get(k);
    try {
      return Math.addExact(Math.multiplyExact(scale, x), offset);
    } catch (ArithmeticException e) {
      throw new IrException(
          affine.result(),
          "element " + k + ", " + scale + " × " + x + " + " + offset + ", does not fit 64 bits");
    }
  }

  /** {@code int[m] → int<0..m−1>[1]}. */
  public static Integers argmax(IrType scores) {
    return new Integers(0, scores.shape().size() - 1L, Shape.of(1));
  }

  /** The elements as integers; bits are 0 and 1. */
  static Integers range(IrType type) {
    return switch (type) {
      case Bits bits -> new Integers(0, 1, bits.shape());
      case Integers integers -> integers;
    };
  }

  private static Shape under(IrType operand, Window window, int channels) {
    List<Integer> extents = operand.shape().extents();
    return Shape.of(
        window.rows().results(extents.get(0)), window.columns().results(extents.get(1)), channels);
  }
}
