package dev.signet.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reader of the IDX format of MNIST and its kin, plain or gzip.
 *
 * <p>A file is a big-endian magic number ({@code 0x801} labels, {@code 0x803} images), the extents
 * as 32-bit integers, and one unsigned byte an element.
 */
public final class Idx {
  private static final int LABELS_MAGIC = 0x801;
  private static final int IMAGES_MAGIC = 0x803;
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 16L;

  private Idx() {}

  /**
   * Images as a file holds them.
   *
   * @param count number of images, at least 1
   * @param rows rows of each, at least 1
   * @param columns columns of each, at least 1
   * @param pixels {@code [count, rows, columns]}
   */
  @SuppressWarnings("ArrayRecordComponent") // Megabytes; never compared.
  public record Images(int count, int rows, int columns, byte[] pixels) {}

  /**
   * Reads a file of images.
   *
   * @throws DataException when it is not one, is cut short or has bytes left over
   */
  public static Images readImages(Path file) {
    long most = ByteSource.mostBytes(file);
    return ByteSource.read(
        file,
        input -> {
          checkMagic(file, readInt(input), IMAGES_MAGIC, "images");
          int[] extents = {readInt(input), readInt(input), readInt(input)};
          byte[] pixels = readElements(file, input, extents, most);
          return new Images(extents[0], extents[1], extents[2], pixels);
        });
  }

  /**
   * Reads a file of labels, {@code [count]}.
   *
   * @throws DataException when it is not one, is cut short or has bytes left over
   */
  public static byte[] readLabels(Path file) {
    long most = ByteSource.mostBytes(file);
    return ByteSource.read(
        file,
        input -> {
          checkMagic(file, readInt(input), LABELS_MAGIC, "labels");
          return readElements(file, input, new int[] {readInt(input)}, most);
        });
  }

  private static void checkMagic(Path file, int found, int expected, String what) {
    if (found == expected) {
      return;
    }
    String hint =
        switch (found) {
          case LABELS_MAGIC -> " (this is a file of labels)";
          case IMAGES_MAGIC -> " (this is a file of images)";
          default -> "";
        };
    throw new DataException(
        String.format(
            "%s is not an IDX file of %s: it starts with the magic number 0x%08x, expected"
                + " 0x%08x%s",
            file, what, found, expected, hint));
  }

  private static byte[] readElements(Path file, InputStream input, int[] extents, long mostBytes)
      throws IOException {
    StringBuilder declared = new StringBuilder();
    long size = 1;
    boolean tooLarge = false;
    for (int extent : extents) {
      declared.append(declared.isEmpty() ? "" : " × ").append(Integer.toUnsignedString(extent));
      if (extent == 0) {
        throw new DataException(file + " declares an extent of 0: there is nothing in it");
      }
      size *= tooLarge ? 1 : Integer.toUnsignedLong(extent);
      tooLarge |= size > MOST_ELEMENTS;
    }
    if (tooLarge) {
      throw new DataException(
          file + " declares " + declared + " bytes, more than the " + MOST_ELEMENTS + " supported");
    }
    if (size > mostBytes) {
      throw new DataException(
          file + " is cut short: it declares " + declared + " bytes, more than it can hold");
    }
    byte[] elements = new byte[(int) size];
    int got = input.readNBytes(elements, 0, elements.length);
    if (got < elements.length) {
      throw new DataException(
          file + " is cut short: it declares " + declared + " bytes, but holds only " + got);
    }
    if (input.read() >= 0) {
      throw new DataException(file + " has bytes left over after the " + declared + " it declares");
    }
    return elements;
  }

  private static int readInt(InputStream input) throws IOException {
    byte[] bytes = input.readNBytes(4);
    if (bytes.length < 4) {
      throw new EOFException();
    }
    return (bytes[0] & 0xff) << 24
        | (bytes[1] & 0xff) << 16
        | (bytes[2] & 0xff) << 8
        | (bytes[3] & 0xff);
  }
}
