package dev.signet.data;

import dev.signet.network.Shape;
import java.util.Arrays;

/**
 * Labelled images, as bytes. The arrays are shared, not copied.
 *
 * @param shape extents of one image, such as {@code [1, 28, 28]}
 * @param pixels {@code [count, shape…]}, unsigned bytes, row-major
 * @param labels {@code [count]}, unsigned bytes below {@code classes}
 * @param classes number of classes, 1 to 256
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes, read in inner loops; never compared.
public record ImageSet(Shape shape, byte[] pixels, byte[] labels, int classes) {

  /**
   * @throws IllegalArgumentException when the arrays do not fit each other or a label is not below
   *     {@code classes}
   */
  public ImageSet {
    if ((long) labels.length * shape.size() != pixels.length) {
      throw new IllegalArgumentException(
          pixels.length + " pixels for " + labels.length + " images of " + shape);
    }
    if (classes < 1 || classes > 256) {
      throw new IllegalArgumentException(classes + " classes");
    }
    for (int image = 0; image < labels.length; image++) {
      if (Byte.toUnsignedInt(labels[image]) >= classes) {
        throw new IllegalArgumentException(
            "label " + Byte.toUnsignedInt(labels[image]) + " of image " + image + " of " + classes);
      }
    }
  }

  /** The number of images. */
  public int count() {
    return labels.length;
  }

  /** The class of an image, 0 to {@code classes − 1}. */
  public int label(int image) {
    return Byte.toUnsignedInt(labels[image]);
  }

  /** A copy of one image's pixels, {@code [shape…]}. */
  public byte[] image(int image) {
    int size = shape.size();
    return Arrays.copyOfRange(pixels, image * size, (image + 1) * size);
  }

  /** The first {@code images} images, or all when there are fewer. */
  public ImageSet first(int images) {
    if (images < 0) {
      throw new IllegalArgumentException("first " + images);
    }
    if (images >= count()) {
      return this;
    }
    return new ImageSet(
        shape,
        Arrays.copyOf(pixels, images * shape.size()),
        Arrays.copyOf(labels, images),
        classes);
  }
}
