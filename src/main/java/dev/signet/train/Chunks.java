package dev.signet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the images of a batch with places are shared out: whole images, as many as have rows enough
 * for a task. It depends on the number of places alone, so that sums that go chunk by chunk have
 * their order.
 *
 * @param places rows of an image
 * @param images of a chunk
 */
record Chunks(int places, int images) {
  private static final int LEAST_ROWS = 32;

  static Chunks of(int places) {
    return new Chunks(places, Math.ceilDiv(LEAST_ROWS, places));
  }

  /** How many there are. */
  int count(int batch) {
    return Math.ceilDiv(batch, images);
  }

  /** The first image of a chunk. */
  int first(int chunk) {
    return chunk * images;
  }

  /** The end of a chunk's images. */
  int end(int chunk, int batch) {
    return Math.min(batch, (chunk + 1) * images);
  }

  /** The rows of a chunk. */
  int rows(int chunk, int batch) {
    return (end(chunk, batch) - first(chunk)) * places;
  }

  /** The rows of a batch, chunk by chunk. */
  <T> List<T[]> split(T[] rows) {
    return split(rows, images * places);
  }

  /** Rows in parts of so many. */
  static <T> List<T[]> split(T[] rows, int step) {
    List<T[]> parts = new ArrayList<>();
    for (int first = 0; first < rows.length; first += step) {
      parts.add(Arrays.copyOfRange(rows, first, Math.min(rows.length, first + step)));
    }
    return parts;
  }
}
