package dev.signet.network;

/** How many of the training images are held out, to tell how well training goes. */
public sealed interface Validation {

  /** The number held out of so many images. */
  int heldOut(int images);

  /** None. */
  static Validation none() {
    return new Images(0);
  }

  /** Whether any images are held out. */
  default boolean isWanted() {
    return !equals(none());
  }

  /**
   * A number of images.
   *
   * @param count at least 0
   */
  record Images(int count) implements Validation {
    public Images {
      if (count < 0) {
        throw new IllegalArgumentException("validation " + count);
      }
    }

    @Override
    public int heldOut(int images) {
      return count;
    }
  }

  /**
   * A share of the images, rounded to whole ones, and at least one.
   *
   * @param share in (0, 1)
   */
  record Share(double share) implements Validation {
    public Share {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("validation " + share);
      }
    }

    @Override
    public int heldOut(int images) {
      return (int) Math.max(1, Math.round(share * images));
    }
  }
}
