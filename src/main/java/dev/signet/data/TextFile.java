package dev.signet.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text written so that a file holds the old content or the new, never a part. */
public final class TextFile {
  private TextFile() {}

  /**
   * Writes a file as UTF-8.
   *
   * @throws DataException when it cannot be written; what stood there before stays
   */
  public static void write(Path file, String text) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    AtomicFile.write(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }
}
