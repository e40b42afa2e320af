package dev.signet.data;

/**
 * Images to learn from and images to be judged by.
 *
 * @param name what the user calls it
 * @param train the training split
 * @param test the test split: same image shape and classes, no image in common
 */
public record DataSet(String name, ImageSet train, ImageSet test) {

  /**
   * @throws IllegalArgumentException when the splits differ in shape or classes
   */
  public DataSet {
    if (!train.shape().equals(test.shape()) || train.classes() != test.classes()) {
      throw new IllegalArgumentException(
          "train "
              + train.shape()
              + ", "
              + train.classes()
              + " classes; test "
              + test.shape()
              + ", "
              + test.classes());
    }
  }
}
