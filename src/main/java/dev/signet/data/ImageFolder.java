package dev.signet.data;

import dev.signet.network.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Images in a folder for each class, {@code train/CLASS/NAME.png} and {@code test/CLASS/NAME.png},
 * or a zip of such folders.
 *
 * <p>Classes are numbered in the order of their names, as strings are compared; images are put so
 * that any first part of a split holds of every class its share. Where all images are grey, in
 * whatever format, they have one channel, {@code [1, height, width]}; else three, {@code [3,
 * height, width]}.
 */
final class ImageFolder {
  static final List<String> SPLITS = List.of("train", "test");

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");
  private static final int MOST_CLASSES = 256;
  private static final long MOST_BYTES = Integer.MAX_VALUE - 16L;

  static final String LAYOUT =
      "train/CLASS/NAME and test/CLASS/NAME, each a .png, .jpg, .jpeg, .bmp or .gif";

  private final String name;
  private final ImageFiles files;
  private final Reading reading;

  private ImageFolder(String name, ImageFiles files, Reading reading) {
    this.name = name;
    this.files = files;
    this.reading = reading;
  }

  /** Whether a path is a directory with one of the two folders, or a zip. */
  static boolean isOne(Path path) {
    return Files.isDirectory(path)
        ? SPLITS.stream().anyMatch(split -> Files.isDirectory(path.resolve(split)))
        : ZipImages.isZip(path);
  }

  /**
   * Reads a directory or a zip.
   *
   * @param train the most images to train with: the first so many
   * @param test the most images to test with
   * @throws DataException naming the file that is wrong
   */
  static DataSet read(String name, Path path, int train, int test, Reading reading) {
    if (!Files.exists(path)) {
      throw new DataException(
          "there is no "
              + path
              + "; data set '"
              + name
              + "' is a directory or a zip with "
              + LAYOUT);
    }
    if (Files.isRegularFile(path) && !ZipImages.isZip(path)) {
      throw new DataException(
          path + " is no zip; data set '" + name + "' is a directory or a zip with " + LAYOUT);
    }
    try (ImageFiles files =
        Files.isDirectory(path) ? new FolderImages(path) : new ZipImages(path)) {
      return new ImageFolder(name, files, reading).read(train, test);
    }
  }

  /**
   * The images of a split in order.
   *
   * @param labels the class of each
   */
  private record Split(List<String> paths, List<Integer> labels) {
    Split first(int count) {
      int size = Math.min(count, paths.size());
      return new Split(paths.subList(0, size), labels.subList(0, size));
    }

    byte[] labelBytes() {
      byte[] bytes = new byte[labels.size()];
      for (int image = 0; image < bytes.length; image++) {
        bytes[image] = labels.get(image).byteValue();
      }
      return bytes;
    }
  }

  private DataSet read(int mostTrain, int mostTest) {
    Map<String, Map<String, List<String>>> listed = list();
    Map<String, List<String>> learned = ofSplit(listed, "train");
    Map<String, List<String>> judged = ofSplit(listed, "test");
    List<String> classes = List.copyOf(learned.keySet());
    checkClasses(classes, judged.keySet());
    Split train = ordered(learned, classes).first(mostTrain);
    Split test = ordered(judged, classes).first(mostTest);
    ImageDecoding decoding = new ImageDecoding(files, reading, train.paths().getFirst());
    return switch (reading.splits()) {
      case ALL -> both(classes, train, test, decoding);
      case TEST -> testOnly(classes, train, test, decoding);
    };
  }

  private DataSet both(List<String> classes, Split train, Split test, ImageDecoding decoding) {
    requireSpace(train, decoding.size());
    requireSpace(test, decoding.size());
    int total = train.paths().size() + test.paths().size();
    ImageDecoding.Images learned = decoding.decode(train.paths(), 0, total);
    ImageDecoding.Images judged = decoding.decode(test.paths(), train.paths().size(), total);
    boolean coloured = learned.coloured() || judged.coloured();
    return new DataSet(
        name,
        classes,
        images(learned, coloured, train, decoding.size(), classes.size()),
        images(judged, coloured, test, decoding.size(), classes.size()));
  }

