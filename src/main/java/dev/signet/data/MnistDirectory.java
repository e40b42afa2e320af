package dev.signet.data;

import dev.signet.network.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A directory with the four IDX files of MNIST or its kin, each plain or with {@code .gz}. */
final class MnistDirectory {
  static final List<String> FILES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  private MnistDirectory() {}

  /** Whether any of the four files is there. */
  static boolean isOne(Path directory) {
    return FILES.stream()
        .anyMatch(
            name ->
                Files.isRegularFile(directory.resolve(name))
                    || Files.isRegularFile(directory.resolve(name + ".gz")));
  }

  /**
   * Reads the four files.
   *
   * @throws DataException when one is missing or wrong, or two do not fit each other
   */
  static DataSet read(String name, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          (Files.exists(directory)
                  ? directory + " is not a directory"
                  : "there is no directory " + directory)
              + "; data set '"
              + name
              + "' is read from one that holds "
              + String.join(", ", FILES)
              + " (plain or .gz)");
    }
    List<Path> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String file : FILES) {
      Path plain = directory.resolve(file);
      Path packed = directory.resolve(file + ".gz");
      if (Files.isRegularFile(plain)) {
        found.add(plain);
      } else if (Files.isRegularFile(packed)) {
        found.add(packed);
      } else {
        missing.add(file);
      }
    }
    if (!missing.isEmpty()) {
      throw new DataException(
          "directory "
              + directory
              + " has no "
              + String.join(", no ", missing)
              + " (looked for each plain and with .gz)");
    }
    return pair(name, found);
  }

  private static DataSet pair(String name, List<Path> files) {
    Idx.Images train = Idx.readImages(files.get(0));
    byte[] trainLabels = labelsFor(files.get(0), train, files.get(1));
    Idx.Images test = Idx.readImages(files.get(2));
    byte[] testLabels = labelsFor(files.get(2), test, files.get(3));
    if (train.rows() != test.rows() || train.columns() != test.columns()) {
      throw new DataException(
          "the images of "
              + files.get(0)
              + " are "
              + train.rows()
              + "×"
              + train.columns()
              + ", those of "
              + files.get(2)
              + " "
              + test.rows()
              + "×"
              + test.columns());
    }
    int classes = Math.max(classCount(trainLabels), classCount(testLabels));
    Shape shape = Shape.of(1, train.rows(), train.columns());
    return new DataSet(
        name,
        new ImageSet(shape, train.pixels(), trainLabels, classes),
        new ImageSet(shape, test.pixels(), testLabels, classes));
  }

  private static byte[] labelsFor(Path imageFile, Idx.Images images, Path labelFile) {
    byte[] labels = Idx.readLabels(labelFile);
    if (labels.length != images.count()) {
      throw new DataException(
          imageFile
              + " holds "
              + images.count()
              + " images, but "
              + labelFile
              + " "
              + labels.length
              + " labels");
    }
    return labels;
  }

  static int classCount(byte[] labels) {
    int classes = 1;
    for (byte label : labels) {
      classes = Math.max(classes, Byte.toUnsignedInt(label) + 1);
    }
    return classes;
  }
}
