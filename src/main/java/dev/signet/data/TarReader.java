package dev.signet.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the plain files of a tar archive one after another: the format of POSIX (ustar) and its
 * forerunners. Names longer than its 100 characters and files of 8 GiB and more are not looked for.
 */
final class TarReader {
  /** Archives are made of blocks of so many bytes. */
  static final int BLOCK = 512;

  private static final int NAME_END = 100;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;
  private static final int TYPE = 156;

  private final InputStream input;

  TarReader(InputStream input) {
    this.input = input;
  }

  /**
   * A plain file of the archive.
   *
   * @param name its path in it
   * @param size bytes that follow in the stream, to be read before the next is asked for
   */
  record Entry(String name, long size) {}

  /** Whether a block is the header of an archive's file. */
  static boolean isHeader(byte[] block) {
    if (block.length < BLOCK || block[0] == 0) {
      return false;
    }
    int sum = 0;
    for (int index = 0; index < BLOCK; index++) {
      // The sum is that of the header with spaces for itself.
      boolean self = index >= CHECKSUM && index < CHECKSUM_END;
      sum += self ? ' ' : Byte.toUnsignedInt(block[index]);
    }
    return octal(block, CHECKSUM, CHECKSUM_END) == sum;
  }

  /**
   * The next plain file; empty at the end.
   *
   * @throws EOFException when the archive ends within a header
   * @throws IOException when it cannot be read
   * @throws DataException when what is there is no header
   */
  Optional<Entry> next(String archive) throws IOException {
    while (true) {
      byte[] header = input.readNBytes(BLOCK);
      if (header.length == 0 || (header.length == BLOCK && header[0] == 0)) {
        return Optional.empty();
      }
      if (header.length < BLOCK) {
        throw new EOFException();
      }
      long size = octal(header, SIZE, SIZE + 12);
      if (!isHeader(header) || size < 0) {
        throw new DataException(archive + " is damaged: it is no tar archive from some place on");
      }
      if (header[TYPE] == '0' || header[TYPE] == 0) {
        return Optional.of(new Entry(text(header), size));
      }
      input.skipNBytes(size + padding(size));
    }
  }

  /** Bytes between the end of a file and the next header. */
  static long padding(long size) {
    return -size & (BLOCK - 1);
  }

  private static String text(byte[] header) {
    int end = 0;
    while (end < NAME_END && header[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOf(header, end), StandardCharsets.ISO_8859_1);
  }

  /** A number in octal digits, which spaces may surround; −1 where it is none. */
  private static long octal(byte[] header, int from, int to) {
    String digits =
        new String(header, from, to - from, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
  }
}
