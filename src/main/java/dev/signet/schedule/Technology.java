package dev.signet.schedule;

import static dev.signet.rtl.Expression.bitsFor;

import dev.signet.network.HardwareGoals.Target;
import dev.signet.timing.Fabric;

/**
 * What the parts of a unit cost on a family, as Yosys 0.23 maps them. The factors were fitted to
 * single units; {@code docs/hardware.md} tells how, and how far they are off.
 *
 * @param countPerBit LUTs for each bit of an XNOR and popcount, of which there are {@code
 *     countSaving} fewer
 * @param countSaving see {@code countPerBit}
 * @param constantPerBit LUTs for each bit of a popcount beside constant weights
 * @param constantShared LUTs for each bit of what such popcounts share, up to four times
 * @param comparedPart what is left of such a popcount's own LUTs where only a comparison of it is
 *     wanted
 * @param lutInputs bits that one LUT compares with a constant
 * @param comparePerBit LUTs for each bit where there are more
 * @param accumulatePerBit LUTs for each bit of a partial sum
 * @param thresholdPerBit LUTs for each bit of a comparison with a threshold that is read
 * @param constantLevel LUTs of a comparison with a threshold that is a constant
 * @param addPerBit LUTs for each bit of a sum of two words
 * @param stepPerBit LUTs for each bit of a counter that goes round
 * @param counterPerBit LUTs for each bit of a matrix-vector unit's counters and addresses, with
 *     what compares and chooses
 * @param control LUTs of a matrix-vector unit's control beside
 * @param loopPerBit LUTs for each bit of a window's loops, with the steps they choose
 * @param addressPerBit LUTs for each bit of a window's addresses
 * @param windowControl LUTs of a window's control beside
 * @param scorePerBit LUTs for each bit of a score: adding, comparing and choosing
 * @param hasMultipliers whether products are made in multiplier blocks
 * @param memories what memories cost
 * @param fabric how fast it is
 */
record Technology(
    double countPerBit,
    int countSaving,
    double constantPerBit,
    double constantShared,
    double comparedPart,
    int lutInputs,
    double comparePerBit,
    double accumulatePerBit,
    double thresholdPerBit,
    double constantLevel,
    double addPerBit,
    double stepPerBit,
    double counterPerBit,
    int control,
    double loopPerBit,
    double addressPerBit,
    int windowControl,
    double scorePerBit,
    boolean hasMultipliers,
    MemoryTechnology memories,
    Fabric fabric) {

  private static final Technology XC7 =
      new Technology(
          /* countPerBit= */ 1.44,
          /* countSaving= */ 2,
          /* constantPerBit= */ 0.55,
          /* constantShared= */ 0.5,
          /* comparedPart= */ 0.88,
          /* lutInputs= */ 6,
          /* comparePerBit= */ 0.25,
          /* accumulatePerBit= */ 0.72,
          /* thresholdPerBit= */ 0.6,
          /* constantLevel= */ 1.3,
          /* addPerBit= */ 0.7,
          /* stepPerBit= */ 1,
          /* counterPerBit= */ 1.49,
          /* control= */ 0,
          /* loopPerBit= */ 5.24,
          /* addressPerBit= */ 0.32,
          /* windowControl= */ 3,
          /* scorePerBit= */ 2,
          /* hasMultipliers= */ true,
          MemoryTechnology.XC7,
          Fabric.XC7);

  private static final Technology ICE40 =
      new Technology(
          /* countPerBit= */ 2,
          /* countSaving= */ 2,
          /* constantPerBit= */ 0.8,
          /* constantShared= */ 0.6,
          /* comparedPart= */ 1,
          /* lutInputs= */ 4,
          /* comparePerBit= */ 1.2,
          /* accumulatePerBit= */ 2.03,
          /* thresholdPerBit= */ 0.71,
          /* constantLevel= */ 2.7,
          /* addPerBit= */ 1,
          /* stepPerBit= */ 1.75,
          /* counterPerBit= */ 1.7,
          /* control= */ 4,
          /* loopPerBit= */ 6.2,
          /* addressPerBit= */ 0.73,
          /* windowControl= */ 6,
          /* scorePerBit= */ 2.4,
          /* hasMultipliers= */ false,
          MemoryTechnology.ICE40,
          Fabric.ICE40);

  static Technology of(Target target) {
    return switch (target) {
      case XC7 -> XC7;
      case ICE40 -> ICE40;
    };
  }

  /** LUTs of an XNOR of two words and the popcount of it. */
  double count(int bits) {
    return Math.max(countPerBit * bits - countSaving, Math.min(bits, 2));
  }

  /** LUTs of several popcounts of XNORs of a word with constants. */
  double constantCounts(int number, int bits) {
    return ownCounts(number, bits) + sharedCounts(number, bits);
  }

  /** Those that are each popcount's own. */
  double ownCounts(int number, int bits) {
    return number * constantPerBit * bits;
  }

  /** Those that several share, or all that see the word. */
  double sharedCounts(int number, int bits) {
    return Math.min(number, 4) * constantShared * bits;
  }

  /** LUTs of several popcounts of which only comparisons with constants are wanted. */
  double comparedCounts(int number, int bits) {
    return comparedPart * ownCounts(number, bits);
  }

  /** LUTs that tell whether a word is at least a constant. */
  double compare(int bits) {
    if (bits <= 1) {
      return 0;
    }
    return bits <= lutInputs ? 1 : comparePerBit * bits;
  }

  /** Counters and addresses of so many bits, with what compares and chooses. */
  Area counters(int bits) {
    return logic(stepPerBit * bits, bits);
  }

  /**
   * LUTs of comparisons of sums with thresholds.
   *
   * @param lanes sums
   * @param bits of each
   * @param steps thresholds of each
   * @param isConstant whether the thresholds are constants, and not read
   */
  double thresholds(int lanes, int bits, int steps, boolean isConstant) {
    if (!isConstant) {
      return thresholdPerBit * lanes * bits * steps;
    }
    // Where the carry chain takes no logic, inverting the sum takes a LUT a bit.
    double inverting = fabric.carryTakesLogic() ? 0 : (double) lanes * bits;
    double counting = fabric.carryTakesLogic() || steps == 1 ? 0 : lanes * bitsFor(steps);
    return inverting + constantLevel * lanes * steps + counting;
  }

  /** Logic and registers. */
  static Area logic(double luts, long flipFlops) {
    return new Area(Math.round(luts), flipFlops, 0, 0);
  }

  /** A memory of weights, or of anything that is as random, with a register behind it. */
  Area rom(int depth, int width) {
    return memories.rom(depth, width, width);
  }

  /**
   * A memory of thresholds, with a register behind it.
   *
   * @param count thresholds of a word
   * @param bits of a threshold
   * @param steps of a neuron
   */
  Area thresholdRom(int depth, int count, int bits, int steps) {
    return memories.rom(depth, count * steps * bits, count * varying(bits, steps));
  }

  /**
   * Bits of a table of thresholds that are not the same as others. Sums of n terms that are as
   * often +1 as −1 are spread over about √n, so that half of the bits are alike in all thresholds,
   * and what several steps of one neuron add to it is smaller still.
   *
   * @param bits of a threshold
   */
  private static int varying(int bits, int steps) {
    int first = Math.min(bits, bits / 2 + 2);
    return first + (steps - 1) * Math.min(bits, bits / 2);
  }

  /** A memory that is written and read, with a register behind it. */
  Area buffer(int depth, int width) {
    return memories.buffer(depth, width);
  }
}
