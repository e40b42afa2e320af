package dev.signet.schedule;

/**
 * What a piece of hardware takes of a part.
 *
 * @param luts lookup tables, those that serve as small memories among them
 * @param flipFlops registers
 * @param blockRams block RAMs, of 18 kbit on a 7-series part and of 4 kbit on an iCE40
 * @param multipliers multiplier blocks
 */
public record Area(long luts, long flipFlops, long blockRams, long multipliers) {
  /** Nothing. */
  public static final Area NONE = new Area(0, 0, 0, 0);

  /** What a block RAM, or a multiplier block, is worth in LUTs. */
  private static final int BLOCK_WORTH = 200;

  /**
   * Both together.
   *
   * @param other what stands beside it
   */
  public Area plus(Area other) {
    return new Area(
        luts + other.luts,
        flipFlops + other.flipFlops,
        blockRams + other.blockRams,
        multipliers + other.multipliers);
  }

  /**
   * All of it in one number, in half LUTs. A flip-flop counts half a LUT, since a 7-series part has
   * two for each; a block RAM or multiplier counts 200 LUTs, which is about how many a part has for
   * each of them (XC7A35T 208, XC7Z020 190, iCE40 UP5K 176, HX8K 240).
   */
  public long halfLuts() {
    return 2 * luts + flipFlops + 2L * BLOCK_WORTH * (blockRams + multipliers);
  }
}
