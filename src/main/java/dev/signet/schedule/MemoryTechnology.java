package dev.signet.schedule;

import static dev.signet.rtl.Expression.bitsFor;

import dev.signet.rtl.Memory;
import java.util.List;

/**
 * What Yosys 0.23 makes of memories on a family: block RAM, memories in LUTs, or logic.
 *
 * @param lutInputs inputs of a LUT
 * @param choices LUTs that choose one of four bits
 * @param hasSmallMemories whether LUTs can be memories
 * @param bitsPerBlock bits of a buffer for each block RAM from which on it is taken, where LUTs
 *     cannot be memories
 * @param romBitsPerBlock the same for a ROM that is not told to be one
 * @param bypassPerBit LUTs for each bit of a buffer's word and address beside a block RAM that does
 *     not by itself give what was there before a write
 * @param deepest words of the deepest block RAM; a word of a deeper shape is chosen from one of
 *     several bits
 * @param shapes the shapes a block RAM can have
 */
record MemoryTechnology(
    int lutInputs,
    int choices,
    boolean hasSmallMemories,
    int bitsPerBlock,
    int romBitsPerBlock,
    double bypassPerBit,
    int deepest,
    List<Shape> shapes) {

  /** A shape of a block RAM: words and bits of each. */
  record Shape(int depth, int width) {}

  static final MemoryTechnology XC7 =
      new MemoryTechnology(
          /* lutInputs= */ 6,
          /* choices= */ 1,
          /* hasSmallMemories= */ true,
          /* bitsPerBlock= */ 0,
          /* romBitsPerBlock= */ 8256,
          /* bypassPerBit= */ 0,
          /* deepest= */ 16384,
          List.of(
              new Shape(512, 36),
              new Shape(1024, 18),
              new Shape(2048, 9),
              new Shape(4096, 4),
              new Shape(8192, 2),
              new Shape(16384, 1)));

  static final MemoryTechnology ICE40 =
      new MemoryTechnology(
          /* lutInputs= */ 4,
          /* choices= */ 2,
          /* hasSmallMemories= */ false,
          /* bitsPerBlock= */ 64,
          /* romBitsPerBlock= */ 1024,
          /* bypassPerBit= */ 0.7,
          /* deepest= */ 2048,
          List.of(
              new Shape(256, 16),
              new Shape(512, 8),
              new Shape(1024, 4),
              new Shape(2048, 2),
              new Shape(4096, 1)));

  /** Words up to which a ROM dissolves in the logic behind it. */
  private static final int DISSOLVED = 4;

  /** What chance adds to the LUTs of a ROM of several LUTs a bit. */
  private static final double IMPERFECT = 1.07;

  /** LUTs for each bit and word of registers that choose what is read. */
  private static final double REGISTER_CHOICE = 0.7;

  /** LUTs for each of several rows of memories in LUTs that tell which is written. */
  private static final int WRITE_LUTS = 2;

  /** How Yosys weighs a block RAM beside memories in LUTs. */
  private static final int BLOCK_WEIGHT = 129;

  /**
   * Block RAMs that hold a memory.
   *
   * @param count how many
   * @param rows of them, between which the upper bits of an address choose
   */
  private record Blocks(long count, int rows) {}

  /** The fewest block RAMs of a memory, those for what is left of its words in another shape. */
  private Blocks blocks(int depth, int width) {
    Blocks best = new Blocks(Long.MAX_VALUE, 1);
    for (Shape shape : shapes) {
      int rest = width % shape.width;
      long count = Math.ceilDiv(depth, shape.depth) * (long) (width / shape.width);
      if (rest > 0) {
        count += leastOfOneShape(depth, rest);
      }
      int rows = Math.ceilDiv(depth, Math.min(shape.depth, deepest));
      if (count < best.count || (count == best.count && rows < best.rows)) {
        best = new Blocks(count, rows);
      }
    }
    return best;
  }

  private long leastOfOneShape(int depth, int width) {
    return shapes.stream()
        .mapToLong(
            shape -> (long) Math.ceilDiv(depth, shape.depth) * Math.ceilDiv(width, shape.width))
        .min()
        .orElseThrow();
  }

  /**
   * A memory with contents, with a register behind it.
   *
   * @param varying bits of a word that are neither constant nor the same as others, which alone are
   *     kept
   */
  Area rom(int depth, int width, int varying) {
    Blocks blocks = blocks(depth, varying);
    if (Memory.isBlockRom(depth, width) || isBlockRom(depth, varying, blocks)) {
      return inBlocks(blocks, varying);
    }
    if (depth <= DISSOLVED) {
      return Area.NONE;
    }
    return new Area(Math.round(romPerBit(depth) * varying), varying, 0, 0);
  }

  /** Whether Yosys takes block RAM for a ROM though it is not told to. */
  private boolean isBlockRom(int depth, int width, Blocks blocks) {
    return (long) depth * width > romBitsPerBlock * blocks.count;
  }

  private boolean isBlockBuffer(int depth, int width, Blocks blocks) {
    return hasSmallMemories
        ? SmallMemories.of(depth, width).weight() > BLOCK_WEIGHT * blocks.count
        : (long) depth * width >= bitsPerBlock * blocks.count;
  }

  /**
   * Memories in LUTs: groups of four hold 32 words of 6 bits, or 64 of 3; for a single bit more two
   * are enough.
   *
   * @param groups of four LUTs
   * @param pairs of two LUTs
   * @param rows of either, between which the upper bits of an address choose
   */
  private record SmallMemories(int groups, int pairs, int rows) {
    static SmallMemories of(int depth, int width) {
      int bits = depth <= 32 ? 6 : 3;
      int rest = width % bits;
      return new SmallMemories(
          width / bits + (rest > 1 ? 1 : 0), rest == 1 ? 1 : 0, Math.ceilDiv(depth, 64));
    }

    /** How Yosys weighs them. */
    long weight() {
      return (long) rows * (8L * groups + 5L * pairs);
    }

    long luts() {
      return (long) rows * (4L * groups + 2L * pairs);
    }
  }

  /** How many block RAMs share the addresses of a memory; 0 where it is made of none. */
  int blockRows(Memory memory) {
    Blocks blocks = blocks(memory.depth(), memory.width());
    boolean isBlock =
        memory.contents().isPresent()
            ? Memory.isBlockRom(memory.depth(), memory.width())
                || isBlockRom(memory.depth(), memory.width(), blocks)
            : isBlockBuffer(memory.depth(), memory.width(), blocks);
    return isBlock ? blocks.rows : 0;
  }

  private Area inBlocks(Blocks blocks, int width) {
    return new Area((long) width * choosing(blocks.rows), 0, blocks.count, 0);
  }

  private Area inLuts(SmallMemories memories, int width) {
    int telling = memories.rows > 1 ? WRITE_LUTS * memories.rows : 0;
    return new Area(
        memories.luts() + (long) width * choosing(memories.rows) + telling, width, 0, 0);
  }

  /** LUTs that choose one of so many bits. */
  private int choosing(int bits) {
    return Math.ceilDiv((bits - 1) * choices, 3);
  }

  /** LUTs for each bit of the words of a ROM; a few words beyond full LUTs go into the choice. */
  private double romPerBit(int depth) {
    int held = 1 << lutInputs;
    if (depth <= held) {
      return 1;
    }
    int full = depth / held;
    int rest = depth % held;
    if (rest > 0 && rest <= held / 4) {
      return IMPERFECT * (full + choosing(full + 1));
    }
    int all = full + (rest > 0 ? 1 : 0);
    return IMPERFECT * (all + choosing(all));
  }

  /** A memory that is written and read, with a register behind it. */
  Area buffer(int depth, int width) {
    Blocks blocks = blocks(depth, width);
    if (!isBlockBuffer(depth, width, blocks)) {
      return hasSmallMemories
          ? inLuts(SmallMemories.of(depth, width), width)
          : new Area(
              Math.round(REGISTER_CHOICE * (depth - 1L) * width) + depth,
              (depth + 1L) * width,
              0,
              0);
    }
    if (hasSmallMemories) {
      return inBlocks(blocks, width);
    }
    int address = bitsFor(depth - 1L);
    return inBlocks(blocks, width)
        .plus(
            new Area(Math.round(bypassPerBit * (width + address)), 2L * width + address + 3, 0, 0));
  }
}
