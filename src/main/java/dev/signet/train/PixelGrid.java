package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.Augmentation;
import dev.signet.network.Shape;
import java.util.List;
import java.util.Optional;

/**
 * The extents of what has places: an image {@code [channels, height, width]}, or a signal {@code
 * [channels, length]}, which is moved in one direction only.
 *
 * @param height 1 for a signal
 * @param width the length of a signal
 */
record PixelGrid(int channels, int height, int width, boolean signal) {

  /** An image. */
  PixelGrid(int channels, int height, int width) {
    this(channels, height, width, false);
  }

  /** A signal. */
  static PixelGrid ofSignal(int channels, int length) {
    return new PixelGrid(channels, 1, length, true);
  }

  /**
   * The extents the data have, or else those that the network gives them.
   *
   * @param input shape of the network's input, of the same size as an image
   * @throws TrainException when neither has two or three, or a signal is to be turned
   */
  static PixelGrid of(ImageSet images, Shape input, List<Augmentation> augmentations) {
    PixelGrid grid =
        of(images.shape())
            .or(() -> of(input))
            .orElseThrow(
                () ->
                    new TrainException(
                        "'augment' moves the pixels of images of [channels, height, width] or the"
                            + " samples of signals of [channels, length], but the data are "
                            + images.shape()
                            + " and the network's input is "
                            + input
                            + "; declare it as in u8[1, 28, 28] or u8[1, 128]"));
    if (grid.signal && augmentations.stream().anyMatch(Augmentation.Rotate.class::isInstance)) {
      throw new TrainException(
          "'rotate' turns images, but the data are signals, "
              + images.shape()
              + "; what moves signals are shift, crop, zoom and flip");
    }
    return grid;
  }

  private static Optional<PixelGrid> of(Shape shape) {
    List<Integer> extents = shape.extents();
    return switch (shape.rank()) {
      case 2 -> Optional.of(ofSignal(extents.get(0), extents.get(1)));
      case 3 -> Optional.of(new PixelGrid(extents.get(0), extents.get(1), extents.get(2)));
      default -> Optional.empty();
    };
  }

  int size() {
    return channels * height * width;
  }
}
