package dev.signet.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Files as the tests need them, right and wrong. */
final class Fixtures {
  private Fixtures() {}

  /** An IDX file: magic number, extents, then the elements. */
  static byte[] idx(int magic, int[] extents, byte[] elements) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * extents.length + elements.length);
    file.putInt(magic);
    for (int extent : extents) {
      file.putInt(extent);
    }
    return file.put(elements).array();
  }

  /** Images of 2×3 whose bytes count up from 0. */
  static byte[] images(int count) {
    byte[] pixels = new byte[count * 6];
    for (int index = 0; index < pixels.length; index++) {
      pixels[index] = (byte) index;
    }
    return idx(0x803, new int[] {count, 2, 3}, pixels);
  }

  /** Labels 0, 1, 2, 0, 1, 2, … */
  static byte[] labels(int count) {
    byte[] labels = new byte[count];
    for (int index = 0; index < count; index++) {
      labels[index] = (byte) (index % 3);
    }
    return idx(0x801, new int[] {count}, labels);
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  /** The four files of MNIST, with 5 and 4 images. */
  static void mnist(Path directory) throws IOException {
    Files.write(directory.resolve("train-images-idx3-ubyte"), images(5));
    Files.write(directory.resolve("train-labels-idx1-ubyte.gz"), gzip(labels(5)));
    Files.write(directory.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(4)));
    Files.write(directory.resolve("t10k-labels-idx1-ubyte"), labels(4));
  }

  /** A safetensors file with this header and that many bytes of data. */
  static byte[] safetensors(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
