package dev.signet.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    AtomicFile.write(file, channel -> writeFully(channel, bytes));
  }

  /** Writes all that is left of a buffer; a channel may take it in pieces. */
  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
