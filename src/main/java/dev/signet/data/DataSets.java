package dev.signet.data;

import dev.signet.network.DataKind;
import dev.signet.network.TrainingRecipe.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the data set that a network's text names. */
public final class DataSets {

  private DataSets() {}

  /**
   * Loads a data set, as {@link #load(DataSource, Optional, Reading)} does in {@link
   * Reading#plain}.
   */
  public static DataSet load(DataSource source, Optional<Path> path) {
    return load(source, path, Reading.plain());
  }

  /**
   * Loads a data set.
   *
   * <p>{@code digits(size, train, test, seed)} and {@code tones(length, train, test, seed)} are
   * made; the others are read: {@code mnist} from a directory of IDX files, {@code cifar10} from
   * its binary files, its archive, or its images, {@code images} from a directory or zip with a
   * folder for each class, {@code csv} from a file or a directory with {@code train.csv} and {@code
   * test.csv}. Of all of these {@code train} and {@code test} take the first so many images. A path
   * given with data that need none takes their place: what is found there is read.
   *
   * @param source name and arguments from the network's text
   * @param path where the user says the data are
   * @throws DataException when an argument is out of range, a path is needed and not given, or what
   *     is there cannot be read
   */
  public static DataSet load(DataSource source, Optional<Path> path, Reading reading) {
    return switch (source.kind()) {
      case DIGITS -> path.isPresent() ? detect(path.get(), reading) : digits(source);
      case TONES -> path.isPresent() ? detect(path.get(), reading) : tones(source);
      case MNIST -> limited(source, MnistDirectory.read(name(source), required(source, path)));
      case CIFAR10 -> cifar10(source, required(source, path), reading);
      case IMAGES -> images(source, required(source, path), reading);
      case CSV -> limited(source, Csv.read(name(source), required(source, path)));
    };
  }

  private static String name(DataSource source) {
    return source.kind().word();
  }

  private static DataSet digits(DataSource source) {
    return DrawnDigits.draw(
        argument(source, "size", 16, DrawnDigits.MIN_SIZE, DrawnDigits.MAX_SIZE),
        argument(source, "train", 6000, 1, DrawnDigits.MAX_IMAGES),
        argument(source, "test", 1000, 1, DrawnDigits.MAX_IMAGES),
        source.argument("seed").orElse(1L));
  }

  private static DataSet tones(DataSource source) {
    return Tones.make(
        argument(source, "length", 128, Tones.MIN_LENGTH, Tones.MAX_LENGTH),
        argument(source, "train", 8000, 1, Tones.MAX_FRAMES),
        argument(source, "test", 1000, 1, Tones.MAX_FRAMES),
        source.argument("seed").orElse(1L));
  }

  private static DataSet cifar10(DataSource source, Path path, Reading reading) {
    if (Cifar10.isOne(path)) {
      return limited(source, Cifar10.read(name(source), path));
    }
    if (!ImageFolder.isOne(path)) {
      throw new DataException(
          (Files.exists(path) ? path + " is not what" : "there is no " + path + ";")
              + " data set 'cifar10' is read from"
              + (Files.exists(path) ? "" : " files")
              + ": "
              + needed(DataKind.CIFAR10));
    }
    DataSet images = images(source, path, reading);
    if (!images.train().shape().equals(Cifar10.SHAPE)
        || !images.classNames().equals(Cifar10.CLASSES)) {
      throw new DataException(
          "the images of %s are %s of the classes %s, and those of CIFAR-10 are %s of the classes %s; 'data images' takes any"
              .formatted(
                  path,
                  images.train().shape(),
                  String.join(", ", images.classNames()),
                  Cifar10.SHAPE,
                  String.join(", ", Cifar10.CLASSES)));
    }
    return images;
  }

  private static DataSet images(DataSource source, Path path, Reading reading) {
    return ImageFolder.read(
        name(source), path, limit(source, "train"), limit(source, "test"), reading);
  }

  private static DataSet detect(Path path, Reading reading) {
    String name = String.valueOf(path.getFileName());
    if (Files.isDirectory(path) && MnistDirectory.isOne(path)) {
      return MnistDirectory.read(name, path);
    }
    if (Cifar10.isOne(path)) {
      return Cifar10.read(name, path);
    }
    if (ImageFolder.isOne(path)) {
      return ImageFolder.read(name, path, Integer.MAX_VALUE, Integer.MAX_VALUE, reading);
    }
    if (Files.isRegularFile(path) || Files.isRegularFile(path.resolve(Csv.TRAIN_FILE))) {
      return Csv.read(name, path);
    }
    throw new DataException(
        Files.exists(path)
            ? "directory "
                + path
                + " has neither MNIST's files ("
                + String.join(", ", MnistDirectory.FILES)
                + ", plain or .gz) nor CIFAR-10's ("
                + Cifar10.FILES
                + ") nor images ("
                + ImageFolder.LAYOUT
                + ") nor train.csv and test.csv"
            : "there is no file or directory " + path);
  }

  private static Path required(DataSource source, Optional<Path> path) {
    return path.orElseThrow(
        () ->
            new DataException(
                "data set '"
                    + name(source)
                    + "' is read from files: say where they are with --data ("
                    + needed(source.kind())
                    + ")"));
  }

  private static String needed(DataKind kind) {
    return switch (kind) {
      case DIGITS, TONES -> "nothing";
      case MNIST -> "a directory with " + String.join(", ", MnistDirectory.FILES);
      case CIFAR10 ->
          "a directory with %s (plain or .gz), or cifar-10-binary.tar.gz as it comes from %s, or a directory or a zip with its images as %s"
              .formatted(Cifar10.FILES, Cifar10.SOURCE, ImageFolder.LAYOUT);
      case IMAGES -> "a directory or a zip with " + ImageFolder.LAYOUT;
      case CSV -> "a CSV file, or a directory with train.csv and test.csv";
    };
  }

  private static DataSet limited(DataSource source, DataSet all) {
    return all.first(limit(source, "train"), limit(source, "test"));
  }

  private static int limit(DataSource source, String split) {
    return argument(source, split, Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
  }

  private static int argument(DataSource source, String key, int otherwise, int min, int max) {
    long value = source.argument(key).orElse((long) otherwise);
    if (value < min || value > max) {
      throw new DataException(
          "argument '"
              + key
              + "' of data set '"
              + name(source)
              + "' is "
              + value
              + "; it can be "
              + min
              + " to "
              + max);
    }
    return (int) value;
  }
}
