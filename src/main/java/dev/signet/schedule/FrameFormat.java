package dev.signet.schedule;

import dev.signet.network.PackedBytes;

/**
 * How a frame is packed on the input stream: the first element in the lowest bits of the first
 * beat. What is left of the last beat is ignored.
 *
 * <p>Elements go in row-major order, except that a feature map {@code [channels, height, width]}
 * goes place after place, row by row, the channels of a place together.
 *
 * @param elements number of elements of a frame
 * @param bitsPerElement 8 for u8, 1 for bits
 * @param elementsPerBeat how many elements a beat carries
 * @param channels of the map; 1 where elements go as they are
 */
public record FrameFormat(int elements, int bitsPerElement, int elementsPerBeat, int channels) {
  /**
   * @throws IllegalArgumentException when the elements are not a whole number of places
   */
  public FrameFormat {
    if (channels < 1 || elements % channels != 0) {
      throw new IllegalArgumentException(elements + " elements of " + channels + " channels");
    }
  }

  /** In row-major order. */
  public FrameFormat(int elements, int bitsPerElement, int elementsPerBeat) {
    this(elements, bitsPerElement, elementsPerBeat, 1);
  }

  /** The number of beats of a frame. */
  public int beats() {
    return Math.ceilDiv(elements, elementsPerBeat);
  }

  /** The width of {@code s_axis_tdata}: whole bytes. */
  public int dataWidth() {
    return Math.ceilDiv(elementsPerBeat * bitsPerElement, 8) * 8;
  }

  /** Which element of a frame goes at a position of the stream. */
  public int element(int position) {
    int places = elements / channels;
    return position % channels * places + position / channels;
  }

  /**
   * One beat of a frame, in longs, bit 0 of {@code tdata} in bit 0 of the first.
   *
   * @param frames elements of many frames, {@code [frames, elements]}, unsigned
   * @param frame which frame
   * @param beat which beat of it
   */
  public long[] beat(byte[] frames, int frame, int beat) {
    long[] words = new long[Math.ceilDiv(dataWidth(), 64)];
    beat(frames, frame, beat, words, 0, 1);
    return words;
  }

  /**
   * The same into other longs.
   *
   * @param first index of the lowest long
   * @param step from one long to the next
   */
  public void beat(byte[] frames, int frame, int beat, long[] words, int first, int step) {
    int perWord = Long.SIZE / bitsPerElement;
    int done = beat * elementsPerBeat;
    int end = Math.min(done + elementsPerBeat, elements);
    int to = first;
    if (channels == 1 && bitsPerElement == Byte.SIZE) {
      for (; done + Long.BYTES <= end; done += Long.BYTES, to += step) {
        words[to] = PackedBytes.eight(frames, frame * elements + done);
      }
    }
    for (; done < end; done += perWord, to += step) {
      words[to] = packed(frames, frame * elements, done, Math.min(perWord, end - done));
    }
  }

  private long packed(byte[] frames, int from, int start, int count) {
    if (channels == 1 && bitsPerElement == 1) {
      return PackedBytes.atLeast(frames, from + start, count, 1);
    }
    long word = 0;
    for (int k = count - 1; k >= 0; k--) {
      long each = frames[from + element(start + k)] & 0xffL;
      word = (word << bitsPerElement) | each;
    }
    return word;
  }
}