  private DataSet testOnly(List<String> classes, Split train, Split test, ImageDecoding decoding) {
    requireSpace(test, decoding.size());
    ImageDecoding.Images judged = decoding.decode(test.paths(), 0, test.paths().size());
    // A network that was trained on colours is also judged on them where the test has none.
    boolean coloured = judged.coloured() || decoding.anyColoured(train.paths());
    ImageSet images = images(judged, coloured, test, decoding.size(), classes.size());
    return new DataSet(name, classes, images.first(0), images);
  }

  /** Paths by split and class. */
  private Map<String, Map<String, List<String>>> list() {
    Map<String, Map<String, List<String>>> listed = new TreeMap<>();
    for (String path : files.paths()) {
      if (ENDINGS.stream().noneMatch(path.toLowerCase(Locale.ROOT)::endsWith)) {
        throw new DataException(
            files.name(path)
                + " is no image that can be read: those are named "
                + String.join(", ", ENDINGS));
      }
      String[] parts = path.split("/", -1);
      listed
          .computeIfAbsent(parts[0], _ -> new TreeMap<>())
          .computeIfAbsent(parts[1], _ -> new ArrayList<>())
          .add(path);
    }
    return listed;
  }

  private Map<String, List<String>> ofSplit(
      Map<String, Map<String, List<String>>> listed, String split) {
    Map<String, List<String>> byClass = listed.get(split);
    if (byClass == null) {
      throw new DataException(
          files.name()
              + " has no images in "
              + split
              + "/CLASS/; data are laid out as "
              + LAYOUT
              + ", and Signet does not split them: move some of each class, such as every sixth,"
              + " from train to test");
    }
    return byClass;
  }

  private void checkClasses(List<String> classes, Iterable<String> tested) {
    if (classes.size() > MOST_CLASSES) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s has %,d classes in train; there can be %d",
              files.name(),
              classes.size(),
              MOST_CLASSES));
    }
    for (String tests : tested) {
      if (!classes.contains(tests)) {
        throw new DataException(
            files.name()
                + " has a class '"
                + ImageFiles.printable(tests)
                + "' in test, but not in train");
      }
    }
    for (String learned : classes) {
      if (!learned.equals(ImageFiles.printable(learned))) {
        throw new DataException(
            files.name()
                + " has a class '"
                + ImageFiles.printable(learned)
                + "' with control characters in its name");
      }
    }
  }

  /** Image k of n of a class stands where (k + ½)/n says; of two there, the lower class first. */
  private static Split ordered(Map<String, List<String>> byClass, List<String> classes) {
    record Place(double share, int label, String path) {}
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry : byClass.entrySet()) {
      List<String> paths = List.copyOf(new TreeSet<>(entry.getValue()));
      for (int index = 0; index < paths.size(); index++) {
        places.add(
            new Place(
                (index + 0.5) / paths.size(), classes.indexOf(entry.getKey()), paths.get(index)));
      }
    }
    places.sort(Comparator.comparingDouble(Place::share).thenComparingInt(Place::label));
    return new Split(
        places.stream().map(Place::path).toList(), places.stream().map(Place::label).toList());
  }

  private void requireSpace(Split split, ImageDecoder.Size size) {
    long bytes = 3L * size.pixels() * split.paths().size();
    if (bytes > MOST_BYTES) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s holds %,d images of %s pixels, %,d bytes; there can be %,d in a split: take fewer, as in 'images(train = 5_000)'",
              files.name(),
              split.paths().size(),
              size,
              bytes,
              MOST_BYTES));
    }
  }

  private static ImageSet images(
      ImageDecoding.Images decoded,
      boolean coloured,
      Split split,
      ImageDecoder.Size size,
      int classes) {
    return new ImageSet(
        Shape.of(coloured ? 3 : 1, size.height(), size.width()),
        coloured ? decoded.planes() : firstPlanes(decoded.planes(), size.pixels()),
        split.labelBytes(),
        classes);
  }

  /** Of grey images the red plane, which is like the others. */
  private static byte[] firstPlanes(byte[] planes, int pixels) {
    byte[] grey = new byte[planes.length / 3];
    for (int from = 0; from < grey.length; from += pixels) {
      System.arraycopy(planes, 3 * from, grey, from, pixels);
    }
    return grey;
  }
}
