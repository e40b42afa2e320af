package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Hands out places in the state and keeps its initial contents: constants, and 0 elsewhere. */
final class StateLayout {
  /** A value in the state: {@code width} bits from word {@code offset} on. */
  record Place(int offset, int width) {
    int words() {
      return BitMatrix.wordsFor(width);
    }

    /** How many bits of the last word are unused. */
    int mask() {
      return -width & 63;
    }
  }

  private record Constant(int words, BigInteger value) {}

  private static final int MOST_WORDS = 1 << 27;

  private final Map<Constant, Integer> constants = new HashMap<>();
  private final BitSet constantWords = new BitSet();
  private long[] initial = new long[1024];
  private int size;

  Place allocate(int width) {
    int offset = size;
    size += BitMatrix.wordsFor(width);
    if (size > MOST_WORDS) {
      throw new SimulationException("the design's signals need more than 1 GiB in simulation");
    }
    if (size > initial.length) {
      initial = Arrays.copyOf(initial, Math.max(size, size + (size >> 1)));
    }
    return new Place(offset, width);
  }

  Place constant(int width, BigInteger value) {
    Integer known = constants.get(new Constant(BitMatrix.wordsFor(width), value));
    if (known != null) {
      return new Place(known, width);
    }
    Place place = allocate(width);
    toWords(value, initial, place.offset(), place.words());
    constantWords.set(place.offset(), place.offset() + place.words());
    constants.put(new Constant(place.words(), value), place.offset());
    return place;
  }

  /** Whether a word belongs to a constant. */
  boolean isConstant(int offset) {
    return constantWords.get(offset);
  }

  /** All words that belong to constants. */
  BitSet constants() {
    return (BitSet) constantWords.clone();
  }

  /** A word of a constant. */
  long constantWord(int offset) {
    return initial[offset];
  }

  /** Sets a word of a place that nothing will write. */
  void setConstantWord(int offset, long word) {
    initial[offset] = word;
  }

  /** The state before anything has run. */
  long[] initialState() {
    return Arrays.copyOf(initial, size);
  }

  /** Writes a non-negative value into words, the lowest first. */
  static void toWords(BigInteger value, long[] words, int offset, int count) {
    byte[] bytes = value.toByteArray();
    for (int i = 0; i < bytes.length; i++) {
      int word = i >>> 3;
      if (word < count) {
        words[offset + word] |= (bytes[bytes.length - 1 - i] & 0xffL) << (8 * (i & 7));
      }
    }
  }
}
