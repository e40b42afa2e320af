package dev.signet.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Text written so that a file holds the old content or the new, never a part. */
public final class TextFile {
  private TextFile() {}

  /**
   * Writes a file as UTF-8.
   *
   * @throws DataException when it cannot be written; what stood there before stays
   */
  public static void write(Path file, String text) {
    BinaryFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Appends to a file as UTF-8, in one write where the system takes it.
   *
   * @throws DataException when it cannot be written
   */
  public static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Makes a text piece by piece. */
  public interface Source {
    void writeTo(Appendable out) throws IOException;
  }

  /**
   * Writes a file as UTF-8 while its text is being made.
   *
   * @throws DataException when it cannot be written; what stood there before stays
   */
  public static void write(Path file, Source source) {
    AtomicFile.write(
        file,
        channel -> {
          // Not closed: the channel is the caller's.
          Writer out =
              new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 1 << 16);
          source.writeTo(out);
          out.flush();
        });
  }
}
