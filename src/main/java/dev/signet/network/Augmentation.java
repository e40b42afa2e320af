package dev.signet.network;

/**
 * A way in which training images are changed, by chance and anew for each image and epoch, so that
 * a network learns what does not matter. Pixels that move in from outside are 0.
 */
public sealed interface Augmentation {

  /**
   * Moved by whole pixels, in each direction by −{@code pixels} to {@code pixels}, all equally
   * likely. The same as a random crop of the image padded by so many zeros.
   *
   * @param pixels at least 1
   */
  record Shift(int pixels) implements Augmentation {
    public Shift {
      if (pixels < 1) {
        throw new IllegalArgumentException("shift " + pixels);
      }
    }
  }

  /**
   * Turned about the centre by an angle uniform within ±{@code degrees}.
   *
   * @param degrees in (0, 180]
   */
  record Rotate(double degrees) implements Augmentation {
    public Rotate {
      if (!(degrees > 0 && degrees <= 180)) {
        throw new IllegalArgumentException("rotate " + degrees);
      }
    }
  }

  /**
   * Made larger or smaller about the centre, by a factor uniform within 1 ± {@code share}.
   *
   * @param share in (0, 0.9]
   */
  record Zoom(double share) implements Augmentation {
    public Zoom {
      if (!(share > 0 && share <= 0.9)) {
        throw new IllegalArgumentException("zoom " + share);
      }
    }
  }

  /** Every other image, by chance, has left and right exchanged. */
  record Flip() implements Augmentation {}
}
