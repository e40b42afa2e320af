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
      // Named as the half-written file will be, so that it goes with those if this is killed here.
      Path trial = AtomicFile.part(directory.resolve(file.getFileName()));
      Files.write(trial, new byte[0]);
      Files.delete(trial);
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": its directory takes no new files", e);
    }
  }

  /**
   * Removes what processes that were killed have left half-written beside a file. Only for one who
   * holds the {@link OutputLock} of whatever writes it.
   *
   * @throws DataException when that fails
   */
  public static void discardParts(Path file) {
    try {
      AtomicFile.discardParts(file);
    } catch (IOException e) {
      throw new DataException(
          "cannot remove what was left half-written beside " + file + ": " + e.getMessage(), e);
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
