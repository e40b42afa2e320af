package dev.signet.schedule;

import static dev.signet.rtl.Expression.bitsFor;

/**
 * The area of a {@link MatrixVectorUnit}.
 *
 * @param wordsIn words of a vector
 * @param wordsOut groups of neurons that see it
 * @param groups vectors of a place
 * @param pe neurons at once
 * @param simd inputs of each in a clock
 * @param planes bits of an input
 * @param span the largest sum
 * @param steps thresholds of a neuron; 0 where sums leave
 * @param thresholdRows words of thresholds
 */
record MatrixVectorArea(
    int wordsIn,
    int wordsOut,
    int groups,
    int pe,
    int simd,
    int planes,
    int span,
    int steps,
    int thresholdRows) {

  Area on(Technology technology) {
    int sumBits = bitsFor(span);
    double luts = technology.control() + technology.controlPerBit() * counterBits();
    luts += counting(technology);
    double flipFlops = technology.controlRegisters() + technology.counterRegister() * counterBits();
    flipFlops += (double) pe * bitsFor((long) simd * ((1 << planes) - 1));
    flipFlops += (double) pe * (steps > 0 ? bitsFor(steps) : sumBits);
    if (wordsIn > 1) {
      luts += technology.sumPerBit() * pe * sumBits;
      flipFlops += (double) pe * sumBits;
    }
    // Half of what is counted for a bit of a sum is comparing; further steps compare once more.
    luts += technology.sumPerBit() / 2 * pe * sumBits * Math.max(0, steps - 1);
    Area area =
        new Area(Math.round(luts), Math.round(flipFlops), 0, 0)
            .plus(technology.buffer(2 * wordsIn, simd * planes))
            .plus(technology.rom(words(), pe * simd));
    return steps > 0 && thresholdRows > 1
        ? area.plus(technology.rom(thresholdRows, pe * steps * bitsFor(span + 1L)))
        : area;
  }

  private int words() {
    return groups * wordsIn * wordsOut;
  }

  private double counting(Technology technology) {
    double counts =
        words() == 1
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
        + bitsFor(words() - 1L)
        + (thresholdRows > wordsOut ? bitsFor(thresholdRows - 1L) : 0);
  }
}
