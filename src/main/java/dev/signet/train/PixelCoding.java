package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the first layer takes of the pixels of an image, as rows of packed bits. */
sealed interface PixelCoding {

  /**
   * One row of signs, of pixels that are binarized before they meet any weight.
   *
   * @param level a bit is 1 where the pixel is at least this
   */
  record Binarized(int level) implements PixelCoding {}

  /**
   * A row of signs for each of some levels.
   *
   * @param values of the levels, as in {@link Binarized}
   */
  record Levels(List<Integer> values) implements PixelCoding {
    public Levels {
      values = List.copyOf(values);
    }

    /** Those of a thermometer. */
    static Levels of(Layer.Thermometer thermometer) {
      return new Levels(
          IntStream.range(0, thermometer.levels()).mapToObj(thermometer::level).toList());
    }
  }

  /** Eight rows, of pixels that meet the weights as they are: row b holds bit b of each. */
  record BitPlanes() implements PixelCoding {
    private static final int PIXELS = 8;

    private static void split(byte[] pixels, int offset, int size, long[][] planes, int first) {
      for (int plane = 0; plane < ByteSums.PLANES; plane++) {
        Arrays.fill(planes[first + plane], 0);
      }
      for (int pixel = 0; pixel < size; pixel += PIXELS) {
        long bytes = 0;
        for (int index = Math.min(size, pixel + PIXELS) - 1; index >= pixel; index--) {
          bytes = bytes << Byte.SIZE | Byte.toUnsignedLong(pixels[offset + index]);
        }
        long bits = transposed(bytes);
        for (int plane = 0; plane < ByteSums.PLANES; plane++) {
          long ofPlane = bits >>> (plane * Byte.SIZE) & 0xff;
          planes[first + plane][pixel / Long.SIZE] |= ofPlane << pixel;
        }
      }
    }

    /**
     * Puts the rows of an image, as they were packed, under their planes.
     *
     * @param packed the image's rows, from {@code first} on
     * @param planes {@code [PLANES, images]}, of which those of the image are set
     */
    static void arrange(long[][] packed, int first, long[][][] planes, int image) {
      for (int plane = 0; plane < ByteSums.PLANES; plane++) {
        planes[plane][image] = packed[first + plane];
      }
    }

    /**
     * The pixels of an image again, as numbers.
     *
     * @param packed the image's rows, from {@code first} on
     * @param pixels 0 to 255, {@code [size]}, set
     */
    static void join(long[][] packed, int first, float[] pixels) {
      for (int pixel = 0; pixel < pixels.length; pixel += PIXELS) {
        long bits = 0;
        for (int plane = ByteSums.PLANES - 1; plane >= 0; plane--) {
          long ofPlane = packed[first + plane][pixel / Long.SIZE] >>> pixel & 0xff;
          bits = bits << Byte.SIZE | ofPlane;
        }
        long bytes = transposed(bits);
        int end = Math.min(pixels.length, pixel + PIXELS);
        for (int index = pixel; index < end; index++, bytes >>>= Byte.SIZE) {
          pixels[index] = bytes & 0xff;
        }
      }
    }

    /** Bit b of byte p becomes bit p of byte b (Warren, Hacker's Delight, section 7-3). */
    private static long transposed(long bytes) {
      long swap = (bytes ^ bytes >>> 7) & 0x00aa_00aa_00aa_00aaL;
      long pairs = bytes ^ swap ^ swap << 7;
      swap = (pairs ^ pairs >>> 14) & 0x0000_cccc_0000_ccccL;
      long quads = pairs ^ swap ^ swap << 14;
      swap = (quads ^ quads >>> 28) & 0x0000_0000_f0f0_f0f0L;
      return quads ^ swap ^ swap << 28;
    }
  }

  /** Rows of an image. */
  default int rows() {
    return switch (this) {
      case Binarized _ -> 1;
      case Levels(List<Integer> values) -> values.size();
      case BitPlanes _ -> ByteSums.PLANES;
    };
  }

  /** Values that are made of a pixel: channels that stand together. */
  default int levels() {
    return switch (this) {
      case Binarized _, BitPlanes _ -> 1;
      case Levels(List<Integer> values) -> values.size();
    };
  }

  /**
   * Packs images.
   *
   * @return {@code [count · rows, words]}
   */
  default long[][] pack(ImageSet images, Workers workers) {
    int size = images.shape().size();
    int rows = rows();
    long[][] packed = new long[Math.multiplyExact(images.count(), rows)][];
    int perTask = 256;
    workers.run(
        (images.count() + perTask - 1) / perTask,
        (task, worker) -> {
          int end = Math.min(images.count(), (task + 1) * perTask);
          for (int image = task * perTask; image < end; image++) {
            for (int row = 0; row < rows; row++) {
              packed[image * rows + row] = new long[SignBits.words(size)];
            }
            pack(images.pixels(), image * size, size, packed, image * rows);
          }
        });
    return packed;
  }

  /**
   * Packs one image.
   *
   * @param pixels holds it from {@code offset} on
   * @param packed its rows from {@code first} on are set
   */
  default void pack(byte[] pixels, int offset, int size, long[][] packed, int first) {
    switch (this) {
      case Binarized(int level) -> SignBits.pack(pixels, offset, size, level, packed[first]);
      case Levels(List<Integer> values) -> {
        for (int row = 0; row < values.size(); row++) {
          SignBits.pack(pixels, offset, size, values.get(row), packed[first + row]);
        }
      }
      case BitPlanes _ -> BitPlanes.split(pixels, offset, size, packed, first);
    }
  }
}
