package dev.signet.train;

import java.util.List;

/**
 * Dot products of patches with weights of ±1, exact.
 *
 * <p>Padding that adds nothing lies in the patches as bits 0, as if it were −1; what that adds to
 * the sums depends on the weights and on which taps lie in the padding alone, and is taken away
 * again. Sums of bytes are added up in float32, which holds every integer up to 2²⁴.
 *
 * <p>Mutable; tiles of rows are worked on by one thread at a time, each with a memory of its own.
 */
final class PatchSums {
  /** The most bytes in a sum. */
  static final int MOST_BYTES = (1 << 24) / 255;

  private final Patches patches;
  private final List<PackedWeights> groups;
  private final int units;
  private final boolean bytes;

  /** What padding adds, {@code [sets of taps in the padding, units]}; empty where nothing is. */
  private final int[][] corrections;

  /** The weights as numbers, {@code [groups, inputs, stride of units]}; where they meet bytes. */
  private final float[][][] weights;

  /**
   * @param groups the weights of each group, looked at in {@link #prepare}
   * @param operand like those that the weights meet
   */
  PatchSums(Patches patches, List<PackedWeights> groups, Operand operand) {
    this.patches = patches;
    this.groups = List.copyOf(groups);
    this.units = groups.getFirst().units;
    this.bytes = operand instanceof Operand.Bytes;
    boolean corrected = patches.fill() == 0 && !bytes && patches.absent().size() > 1;
    corrections = new int[corrected ? patches.absent().size() : 0][groups.size() * units];
    weights = new float[bytes ? groups.size() : 0][patches.inputs()][SignColumns.stride(units)];
  }

  /** Rows of a worker. */
  static final class Memory {
    private final long[][] signs;
    private final float[][] values;
    private final int[][] ofGroup;
    private final int[][] ofPlane;

    /**
     * @param rows the most at once
     * @param units of a group
     */
    Memory(int rows, Patches patches, int units, boolean bytes) {
      signs = new long[bytes ? 0 : rows][SignBits.words(patches.inputs())];
      values = new float[bytes ? rows : 0][SignColumns.stride(patches.inputs())];
      ofGroup = new int[rows][SignColumns.stride(units)];
      ofPlane = new int[rows][SignColumns.stride(units)];
    }
  }

  /** A memory for so many rows. */
  Memory memory(int rows) {
    return new Memory(rows, patches, units, bytes);
  }

  /** Takes the weights as they stand, which are going to meet an operand like this. */
  void prepare(Operand operand) {
    int largest = bytes ? 0 : operand.largest();
    for (int border = 1; border < corrections.length; border++) {
      for (int group = 0; group < groups.size(); group++) {
        for (int unit = 0; unit < units; unit++) {
          int sum = 0;
          for (int tap : patches.absent().get(border)) {
            int from = tap * patches.channels;
            sum += groups.get(group).sum(unit, from, from + patches.channels);
          }
          corrections[border][group * units + unit] = -largest * sum;
        }
      }
    }
    for (int group = 0; group < weights.length; group++) {
      for (int input = 0; input < patches.inputs(); input++) {
        for (int unit = 0; unit < units; unit++) {
          weights[group][input][unit] = groups.get(group).isPositive(unit, input) ? 1 : -1;
        }
      }
    }
  }

  /**
   * The sums of some rows.
   *
   * @param first row of the result, {@code image·places + place}
   * @param sums {@code [rows, stride of units of all groups]}, set
   */
  void run(Operand operand, int first, int rows, int[][] sums, Memory memory, Kernels kernels) {
    boolean sole = groups.size() == 1;
    for (int group = 0; group < groups.size(); group++) {
      int[][] ofGroup = sole ? sums : memory.ofGroup;
      if (operand instanceof Operand.Bytes(Rows.Pixels pixels)) {
        for (int row = 0; row < rows; row++) {
          patches.values(pixels.values(), first + row, group, 0, memory.values[row]);
        }
        kernels.valueSums(memory.values, rows, patches.inputs(), weights[group], ofGroup);
      } else {
        signSums(operand, first, rows, group, ofGroup, memory, kernels);
      }
      if (corrections.length > 0) {
        correct(first, rows, group, ofGroup);
      }
      for (int row = 0; row < rows && !sole; row++) {
        System.arraycopy(ofGroup[row], 0, sums[row], group * units, units);
      }
    }
  }

  private void signSums(
      Operand operand,
      int first,
      int rows,
      int group,
      int[][] sums,
      Memory memory,
      Kernels kernels) {
    PackedWeights packed = groups.get(group);
    for (int plane = 0; plane < operand.planes(); plane++) {
      long[][] signs = operand.plane(plane);
      for (int row = 0; row < rows; row++) {
        patches.signs(signs, first + row, group, memory.signs[row]);
      }
      int[][] products = plane == 0 ? sums : memory.ofPlane;
      for (int block = 0; block < packed.blocks(); block++) {
        kernels.signSums(memory.signs, rows, packed, block, products);
      }
      if (plane > 0) {
        operand.fold(sums, products, rows, 0, units);
      }
    }
  }

  private void correct(int first, int rows, int group, int[][] sums) {
    for (int row = 0; row < rows; row++) {
      int border = patches.border((first + row) % patches.result.places());
      if (border > 0) {
        int[] all = sums[row];
        int[] correction = corrections[border];
        for (int unit = 0; unit < units; unit++) {
          all[unit] -= correction[group * units + unit];
        }
      }
    }
  }
}
