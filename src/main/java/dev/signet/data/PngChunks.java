package dev.signet.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The checksums of a PNG file, which Java's decoder does not look at. */
final class PngChunks {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int END = 0x49454e44; // IEND

  /** A chunk's length, kind and checksum. */
  private static final int FRAME = 12;

  private PngChunks() {}

  static boolean isPng(byte[] file) {
    return file.length >= SIGNATURE.length
        && Arrays.equals(SIGNATURE, Arrays.copyOf(file, SIGNATURE.length));
  }

  /** What is wrong with the file; empty when nothing is. */
  static String damage(byte[] file) {
    ByteBuffer chunks = ByteBuffer.wrap(file);
    int place = SIGNATURE.length;
    while (file.length - place >= FRAME) {
      int length = chunks.getInt(place);
      int kind = chunks.getInt(place + 4);
      if (length < 0 || length > file.length - place - FRAME) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(file, place + 4, length + 4);
      if ((int) sum.getValue() != chunks.getInt(place + 8 + length)) {
        return "a checksum is wrong";
      }
      if (kind == END) {
        return "";
      }
      place += FRAME + length;
    }
    return "it ends early";
  }
}
