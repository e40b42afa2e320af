package dev.signet.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps two runs from writing the same files. The system drops the lock when the process ends,
 * however it ends: a file left by one that was killed locks nothing.
 */
public final class OutputLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param file stands for the lock; it is made where it is missing, and removed at the end
   * @param output what is being written, for messages
   * @throws DataException when another run holds the lock, or the file cannot be made
   */
  public static OutputLock take(Path file, Path output) {
    OutputPaths.requireDirectory(file);
    try {
      Optional<OutputLock> taken = Optional.empty();
      while (taken.isEmpty()) {
        taken = attempt(file, output);
      }
      return taken.get();
    } catch (IOException e) {
      throw new DataException(
          "cannot write " + output + ": the lock " + file + " cannot be made", e);
    }
  }

  /** Takes the lock, unless another run that ended meanwhile has removed its file. */
  private static Optional<OutputLock> attempt(Path file, Path output) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException _) {
      // Another run's, which may or may not be under way.
    }
    FileChannel channel;
    Object opened;
    try {
      opened = identity(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      if (!lock(channel)) {
        throw new DataException(
            "another run is writing "
                + output
                + "; wait for its end, or write to another place (-o)");
      }
      taken = Objects.equals(opened, identity(file));
      return taken ? Optional.of(new OutputLock(file, channel)) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /** Tells a file from another that has taken its name; the same for all where nothing does. */
  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  /** Removes the file, as long as it is locked, and lets go. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // A file that is left behind locks nothing.
    }
  }
}
