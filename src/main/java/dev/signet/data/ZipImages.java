package dev.signet.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Image files in a zip, which is read as it is. The folders may lie in one more, as they do where
 * somebody has packed a folder as a whole.
 */
final class ZipImages implements ImageFiles {
  /** Of {@code split/class/name}. */
  private static final int PARTS = 3;

  private static final byte[] MAGIC = {'P', 'K', 3, 4};

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;

  /**
   * Opens a zip.
   *
   * @throws DataException when it is none or is damaged
   */
  ZipImages(Path file) {
    this.file = file;
    try {
      this.zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new DataException(
          file
              + " is no zip file, or a damaged one: "
              + ImageFiles.printable(String.valueOf(e.getMessage())),
          e);
    } catch (IOException e) {
      throw ByteSource.unreadable(file, e);
    }
    try {
      this.entries = list();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Whether a file starts as zips do. */
  static boolean isZip(Path file) {
    return Files.isRegularFile(file)
        && ByteSource.read(file, input -> Arrays.equals(input.readNBytes(MAGIC.length), MAGIC));
  }

  private Map<String, ZipEntry> list() {
    if (zip.size() > MOST_FILES) {
      throw new DataException(file + " holds more than " + MOST_FILES + " files");
    }
    Map<String, Map<String, ZipEntry>> byRoot = new TreeMap<>();
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      List<String> parts = List.of(entry.getName().split("/", PARTS + 2));
      if (entry.isDirectory() || parts.stream().anyMatch(ImageFiles::isHidden)) {
        continue;
      }
      boolean packed = parts.size() == PARTS + 1;
      List<String> path = packed ? parts.subList(1, parts.size()) : parts;
      if (path.size() == PARTS && ImageFolder.SPLITS.contains(path.getFirst())) {
        ZipEntry other =
            byRoot
                .computeIfAbsent(packed ? parts.getFirst() : "", _ -> new HashMap<>())
                .put(String.join("/", path), entry);
        if (other != null) {
          throw new DataException(
              file + " holds two files " + ImageFiles.printable(entry.getName()));
        }
      }
    }
    Map<String, ZipEntry> atRoot = byRoot.get("");
    if (atRoot != null || byRoot.isEmpty()) {
      return atRoot == null ? Map.of() : atRoot;
    }
    if (byRoot.size() > 1) {
      throw new DataException(
          file
              + " holds several folders with images to train or test with: "
              + ImageFiles.printable(String.join(", ", byRoot.keySet())));
    }
    return byRoot.values().iterator().next();
  }

  @Override
  public List<String> paths() {
    return new ArrayList<>(entries.keySet());
  }

  @Override
  public byte[] read(String path) throws IOException {
    ZipEntry entry = entries.get(path);
    if (entry == null) {
      throw new IllegalArgumentException(path);
    }
    try (InputStream input = zip.getInputStream(entry)) {
      return input.readNBytes(MOST_FILE_BYTES + 1);
    }
  }

  @Override
  public String name(String path) {
    return ImageFiles.printable(path) + " in " + file;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw ByteSource.unreadable(file, e);
    }
  }
}
