package dev.signet.network;

/**
 * The type of a value: what its elements are and how many there are.
 *
 * @param element the kind of each element
 * @param shape the extents of one frame (there is no batch extent)
 */
public record TensorType(Element element, Shape shape) {

  /** {@code u8[1, 28, 28]}. */
  @Override
  public String toString() {
    return element + shape.toString();
  }
}
