package dev.signet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before long work whether its result could be written. */
public final class OutputPaths {
  private OutputPaths() {}

  /**
   * Holds that a file could be written, by writing another beside it and removing that.
   *
   * @throws DataException when it could not
   */
  public static void requireWritable(Path file) {
    Path directory = requireDirectory(file);
    if (isDevice(file)) {
      if (!Files.isWritable(file)) {
        throw new DataException("cannot write " + file + ": permission denied");
      }
      return;
    }
    try {
      Files.delete(Files.createTempFile(directory, ".signet", ".part"));
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": its directory takes no new files", e);
    }
  }

  /**
   * The directory a file is to be written in.
   *
   * @throws DataException when there is none, or the file is one itself
   */
  static Path requireDirectory(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw new DataException("cannot write " + file + ": it is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new DataException("cannot write " + file + ": there is no directory " + directory);
    }
    return directory;
  }

  /** Whether it is there and no file, but a pipe or a device. */
  static boolean isDevice(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }
}
