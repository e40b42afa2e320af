package dev.signet.schedule;

import static dev.signet.rtl.Expression.bitsFor;

import dev.signet.rtl.Memory;

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
  /** Words of one bit that a LUT holds, with the choice between LUTs where it is a smaller one. */
  private static final int LUT_ROM_DEPTH = 64;

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
    return counts + (double) pe * adderBits(planes);
  }

  /** Bits of the adders that make one sum of so many planes' counts, in the order of the unit. */
  private long adderBits(int summed) {
    if (summed == 1) {
      return 0;
    }
    int high = summed / 2;
    // The lowest bit of a sum is that of the lower part.
    return adderBits(summed - high) + adderBits(high) + bitsFor(simd) + summed - 1;
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
    if (Memory.isBlockRom(depth, width)) {
      return new Area(0, 0, technology.blockRams(depth, width), 0);
    }
    if (depth <= DISSOLVED) {
      return Area.NONE;
    }
    return new Area(
        Math.round(technology.romPerBit() * width * Math.ceilDiv(depth, LUT_ROM_DEPTH)),
        Math.round(technology.romRegister() * width),
        0,
        0);
  }
}
