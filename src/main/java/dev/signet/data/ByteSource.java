package dev.signet.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files, unpacks them when they are gzip, and says what went wrong in words. */
final class ByteSource {
  /** No gzip member unpacks to more than this multiple of its size. */
  private static final long GZIP_MAX_RATIO = 1032;

  private ByteSource() {}

  /** What is done with an open file. */
  interface Reader<T> {
    T read(InputStream input) throws IOException;
  }

  /**
   * Opens the file and reads from it, through gunzip when it starts with gzip's magic number.
   *
   * @throws DataException when it cannot be opened, ends early or is damaged
   */
  static <T> T read(Path file, Reader<T> reader) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a directory, not a file");
    }
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return reader.read(isGzip(raw) ? new GZIPInputStream(raw, 1 << 16) : raw);
    } catch (EOFException e) {
      throw new DataException(file + " is cut short: the file ends before its data do", e);
    } catch (ZipException e) {
      throw new DataException(file + " is a damaged gzip file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The most bytes that can come out of the file, whatever it says of itself. */
  static long mostBytes(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 16)) {
      long size = Files.size(file);
      return isGzip(raw) ? Math.multiplyExact(size, GZIP_MAX_RATIO) : size;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static DataException unreadable(Path file, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "permission denied";
          default -> String.valueOf(e.getMessage());
        };
    return new DataException("cannot read " + file + ": " + reason, e);
  }

  private static boolean isGzip(InputStream raw) throws IOException {
    raw.mark(2);
    int first = raw.read();
    int second = raw.read();
    raw.reset();
    return first == 0x1f && second == 0x8b;
  }
}
