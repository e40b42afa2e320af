package dev.signet.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that its name stands for the old content or the new, never for a part. */
final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content. */
  interface Writer {
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes to a new file beside the target, forces it to the disk and renames it.
   *
   * @throws DataException when any of it fails; nothing is left behind then
   */
  static void write(Path target, Writer writer) {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(target)) {
      throw new DataException("cannot write " + target + ": it is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw new DataException("cannot write " + target + ": there is no directory " + directory);
    }
    Path part =
        directory.resolve(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
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
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      forceDirectory(directory);
    } catch (IOException e) {
      throw new DataException("cannot write " + target + ": " + reason(e), e);
    } finally {
      deleteQuietly(part);
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
