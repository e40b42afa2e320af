package dev.signet.data;

import dev.signet.network.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * CIFAR-10 in its binary version (Krizhevsky, 2009): six files of 3,073 bytes an image, which are
 * its class and 32 rows of 32 pixels in red, then in green, then in blue.
 *
 * <p>The files lie in a directory, or in the folder that unpacking makes in it, plain or gzip; or
 * they are still in the archive they come in.
 */
final class Cifar10 {
  static final String TEST_FILE = "test_batch.bin";
  static final List<String> TRAIN_FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  /** What people are told to look for. */
  static final String FILES = "data_batch_1.bin to data_batch_5.bin and " + TEST_FILE;

  static final String SOURCE = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";

  static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  static final Shape SHAPE = Shape.of(3, 32, 32);

  private static final String FOLDER = "cifar-10-batches-bin";

  /** The label and the pixels. */
  private static final int RECORD = 1 + 3 * 32 * 32;

  /** Ten times what each file has. */
  private static final int MOST_RECORDS = 100_000;

  private Cifar10() {}

  /** Whether a path is an archive, or has any of the files in it. */
  static boolean isOne(Path path) {
    return Files.isDirectory(path) ? folder(path).isPresent() : isArchive(path);
  }

  /**
   * Reads the six files.
   *
   * @throws DataException when one is missing or wrong
   */
  static DataSet read(String name, Path path) {
    Map<String, byte[]> files =
        Files.isDirectory(path) ? fromFolder(folder(path).orElse(path)) : fromArchive(path);
    List<byte[]> train = TRAIN_FILES.stream().map(files::get).toList();
    return new DataSet(name, CLASSES, images(train), images(List.of(files.get(TEST_FILE))));
  }

  private static List<String> fileNames() {
    List<String> names = new ArrayList<>(TRAIN_FILES);
    names.add(TEST_FILE);
    return names;
  }

  private static Optional<Path> folder(Path directory) {
    return List.of(directory, directory.resolve(FOLDER)).stream()
        .filter(folder -> fileNames().stream().anyMatch(file -> found(folder, file).isPresent()))
        .findFirst();
  }

  private static Optional<Path> found(Path folder, String file) {
    return List.of(folder.resolve(file), folder.resolve(file + ".gz")).stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Map<String, byte[]> fromFolder(Path folder) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : fileNames()) {
      found(folder, name)
          .ifPresent(
              file ->
                  files.put(
                      name,
                      ByteSource.read(
                          file,
                          input ->
                              checked(
                                  file.toString(), input.readNBytes(MOST_RECORDS * RECORD + 1)))));
    }
    boolean python = Files.isRegularFile(folder.resolve("data_batch_1"));
    requireAll(
        "directory " + folder,
        files,
        python
            ? " (what is there is the version for Python)"
            : " (looked for each plain and with .gz)");
    return files;
  }

  private static boolean isArchive(Path path) {
    return Files.isRegularFile(path)
        && ByteSource.read(path, input -> TarReader.isHeader(input.readNBytes(TarReader.BLOCK)));
  }

  private static Map<String, byte[]> fromArchive(Path archive) {
    Map<String, byte[]> files =
        ByteSource.read(archive, input -> unpacked(archive.toString(), input));
    requireAll(archive.toString(), files, "");
    return files;
  }

  private static Map<String, byte[]> unpacked(String archive, InputStream input)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    TarReader tar = new TarReader(input);
    List<String> wanted = fileNames();
    for (Optional<TarReader.Entry> entry = tar.next(archive);
        entry.isPresent();
        entry = tar.next(archive)) {
      String path = entry.get().name();
      String name = path.substring(path.lastIndexOf('/') + 1);
      long size = entry.get().size();
      if (wanted.contains(name) && size <= MOST_RECORDS * RECORD) {
        byte[] bytes = input.readNBytes((int) size);
        files.put(name, checked(name + " in " + archive, bytes));
        input.skipNBytes(TarReader.padding(size));
      } else {
        input.skipNBytes(size + TarReader.padding(size));
      }
    }
    return files;
  }

  private static void requireAll(String where, Map<String, byte[]> files, String how) {
    List<String> missing = fileNames().stream().filter(name -> !files.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          where
              + " has no "
              + String.join(", no ", missing)
              + how
              + "; the files of CIFAR-10's binary version come in "
              + SOURCE);
    }
  }

  /** The bytes of a file if they can be images. */
  private static byte[] checked(String file, byte[] bytes) {
    if (bytes.length > MOST_RECORDS * RECORD) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s is no file of CIFAR-10: it holds more than %,d images",
              file,
              MOST_RECORDS));
    }
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s is no whole file of CIFAR-10's binary version: its %,d bytes are not a multiple of the %,d of an image",
              file,
              bytes.length,
              RECORD));
    }
    for (int image = 0; image < bytes.length / RECORD; image++) {
      int label = Byte.toUnsignedInt(bytes[image * RECORD]);
      if (label >= CLASSES.size()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s is no file of CIFAR-10: image %,d has the class %d, of 0 to 9",
                file,
                image,
                label));
      }
    }
    return bytes;
  }

  private static ImageSet images(List<byte[]> files) {
    int count = files.stream().mapToInt(file -> file.length / RECORD).sum();
    byte[] labels = new byte[count];
    byte[] pixels = new byte[count * SHAPE.size()];
    int image = 0;
    for (byte[] file : files) {
      for (int from = 0; from < file.length; from += RECORD) {
        labels[image] = file[from];
        System.arraycopy(file, from + 1, pixels, image * SHAPE.size(), SHAPE.size());
        image++;
      }
    }
    return new ImageSet(SHAPE, pixels, labels, CLASSES.size());
  }
}
