package dev.signet.network;

/**
 * A float32 tensor, row-major. The array is shared, not copied: its owner must not change it after
 * handing it over.
 *
 * @param shape extents
 * @param values one for each element
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Identity is wanted: tensors are compared by their users,
// element-wise.
public record FloatTensor(Shape shape, float[] values) {

  /**
   * @throws IllegalArgumentException when the number of values is not the shape's size
   */
  public FloatTensor {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(values.length + " values for shape " + shape);
    }
  }
}
