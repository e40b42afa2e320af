package dev.signet.data;

import dev.signet.network.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Images as text: one a line, the label first and then the pixels, whole numbers 0 to 255 between
 * commas. A first line that does not start with a digit is a header. Plain or gzip.
 *
 * <p>Which pixel is beside which, a file does not say: images are {@code [pixels]}, and the
 * network's input has it.
 */
final class Csv {
  static final String TRAIN_FILE = "train.csv";
  static final String TEST_FILE = "test.csv";
  private static final long SPLIT_SEED = 5;

  private Csv() {}

  /** What a file holds: pixels {@code [rows, width]}, labels {@code [rows]}. */
  @SuppressWarnings("ArrayRecordComponent") // Handed over within this file; never compared.
  record Rows(int width, byte[] pixels, byte[] labels) {}

  /**
   * Reads a directory with {@code train.csv} and {@code test.csv}, or one file, of which every
   * sixth image at random (the same ones each time) is for the test.
   *
   * @throws DataException naming file and line
   */
  static DataSet read(String name, Path path) {
    if (!Files.exists(path)) {
      throw new DataException(
          "there is no "
              + path
              + "; data set '"
              + name
              + "' is a CSV file, or a directory with train.csv and test.csv");
    }
    if (!Files.isDirectory(path)) {
      return split(name, path, readRows(path));
    }
    for (String file : new String[] {TRAIN_FILE, TEST_FILE}) {
      if (!Files.isRegularFile(path.resolve(file))) {
        throw new DataException("directory " + path + " has no " + file);
      }
    }
    Rows train = readRows(path.resolve(TRAIN_FILE));
    Rows test = readRows(path.resolve(TEST_FILE));
    if (train.width() != test.width()) {
      throw new DataException(
          path.resolve(TRAIN_FILE)
              + " has "
              + train.width()
              + " pixels a line, but "
              + path.resolve(TEST_FILE)
              + " "
              + test.width());
    }
    return dataSet(name, train, test);
  }

  private static DataSet split(String name, Path file, Rows all) {
    int count = all.labels().length;
    if (count < 2) {
      throw new DataException(
          file + " holds a single image: there is none left to test with once it is split");
    }
    boolean[] isTest = new boolean[count];
    int tests = Math.max(1, count / 6);
    int[] order = RandomStream.of(SPLIT_SEED).permutation(count);
    for (int index = 0; index < tests; index++) {
      isTest[order[index]] = true;
    }
    return dataSet(name, chosen(all, isTest, false), chosen(all, isTest, true));
  }

  private static Rows chosen(Rows all, boolean[] isTest, boolean wanted) {
    int width = all.width();
    byte[] pixels = new byte[all.pixels().length];
    byte[] labels = new byte[all.labels().length];
    int count = 0;
    for (int row = 0; row < labels.length; row++) {
      if (isTest[row] == wanted) {
        System.arraycopy(all.pixels(), row * width, pixels, count * width, width);
        labels[count++] = all.labels()[row];
      }
    }
    return new Rows(width, Arrays.copyOf(pixels, count * width), Arrays.copyOf(labels, count));
  }

  private static DataSet dataSet(String name, Rows train, Rows test) {
    Shape shape = Shape.of(train.width());
    int classes =
        Math.max(
            MnistDirectory.classCount(train.labels()), MnistDirectory.classCount(test.labels()));
    return new DataSet(
        name,
        new ImageSet(shape, train.pixels(), train.labels(), classes),
        new ImageSet(shape, test.pixels(), test.labels(), classes));
  }

  private static Rows readRows(Path file) {
    return ByteSource.read(file, input -> new CsvParser(file, input).parse());
  }
}
