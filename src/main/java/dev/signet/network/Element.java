package dev.signet.network;

/** What one element of a tensor can be. */
public sealed interface Element {

  /** A sign: bit 1 stands for +1, bit 0 for −1. Written {@code bit}. */
  record Bit() implements Element {
    @Override
    public String toString() {
      return "bit";
    }
  }

  /** An unsigned byte, 0 to 255. Written {@code u8}. */
  record UnsignedByte() implements Element {
    @Override
    public String toString() {
      return "u8";
    }
  }

  /**
   * One of 2^bits values that part [−1, 1] evenly: q stands for {@code (2q − M)/M} with {@code M =
   * 2^bits − 1}, and for the integer {@code 2q − M} in sums. Written {@code q2}.
   *
   * @param bits 2 to 4
   */
  record Quantized(int bits) implements Element {
    /** M, the largest q. */
    public int largest() {
      return (1 << bits) - 1;
    }

    @Override
    public String toString() {
      return "q" + bits;
    }
  }

  /**
   * An integer with known bounds, both reachable or not.
   *
   * @param min smallest value
   * @param max largest value, at least {@code min}
   */
  record BoundedInteger(long min, long max) implements Element {
    public BoundedInteger {
      if (min > max) {
        throw new IllegalArgumentException("empty range " + min + ".." + max);
      }
    }

    @Override
    public String toString() {
      return "int<" + min + ".." + max + ">";
    }
  }

  /** A float32, as the trainer computes it. Written {@code real}. */
  record Real() implements Element {
    @Override
    public String toString() {
      return "real";
    }
  }
}
