package dev.signet.lower;

import dev.signet.network.Element;

/**
 * The sums a layer can have somewhere, and their positions: {@code sum = least + step · position}
 * with positions from 0 to {@code span}.
 *
 * @param least the sum at position 0
 * @param step what one more position adds, above 0
 * @param span the last position
 */
record SumRange(int least, int step, int span) {

  /**
   * The dot products of a row of ±1 weights. Bits stand for ±1 and quantized elements for odd
   * integers, so that their sums have gaps; bytes stand for themselves.
   *
   * @param element what is multiplied
   * @param terms how many weights
   * @param negatives how many of them are −1
   * @throws LoweringException when the sums exceed 31 bits
   */
  static SumRange ofProduct(Element element, int terms, int negatives) {
    int largest = largest(element);
    int span = fitting((long) largest * terms, terms + " inputs of " + bits(largest) + " bits");
    return element instanceof Element.UnsignedByte
        ? new SumRange(-largest * negatives, 1, span)
        : new SumRange(-span, 2, span);
  }

  /** One element for itself. */
  static SumRange ofElement(Element element) {
    return ofProduct(element, 1, 0);
  }

  /** The largest integer that stands for an element in the IR; the smallest is 0. */
  static int largest(Element element) {
    return switch (element) {
      case Element.Bit _ -> 1;
      case Element.Quantized quantized -> quantized.largest();
      case Element.UnsignedByte _ -> 255;
      case Element.BoundedInteger _, Element.Real _ ->
          throw new IllegalArgumentException(element + " is no element of a product");
    };
  }

  /** The sums of one of these and one of those, in the smaller of the two steps. */
  SumRange plus(SumRange other) {
    int common = Math.min(step, other.step);
    long spans = (long) step / common * span + (long) other.step / common * other.span;
    return new SumRange(least + other.least, common, fitting(spans, "these sums"));
  }

  /** The sum that a position stands for. */
  int sumAt(int position) {
    return least + step * position;
  }

  private static int fitting(long span, String of) {
    if (span >= Integer.MAX_VALUE) {
      throw new LoweringException("the sum of " + of + " does not fit 31 bits");
    }
    return (int) span;
  }

  private static int bits(int largest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
  }
}
