package dev.signet.rtl;

import dev.signet.ir.BitMatrix;
import java.util.Optional;

/**
 * A memory of a module. One with contents is a ROM and is never written; one without starts as 0 in
 * the simulator and as anything in hardware.
 *
 * @param name a Verilog identifier
 * @param width bits a word
 * @param depth number of words, at least 1
 * @param contents {@code [depth, width]} for a ROM
 */
public record Memory(String name, int width, int depth, Optional<BitMatrix> contents) {

  /** A ROM smaller than either of these costs less as logic than as a block RAM. */
  private static final int LEAST_BLOCK_DEPTH = 65;

  private static final long LEAST_BLOCK_BITS = 4096;

  public Memory {
    if (width < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "memory " + name + " of " + depth + " × " + width + " bits");
    }
    if (contents.isPresent()
        && (contents.get().rows() != depth || contents.get().columns() != width)) {
      throw new IllegalArgumentException("memory " + name + " holds " + contents.get());
    }
  }

  /** Whether a ROM of so many words of so many bits is better a block RAM than logic. */
  public static boolean isBlockRom(int depth, int width) {
    return depth >= LEAST_BLOCK_DEPTH && (long) depth * width >= LEAST_BLOCK_BITS;
  }

  /** The number of address bits, at least 1. */
  public int addressWidth() {
    return Expression.bitsFor(depth - 1L);
  }
}
