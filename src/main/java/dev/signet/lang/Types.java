package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shapes and types within the limits. */
final class Types {
  private Types() {}

  /** The shape of these extents, unless it has too many elements. */
  static Optional<Shape> shape(List<Long> extents) {
    List<Integer> checked = new ArrayList<>();
    long size = 1;
    for (long extent : extents) {
      if (extent < 1 || extent > Limits.ELEMENTS) {
        return Optional.empty();
      }
      size *= extent;
      if (size > Limits.ELEMENTS) {
        return Optional.empty();
      }
      checked.add((int) extent);
    }
    return Optional.of(new Shape(checked));
  }

  static TensorType of(Element element, Integer... extents) {
    return new TensorType(element, Shape.of(extents));
  }

  /** The least and greatest value of an element; none for a real. */
  static Optional<Element.BoundedInteger> range(Element element) {
    return switch (element) {
      case Element.Bit _ -> Optional.of(new Element.BoundedInteger(-1, 1));
      case Element.UnsignedByte _ -> Optional.of(new Element.BoundedInteger(0, 255));
      case Element.Quantized quantized ->
          Optional.of(new Element.BoundedInteger(-quantized.largest(), quantized.largest()));
      case Element.BoundedInteger range -> Optional.of(range);
      case Element.Real _ -> Optional.empty();
    };
  }

  /** What the sum of this many elements, each taken with either sign, can be. */
  static Element.BoundedInteger sumOf(long terms, Element element) {
    Element.BoundedInteger range = range(element).orElseThrow();
    long most = terms * Math.max(Math.abs(range.min()), Math.abs(range.max()));
    return new Element.BoundedInteger(-most, most);
  }

  /** Whether a sum can be larger than is accepted. */
  static boolean exceedsSums(Element.BoundedInteger sum) {
    return Math.max(Math.abs(sum.min()), Math.abs(sum.max())) > Limits.SUM;
  }

  static Diagnostic sumTooLarge(LayerCall call, Element.BoundedInteger sum) {
    return Diagnostic.error(
        DiagnosticCode.LIMIT,
        call.span(),
        String.format(
            Locale.ROOT,
            "sums from %,d to %,d are too large; they can be %,d at the most (255 * 2^22)",
            sum.min(),
            sum.max(),
            Limits.SUM));
  }

  /** The product of numbers of at least 0, or a large number where it is larger. */
  static long product(long... factors) {
    long most = 1L << 62;
    long product = 1;
    for (long factor : factors) {
      product = factor == 0 || product <= most / factor ? product * factor : most;
    }
    return product;
  }
}
