package dev.signet.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that its name stands for the old content or the new, never for a part. */
final class AtomicFile {
  private static final String PART = ".part";

  private AtomicFile() {}

  /** Writes the content. */
  interface Writer {
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes to a new file beside the target, forces it to the disk and renames it. A link stays a
   * link, and an existing file keeps its permissions. What is no file, such as a pipe or {@code
   * /dev/null}, is written to as it stands: a rename would put a file in its place.
   *
   * @throws DataException when any of it fails; nothing is left behind then
   */
  static void write(Path target, Writer writer) {
    OutputPaths.requireDirectory(target);
    try {
      if (OutputPaths.isDevice(target)) {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
          writer.write(channel);
        }
      } else {
        replace(Files.exists(target) ? target.toRealPath() : target.toAbsolutePath(), writer);
      }
    } catch (IOException e) {
      throw new DataException("cannot write " + target + ": " + reason(e), e);
    }
  }

  /** Where this process writes before it renames. */
  static Path part(Path file) {
    return file.resolveSibling(
        "." + file.getFileName() + "." + ProcessHandle.current().pid() + PART);
  }

  /**
   * Removes what processes that were killed have left half-written beside the target. Only for one
   * who knows that no other process is writing it.
   */
  static void discardParts(Path target) throws IOException {
    Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    String prefix = "." + file.getFileName() + ".";
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            OutputPaths.requireDirectory(file), entry -> isPart(entry, prefix))) {
      for (Path entry : entries) {
        Files.deleteIfExists(entry);
      }
    }
  }

  private static boolean isPart(Path entry, String prefix) {
    String name = String.valueOf(entry.getFileName());
    return name.startsWith(prefix)
        && name.endsWith(PART)
        && name.length() > prefix.length() + PART.length()
        && name.substring(prefix.length(), name.length() - PART.length())
            .chars()
            .allMatch(Character::isDigit);
  }

  private static void replace(Path file, Writer writer) throws IOException {
    Path directory = OutputPaths.requireDirectory(file);
    Path part = part(file);
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        writer.write(channel);
        channel.force(true);
      }
      keepPermissions(file, part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      forceDirectory(directory);
    } finally {
      deleteQuietly(part);
    }
  }

  private static void keepPermissions(Path file, Path part) throws IOException {
    if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }

  /** Makes the new name itself durable, where the system allows it. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Windows cannot open a directory; the content itself is on the disk.
    }
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException _) {
      // The failure that led here is the one to report.
    }
  }
}
