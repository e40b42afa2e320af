package dev.signet.train;

/** Brings the images of a batch into the rows that the first stages take. */
final class TakeState implements StageState {
  private final Rows rows;
  private final boolean places;
  private final PixelCoding coding;
  private final Arrangement arrangement;

  /**
   * @param rows codes or pixels, set by {@link #take}
   * @param coding how the images are packed
   */
  TakeState(Stage.Take stage, Rows rows, PixelCoding coding) {
    this.rows = rows;
    this.places = stage.places();
    this.coding = coding;
    this.arrangement = new Arrangement(rows.map(), coding);
  }

  /**
   * Takes an image over.
   *
   * @param image its place in the batch
   * @param packed rows of images, {@code [count · rows of an image, words]}
   * @param number the image is the one with this number
   */
  void take(int image, long[][] packed, int number) {
    int first = number * coding.rows();
    switch (rows) {
      case Rows.Codes codes when places -> arrangement.signs(packed, first, codes.signs(), image);
      case Rows.Codes codes -> codes.signs()[image] = packed[first];
      case Rows.Pixels pixels when places ->
          arrangement.bytes(packed, first, pixels.values(), image);
      case Rows.Pixels pixels -> {
        PixelCoding.BitPlanes.arrange(packed, first, pixels.planes(), image);
        PixelCoding.BitPlanes.join(packed, first, pixels.values()[image]);
      }
      case Rows.Sums _, Rows.Scores _ -> throw new IllegalStateException("an image in " + rows);
    }
  }

  /** The images have been taken one by one. */
  @Override
  public void forward(Pass pass) {}

  /** No weight is before it. */
  @Override
  public void backward(Pass pass) {}
}
