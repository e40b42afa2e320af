package dev.signet.schedule;

import java.util.List;

/** What the elements of a frame are on the input stream, and what the first layer sees of them. */
sealed interface InputEncoding {

  /** Bits of an element on the input stream. */
  int bitsIn();

  /** Bits of an element for the first layer. */
  int bitsOut();

  /** Bits, which stay bits. */
  record Bits() implements InputEncoding {
    @Override
    public int bitsIn() {
      return 1;
    }

    @Override
    public int bitsOut() {
      return 1;
    }
  }

  /**
   * Bytes that become bits.
   *
   * @param at the level from which a byte is a 1
   */
  record Binarized(int at) implements InputEncoding {
    @Override
    public int bitsIn() {
      return Byte.SIZE;
    }

    @Override
    public int bitsOut() {
      return 1;
    }
  }

  /**
   * Bytes that become several bits each.
   *
   * @param levels from which a byte is a 1, one for each bit
   */
  record Thermometer(List<Integer> levels) implements InputEncoding {
    public Thermometer {
      levels = List.copyOf(levels);
    }

    @Override
    public int bitsIn() {
      return Byte.SIZE;
    }

    @Override
    public int bitsOut() {
      return levels.size();
    }
  }

  /** Bytes, which meet the weights as they are. */
  record Bytes() implements InputEncoding {
    @Override
    public int bitsIn() {
      return Byte.SIZE;
    }

    @Override
    public int bitsOut() {
      return Byte.SIZE;
    }
  }
}
