package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.List;
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
}
