package dev.signet.network;

/**
 * A value with places: images are {@code [channels, height, width]}, signals {@code [channels,
 * length]}, which are images one row high.
 *
 * @param channels values at a place
 * @param height rows
 * @param width places of a row
 */
public record FeatureMap(int channels, int height, int width) {

  /** Whether values of this shape have places. */
  public static boolean fits(Shape shape) {
    return shape.rank() == 2 || shape.rank() == 3;
  }

  /**
   * The map of a shape.
   *
   * @throws IllegalArgumentException when it has neither two nor three extents
   */
  public static FeatureMap of(Shape shape) {
    return switch (shape.rank()) {
      case 2 -> new FeatureMap(shape.extents().get(0), 1, shape.extents().get(1));
      case 3 ->
          new FeatureMap(shape.extents().get(0), shape.extents().get(1), shape.extents().get(2));
      default -> throw new IllegalArgumentException(shape + " has no places");
    };
  }

  /** The number of places. */
  public int places() {
    return height * width;
  }

  /** What a window makes of it, with this many channels. */
  public FeatureMap under(Window window, int resultChannels) {
    return new FeatureMap(
        resultChannels, window.rows().results(height), window.columns().results(width));
  }

  /** The shape of this map, with as many extents as the shape it is made from has. */
  public Shape shape(int rank) {
    return rank == 2 ? Shape.of(channels, width) : Shape.of(channels, height, width);
  }
}
