package dev.signet.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Bytes written so that a file holds the old content or the new, never a part. */
public final class BinaryFile {
  private BinaryFile() {}

  /**
   * Writes a file.
   *
   * @throws DataException when it cannot be written; what stood there before stays
   */
  public static void write(Path file, byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    AtomicFile.write(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }
}
