package dev.signet.schedule;

import static dev.signet.rtl.Expression.bitsFor;

/**
 * The area of a {@link MatrixVectorUnit}.
 *
 * @param wordsIn words of a frame
 * @param wordsOut groups of neurons
 * @param pe neurons at once
 * @param simd inputs of each in a clock
 * @param planes bits of an input
 * @param span the largest sum
 * @param hasThresholds whether bits leave, and not sums
 */
record MatrixVectorArea(
    int wordsIn, int wordsOut, int pe, int simd, int planes, int span, boolean hasThresholds) {
  /** What the emitter calls a block ROM; smaller ones become LUTs. */
  private static final int BLOCK_ROM_DEPTH = 64;

  private static final long BLOCK_ROM_BITS = 4096;

  /** Words up to which a ROM dissolves in the logic behind it. */
  private static final int DISSOLVED = 4;

  Area on(Technology technology) {
    int sumBits = bitsFor(span);
    double luts = technology.control() + technology.controlPerBit() * counterBits();
    luts += counting(technology);
    double flipFlops = technology.controlRegisters() + technology.counterRegister() * counterBits();
    flipFlops += (double) pe * bitsFor((long) simd * ((1 << planes) - 1));
    flipFlops += (double) pe * (hasThresholds ? 1 : sumBits);
    if (wordsIn > 1) {
      luts += technology.sumPerBit() * pe * sumBits;
      flipFlops += (double) pe * sumBits;
    }
    Area area =
        new Area(Math.round(luts), Math.round(flipFlops), 0, 0)
            .plus(technology.buffer(2 * wordsIn, simd * planes))
            .plus(rom(technology, wordsIn * wordsOut, pe * simd));
    return hasThresholds && wordsOut > 1
        ? area.plus(rom(technology, wordsOut, pe * bitsFor(span + 1L)))
        : area;
  }

  private double counting(Technology technology) {
    double counts =
        wordsIn * wordsOut == 1
            ? planes * technology.constantCounts(pe, simd)
            : pe * planes * technology.count(simd);
    // Planes are added in pairs, then pairs of pairs.
    int width = bitsFor(simd);
    double adders = 0;
    for (int pairs = planes / 2, step = 1; pairs >= 1; pairs /= 2, step *= 2) {
      adders += pairs * (width + step + (step > 1 ? step - 1 : 0));
    }
    return counts + pe * adders;
  }

  /**
   * Bits of the counters of words and groups, of four addresses, and of the number of words held.
   */
  private int counterBits() {
    int address = bitsFor(2L * wordsIn - 1);
    return 3 * address
        + bitsFor(2L * wordsIn)
        + (wordsIn > 1 ? bitsFor(wordsIn - 1L) : 0)
        + (wordsOut > 1 ? bitsFor(wordsOut - 1L) : 0)
        + bitsFor((long) wordsIn * wordsOut - 1);
  }

  private static Area rom(Technology technology, int depth, int width) {
    if (depth >= BLOCK_ROM_DEPTH && (long) depth * width >= BLOCK_ROM_BITS) {
      return new Area(0, 0, technology.blockRams(depth, width), 0);
    }
    if (depth <= DISSOLVED) {
      return Area.NONE;
    }
    return new Area(
        Math.round(technology.romPerBit() * width * Math.ceilDiv(depth, BLOCK_ROM_DEPTH)),
        Math.round(technology.romRegister() * width),
        0,
        0);
  }
}
