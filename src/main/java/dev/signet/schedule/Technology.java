package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Target;
import dev.signet.rtl.Memory;
import java.util.List;

/**
 * What the parts of a unit cost on a family, as Yosys 0.23 maps them. The factors were fitted to
 * single units; {@code docs/hardware.md} tells how, and how far they are off.
 *
 * @param countPerBit LUTs for each bit of an XNOR and popcount, of which there are {@code
 *     countSaving} fewer
 * @param countSaving see {@code countPerBit}
 * @param constantPerBit LUTs for each bit of a popcount beside constant weights
 * @param constantShared LUTs for each bit of what such popcounts share, up to four times
 * @param lutInputs bits that one LUT compares with a constant
 * @param comparePerBit LUTs for each bit where there are more
 * @param sumPerBit LUTs for each bit of a partial sum: adding, and comparing with a threshold
 * @param romPerBit LUTs for each bit of a word of a ROM that is in LUTs
 * @param controlPerBit LUTs for each bit of a unit's counters and addresses
 * @param control LUTs of a unit's control beside
 * @param bypassPerBit LUTs for each bit of a buffer's word, beside a block RAM
 * @param bypassRegisters flip-flops for each bit of a buffer's word, beside a block RAM
 * @param romRegister flip-flops for each bit of a word of a ROM that is in LUTs
 * @param counterRegister flip-flops for each bit of a unit's counters and addresses
 * @param controlRegisters flip-flops of a unit's control beside
 * @param scorePerBit LUTs for each bit of a score: adding, comparing and choosing
 * @param hasMultipliers whether products are made in multiplier blocks
 * @param hasSmallMemories whether LUTs can be memories
 * @param blockShapes the shapes a block RAM can have
 */
record Technology(
    double countPerBit,
    int countSaving,
    double constantPerBit,
    double constantShared,
    int lutInputs,
    double comparePerBit,
    double sumPerBit,
    double romPerBit,
    double controlPerBit,
    int control,
    double bypassPerBit,
    int bypassRegisters,
    double romRegister,
    double counterRegister,
    int controlRegisters,
    double scorePerBit,
    boolean hasMultipliers,
    boolean hasSmallMemories,
    List<Shape> blockShapes) {

  /** A shape of a block RAM: words and bits of each. */
  record Shape(int depth, int width) {}

  private static final Technology XC7 =
      new Technology(
          /* countPerBit= */ 1.44,
          /* countSaving= */ 2,
          /* constantPerBit= */ 0.44,
          /* constantShared= */ 0.5,
          /* lutInputs= */ 6,
          /* comparePerBit= */ 0.25,
          /* sumPerBit= */ 1.7,
          /* romPerBit= */ 0.9,
          /* controlPerBit= */ 0.42,
          /* control= */ 39,
          /* bypassPerBit= */ 0,
          /* bypassRegisters= */ 0,
          /* romRegister= */ 0.75,
          /* counterRegister= */ 0.7,
          /* controlRegisters= */ 25,
          /* scorePerBit= */ 2,
          /* hasMultipliers= */ true,
          /* hasSmallMemories= */ true,
          /* blockShapes= */ List.of(
              new Shape(512, 36),
              new Shape(1024, 18),
              new Shape(2048, 9),
              new Shape(4096, 4),
              new Shape(8192, 2),
              new Shape(16384, 1)));

  private static final Technology ICE40 =
      new Technology(
          /* countPerBit= */ 2,
          /* countSaving= */ 2,
          /* constantPerBit= */ 0.8,
          /* constantShared= */ 0.6,
          /* lutInputs= */ 4,
          /* comparePerBit= */ 1.2,
          /* sumPerBit= */ 2.4,
          /* romPerBit= */ 1.05,
          /* controlPerBit= */ 1.15,
          /* control= */ 72,
          /* bypassPerBit= */ 0.7,
          /* bypassRegisters= */ 2,
          /* romRegister= */ 0.6,
          /* counterRegister= */ 0.53,
          /* controlRegisters= */ 42,
          /* scorePerBit= */ 2.4,
          /* hasMultipliers= */ false,
          /* hasSmallMemories= */ false,
          /* blockShapes= */ List.of(
              new Shape(256, 16), new Shape(512, 8), new Shape(1024, 4), new Shape(2048, 2)));

  /** The least depth of a buffer that gets a block RAM where LUTs cannot be memories. */
  private static final int LEAST_BLOCK_DEPTH = 3;

  /** Words of one bit that a LUT holds, with the choice between LUTs where it is a smaller one. */
  private static final int LUT_ROM_DEPTH = 64;

  /** Words up to which a ROM dissolves in the logic behind it. */
  private static final int DISSOLVED = 4;

  /** How Yosys weighs a LUT memory of four LUTs, and a block RAM. */
  private static final int SMALL_MEMORY_WEIGHT = 8;

  private static final int BLOCK_WEIGHT = 129;

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
    return number * constantPerBit * bits + Math.min(number, 4) * constantShared * bits;
  }

  /** LUTs that tell whether a word is at least a constant. */
  double compare(int bits) {
    if (bits <= 1) {
      return 0;
    }
    return bits <= lutInputs ? 1 : comparePerBit * bits;
  }

  /** The block RAMs of a memory. */
  long blockRams(int depth, int width) {
    return blockShapes.stream()
        .mapToLong(
            shape -> (long) Math.ceilDiv(depth, shape.depth) * Math.ceilDiv(width, shape.width))
        .min()
        .orElseThrow();
  }

  /** A memory with contents, with a register behind it. */
  Area rom(int depth, int width) {
    if (Memory.isBlockRom(depth, width)) {
      return new Area(0, 0, blockRams(depth, width), 0);
    }
    if (depth <= DISSOLVED) {
      return Area.NONE;
    }
    return new Area(
        Math.round(romPerBit * width * Math.ceilDiv(depth, LUT_ROM_DEPTH)),
        Math.round(romRegister * width),
        0,
        0);
  }

  /** Counters and addresses of so many bits, with what compares and chooses. */
  Area counters(int bits) {
    return new Area(Math.round(sumPerBit * bits), bits, 0, 0);
  }

  /** Logic and registers. */
  static Area logic(double luts, long flipFlops) {
    return new Area(Math.round(luts), flipFlops, 0, 0);
  }

  /** A memory that is written and read, with a register behind it. */
  Area buffer(int depth, int width) {
    long blocks = blockRams(depth, width);
    if (hasSmallMemories) {
      // A group of four LUTs holds 32 words of 6 bits, or 64 of 3.
      long groups =
          depth <= 32
              ? Math.ceilDiv(width, 6)
              : (long) Math.ceilDiv(depth, 64) * Math.ceilDiv(width, 3);
      if (SMALL_MEMORY_WEIGHT * groups <= BLOCK_WEIGHT * blocks) {
        long choosing = (long) width * (Math.ceilDiv(depth, 64) - 1);
        return new Area(4 * groups + choosing, width, 0, 0);
      }
    } else if (depth < LEAST_BLOCK_DEPTH) {
      return new Area((depth - 1L) * width, (depth + 1L) * width, 0, 0);
    }
    return new Area(Math.round(bypassPerBit * width), (long) bypassRegisters * width, blocks, 0);
  }
}
