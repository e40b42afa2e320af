package dev.signet.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of data that a text can name, and the numbers it can give with each. */
public enum DataKind {
  /** Drawn digits, built in. */
  DIGITS,
  /** Signals of a few tones, built in. */
  TONES,
  /** A directory with the four IDX files of MNIST or its kin. */
  MNIST,
  /** CIFAR-10, as its binary files or as images in folders. */
  CIFAR10,
  /** Images in a folder for each class, or a zip of such folders. */
  IMAGES,
  /** A CSV file, or a directory with two. */
  CSV;

  /** The name in a text. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of the whole numbers that can be given with it. */
  public List<String> arguments() {
    return switch (this) {
      case DIGITS -> List.of("size", "train", "test", "seed");
      case TONES -> List.of("length", "train", "test", "seed");
      case MNIST, CIFAR10, IMAGES, CSV -> List.of("train", "test");
    };
  }

  /** All names, as they are listed to people. */
  public static List<String> words() {
    return Arrays.stream(values()).map(DataKind::word).toList();
  }

  /** The kind of this name. */
  public static Optional<DataKind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
