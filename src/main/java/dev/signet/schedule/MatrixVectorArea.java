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
 * @param thresholdRows words of thresholds; 0 where sums leave
 * @param placeBits bits of the counters that tell which of them is next, where it is not the group
 *     of neurons
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
    int thresholdRows,
    int placeBits) {

  /** Registers that tell whether a stage holds something. */
  private static final int VALIDS = 3;

  /** Registers that tell of two stages whether they hold a vector's first word, or its last. */
  private static final int MARKS = 4;

  Area on(Technology technology) {
    int sumBits = bitsFor(span);
    int levelBits = bitsFor(span + 1L);
    double luts = technology.control() + technology.counterPerBit() * weighedCounters();
    luts += counting(technology);
    if (wordsIn > 1) {
      luts += technology.accumulatePerBit() * pe * sumBits;
    }
    if (thresholdRows > 1) {
      luts += technology.thresholds(pe, levelBits, steps, false);
    } else if (steps > 0) {
      luts += technology.thresholds(pe, levelBits, steps, true);
    }
    Area area =
        Technology.logic(luts, flipFlops(sumBits))
            .plus(technology.buffer(2 * wordsIn, simd * planes))
            .plus(words() > 1 ? technology.rom(words(), pe * simd) : Area.NONE);
    return thresholdRows > 1
        ? area.plus(technology.thresholdRom(thresholdRows, pe, levelBits, steps))
        : area;
  }

  /** All but those of memories: the pipeline's stages, and counters. */
  private long flipFlops(int sumBits) {
    long counts = (long) pe * bitsFor((long) simd * ((1 << planes) - 1));
    long results = (long) pe * (steps > 0 ? bitsFor(steps) : sumBits);
    long partial = wordsIn > 1 ? (long) pe * sumBits + MARKS : 0;
    return VALIDS + counts + partial + results + counters() + row();
  }

  private int words() {
    return groups * wordsIn * wordsOut;
  }

  private double counting(Technology technology) {
    double counts =
        words() == 1
            ? planes * technology.constantCounts(pe, simd)
            : pe * planes * technology.count(simd);
    return counts + technology.addPerBit() * pe * adderBits(planes);
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

  /** Bits of the counters of words, groups and places, of the addresses and of the occupancy. */
  private int counters() {
    int bits = 2 * address() + occupancy() + bits(wordsIn) + bits(words()) + placeBits;
    return wordsOut > 1 ? bits + address() + bits(wordsOut) : bits;
  }

  /**
   * The same, what goes up and down counting for more; of the two addresses that reading has where
   * vectors are read again, one steps.
   */
  private double weighedCounters() {
    return counters() + 1.5 * occupancy() - (wordsOut > 1 ? 0.5 * address() : 0);
  }

  private int address() {
    return bitsFor(2L * wordsIn - 1);
  }

  private int occupancy() {
    return bitsFor(2L * wordsIn);
  }

  private int row() {
    return thresholdRows > 1 ? bitsFor(thresholdRows - 1L) : 0;
  }

  /** Bits of a counter of so many turns; none where there is one. */
  private static int bits(int turns) {
    return turns == 1 ? 0 : bitsFor(turns - 1L);
  }
}
