package dev.signet.data;

import dev.signet.network.TrainingRecipe.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the data set that a network's text names. */
public final class DataSets {
  private static final String DIGITS = "digits";
  private static final String MNIST = "mnist";
  private static final String CSV = "csv";

  private DataSets() {}

  /**
   * Loads a data set.
   *
   * <p>{@code digits(size, train, test, seed)} is drawn; {@code mnist(train, test)} is a directory
   * of IDX files and {@code csv(train, test)} a file or a directory with {@code train.csv} and
   * {@code test.csv}, of both of which {@code train} and {@code test} take the first so many
   * images. A path given with {@code digits}, which needs none, takes its place: what is found
   * there is read.
   *
   * @param source name and arguments from the network's text
   * @param path where the user says the data are
   * @throws DataException when the name or an argument is unknown or wrong, a path is needed and
   *     not given, or what is there cannot be read
   */
  public static DataSet load(DataSource source, Optional<Path> path) {
    return switch (source.name()) {
      case DIGITS -> path.isPresent() ? detect(path.get()) : drawn(source);
      case MNIST -> {
        checkArguments(source, List.of("train", "test"));
        yield limited(source, MnistDirectory.read(MNIST, required(source, path)));
      }
      case CSV -> {
        checkArguments(source, List.of("train", "test"));
        yield limited(source, Csv.read(CSV, required(source, path)));
      }
      default ->
          throw new DataException(
              "unknown data set '" + source.name() + "'; there are digits, mnist and csv");
    };
  }

  private static DataSet drawn(DataSource source) {
    checkArguments(source, List.of("size", "train", "test", "seed"));
    return DrawnDigits.draw(
        argument(source, "size", 16, DrawnDigits.MIN_SIZE, DrawnDigits.MAX_SIZE),
        argument(source, "train", 6000, 1, DrawnDigits.MAX_IMAGES),
        argument(source, "test", 1000, 1, DrawnDigits.MAX_IMAGES),
        source.argument("seed").orElse(1L));
  }

  private static DataSet detect(Path path) {
    String name = String.valueOf(path.getFileName());
    if (Files.isDirectory(path) && MnistDirectory.isOne(path)) {
      return MnistDirectory.read(name, path);
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
                + ", plain or .gz) nor train.csv and test.csv"
            : "there is no file or directory " + path);
  }

  private static Path required(DataSource source, Optional<Path> path) {
    return path.orElseThrow(
        () ->
            new DataException(
                "data set '"
                    + source.name()
                    + "' is read from files: say where they are with --data ("
                    + (source.name().equals(MNIST)
                        ? "a directory with " + String.join(", ", MnistDirectory.FILES)
                        : "a CSV file, or a directory with train.csv and test.csv")
                    + ")"));
  }

  private static DataSet limited(DataSource source, DataSet all) {
    return new DataSet(
        all.name(),
        all.train().first(argument(source, "train", Integer.MAX_VALUE, 1, Integer.MAX_VALUE)),
        all.test().first(argument(source, "test", Integer.MAX_VALUE, 1, Integer.MAX_VALUE)));
  }

  private static int argument(DataSource source, String key, int otherwise, int min, int max) {
    long value = source.argument(key).orElse((long) otherwise);
    if (value < min || value > max) {
      throw new DataException(
          "argument '"
              + key
              + "' of data set '"
              + source.name()
              + "' is "
              + value
              + "; it can be "
              + min
              + " to "
              + max);
    }
    return (int) value;
  }

  private static void checkArguments(DataSource source, List<String> known) {
    for (String key : new TreeSet<>(source.arguments().keySet())) {
      if (!known.contains(key)) {
        throw new DataException(
            "data set '"
                + source.name()
                + "' has no argument '"
                + key
                + "'; it has "
                + String.join(", ", known));
      }
    }
  }
}
