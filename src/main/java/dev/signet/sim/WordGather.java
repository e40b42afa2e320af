package dev.signet.sim;

import java.util.Arrays;

/** Collects the bits that make up one word of a concatenation or slice. */
final class WordGather {
  private int[] sources = new int[4];
  private int[] shifts = new int[4];
  private int count;
  private boolean bitsInOrder = true;

  /**
   * Adds bits.
   *
   * @param source the word of the state they are in
   * @param low the lowest of them in the source
   * @param at the place of the lowest in the word
   * @param width how many
   * @param sourceWidth the width of the whole value they are from
   */
  void add(int source, int low, int at, int width, int sourceWidth) {
    if (count == sources.length) {
      sources = Arrays.copyOf(sources, 2 * count);
      shifts = Arrays.copyOf(shifts, 2 * count);
    }
    sources[count] = source;
    shifts[count] = low | at << 8 | (64 - width) << 16;
    bitsInOrder &= sourceWidth == 1 && at == count;
    count++;
  }

  /** The operation that writes them to a word of the state. */
  CycleOperation operation(int target) {
    int[] reads = new int[2 * count];
    for (int i = 0; i < count; i++) {
      reads[2 * i] = sources[i];
      reads[2 * i + 1] = 1;
    }
    if (count == 1) {
      int[] operands = {target, sources[0], shifts[0] & 63, shifts[0] >>> 8 & 63, shifts[0] >>> 16};
      return new CycleOperation(CycleOpcode.BITS, new int[] {target, 1}, operands, reads);
    }
    if (count == 2) {
      int[] operands = {target, sources[0], shifts[0], sources[1], shifts[1]};
      return new CycleOperation(CycleOpcode.BITS_PAIR, new int[] {target, 1}, operands, reads);
    }
    int stride = bitsInOrder ? 1 : 2;
    int[] operands = new int[2 + stride * count];
    operands[0] = target;
    operands[1] = count;
    for (int i = 0; i < count; i++) {
      operands[2 + stride * i] = sources[i];
      if (!bitsInOrder) {
        operands[3 + 2 * i] = shifts[i];
      }
    }
    CycleOpcode code = bitsInOrder ? CycleOpcode.GATHER_BITS : CycleOpcode.GATHER;
    return new CycleOperation(code, new int[] {target, 1}, operands, reads);
  }
}
