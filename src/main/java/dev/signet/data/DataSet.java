package dev.signet.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Images to learn from and images to be judged by.
 *
 * @param name what the user calls it
 * @param classNames what the classes are called; their numbers, where the data have no names
 * @param train the training split
 * @param test the test split: same image shape and classes, no image in common
 */
public record DataSet(String name, List<String> classNames, ImageSet train, ImageSet test) {

  /**
   * @throws IllegalArgumentException when the splits differ in shape or classes, or there are not
   *     as many names as classes
   */
  public DataSet {
    classNames = List.copyOf(classNames);
    if (!train.shape().equals(test.shape())
        || train.classes() != test.classes()
        || train.classes() != classNames.size()) {
      throw new IllegalArgumentException(
          "train "
              + train.shape()
              + ", "
              + train.classes()
              + " classes; test "
              + test.shape()
              + ", "
              + test.classes()
              + "; names "
              + classNames);
    }
  }

  /** Data whose classes are numbers. */
  public DataSet(String name, ImageSet train, ImageSet test) {
    this(name, numbers(train.classes()), train, test);
  }

  /** The names of classes that have none: {@code 0, 1, 2, …}. */
  public static List<String> numbers(int classes) {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  /** The first images of each split. */
  public DataSet first(int trainImages, int testImages) {
    return new DataSet(name, classNames, train.first(trainImages), test.first(testImages));
  }

  /**
   * The same images with the classes numbered as in another list.
   *
   * @param names has every name of a class, and perhaps more
   * @throws IllegalArgumentException when it lacks one
   */
  public DataSet numberedAs(List<String> names) {
    int[] numbers = classNames.stream().mapToInt(names::indexOf).toArray();
    if (IntStream.of(numbers).anyMatch(number -> number < 0)) {
      throw new IllegalArgumentException(classNames + " in " + names);
    }
    return new DataSet(
        name,
        names,
        renumbered(train, numbers, names.size()),
        renumbered(test, numbers, names.size()));
  }

  private static ImageSet renumbered(ImageSet images, int[] numbers, int classes) {
    byte[] labels = new byte[images.count()];
    for (int image = 0; image < labels.length; image++) {
      labels[image] = (byte) numbers[images.label(image)];
    }
    return new ImageSet(images.shape(), images.pixels(), labels, classes);
  }
}
