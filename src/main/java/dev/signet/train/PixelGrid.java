package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.Shape;

/** The extents of an image whose pixels have places: {@code [channels, height, width]}. */
record PixelGrid(int channels, int height, int width) {

  /**
   * The extents the data have, or else those that the network gives them.
   *
   * @param input shape of the network's input, of the same size as an image
   * @throws TrainException when neither has three
   */
  static PixelGrid of(ImageSet images, Shape input) {
    Shape shape = images.shape().rank() == 3 ? images.shape() : input;
    if (shape.rank() != 3) {
      throw new TrainException(
          "'augment' moves the pixels of images of [channels, height, width], but the data are "
              + images.shape()
              + " and the network's input is "
              + input
              + "; declare it as in u8[1, 28, 28]");
    }
    return new PixelGrid(shape.extents().get(0), shape.extents().get(1), shape.extents().get(2));
  }

  int size() {
    return channels * height * width;
  }
}
