package dev.signet.network;

/**
 * A way in which training images are changed, by chance and anew for each image and epoch, so that
 * a network learns what does not matter. All channels of an image are changed alike. Pixels that
 * move in from outside are 0.
 *
 * <p>A signal {@code [channels, length]} is changed along its length: what is said of left and
 * right holds for it, and there is nothing to turn.
 */
public sealed interface Augmentation {

  /** Share of the images it is done to, in (0, 1]; the others stay as they are. */
  double chance();

  private static void checkChance(double chance) {
    if (!(chance > 0 && chance <= 1)) {
      throw new IllegalArgumentException("chance " + chance);
    }
  }

  /**
   * Moved by whole pixels, in each direction by −{@code pixels} to {@code pixels}, all equally
   * likely. The same as a random crop, of the image's own size, of the image padded by so many
   * zeros on every side: with 4 of them the usual one for CIFAR-10 (He et al., 2016, section 4.2).
   *
   * @param pixels at least 1
   * @param chance share of the images it is done to, in (0, 1]
   */
  record Shift(int pixels, double chance) implements Augmentation {
    /** Done to every image. */
    public Shift(int pixels) {
      this(pixels, 1);
    }

    public Shift {
      checkChance(chance);
      if (pixels < 1) {
        throw new IllegalArgumentException("shift " + pixels);
      }
    }
  }

  /**
   * Turned about the centre by an angle uniform within ±{@code degrees}.
   *
   * @param degrees in (0, 180]
   * @param chance share of the images it is done to, in (0, 1]
   */
  record Rotate(double degrees, double chance) implements Augmentation {
    /** Done to every image. */
    public Rotate(double degrees) {
      this(degrees, 1);
    }

    public Rotate {
      checkChance(chance);
      if (!(degrees > 0 && degrees <= 180)) {
        throw new IllegalArgumentException("rotate " + degrees);
      }
    }
  }

  /**
   * Made larger or smaller about the centre, by a factor uniform within 1 ± {@code share}.
   *
   * @param share in (0, 0.9]
   * @param chance share of the images it is done to, in (0, 1]
   */
  record Zoom(double share, double chance) implements Augmentation {
    /** Done to every image. */
    public Zoom(double share) {
      this(share, 1);
    }

    public Zoom {
      checkChance(chance);
      if (!(share > 0 && share <= 0.9)) {
        throw new IllegalArgumentException("zoom " + share);
      }
    }
  }

  /** Left and right exchanged. */
  record Flip(double chance) implements Augmentation {
    /** Done to every other image. */
    public Flip() {
      this(0.5);
    }

    public Flip {
      checkChance(chance);
    }
  }
}
