package dev.signet.network;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost first. A scalar has no extents.
 *
 * @param extents each at least 1; their product fits an {@code int}
 */
public record Shape(List<Integer> extents) {

  /**
   * @throws IllegalArgumentException when an extent is below 1 or the product exceeds {@link
   *     Integer#MAX_VALUE}
   */
  public Shape {
    extents = List.copyOf(extents);
    long size = 1;
    for (int extent : extents) {
      if (extent < 1) {
        throw new IllegalArgumentException("extent " + extent + " in shape " + extents);
      }
      size *= extent;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("shape too large: " + extents);
      }
    }
  }

  /** The shape with these extents. */
  public static Shape of(Integer... extents) {
    return new Shape(List.of(extents));
  }

  /** The number of elements. */
  public int size() {
    int size = 1;
    for (int extent : extents) {
      size *= extent;
    }
    return size;
  }

  /** The number of extents. */
  public int rank() {
    return extents.size();
  }

  /** {@code [1, 28, 28]}. */
  @Override
  public String toString() {
    return extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
