package dev.signet.sim;

import java.util.List;

/**
 * One operation on all lanes of a block. Bits lie as {@code [⌈n/64⌉, lanes]}, integers as {@code
 * [n, lanes]} or, where they meet weights, as bit planes {@code [planes, ⌈n/64⌉, lanes]}; lanes
 * beyond the last frame hold anything.
 */
sealed interface BatchStep {

  /** Frames in work by one thread: {@code count} of them from {@code first}, and all buffers. */
  @SuppressWarnings("ArrayRecordComponent") // Working memory, never compared.
  record Block(FrameBatch frames, int first, int count, int lanes, long[][] buffers) {}

  void run(Block block, ProductKernel kernel);

  /** Input elements as bits: 1 where at least the level. */
  record PackInput(int result, int level) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      FramePacker.packAtLeast(
          block.frames(),
          block.first(),
          block.count(),
          level,
          block.lanes(),
          block.buffers()[result]);
    }
  }

  /** Input elements as integers. */
  record SpreadInput(int result) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      long[] integers = block.buffers()[result];
      int elements = block.frames().elementsPerFrame();
      for (int lane = 0; lane < block.count(); lane++) {
        int start = (block.first() + lane) * elements;
        for (int k = 0; k < elements; k++) {
          integers[k * block.lanes() + lane] =
              Byte.toUnsignedInt(block.frames().elements()[start + k]);
        }
      }
    }
  }

  /** Input elements, which are bytes, as bit planes. */
  record PackInputPlanes(int result) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      FramePacker.packPlanes(
          block.frames(), block.first(), block.count(), block.lanes(), block.buffers()[result]);
    }
  }

  /** Integers as bit planes. */
  record PackPlanes(int result, int operand, int size, int planes) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      FramePacker.packPlanes(
          block.buffers()[operand], size, planes, block.lanes(), block.buffers()[result]);
    }
  }

  /** Bits, or the bit planes of integers, times weights. */
  record Sum(int result, int operand, PackedLayer layer) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      kernel.sums(layer, block.buffers()[operand], block.lanes(), block.buffers()[result]);
    }
  }

  /** The same, compared at once: the sums are never stored. */
  record SumAndCompare(int result, int operand, PackedLayer layer) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      kernel.thresholds(layer, block.buffers()[operand], block.lanes(), block.buffers()[result]);
    }
  }

  /** Integers compared, each element with its own level. */
  record Compare(int result, int operand, List<Integer> levels) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      long[] integers = block.buffers()[operand];
      long[] bits = block.buffers()[result];
      int lanes = block.lanes();
      for (int k = 0; k < levels.size(); k++) {
        int level = levels.get(k);
        int word = (k >>> 6) * lanes;
        for (int lane = 0; lane < lanes; lane++) {
          long before = (k & 63) == 0 ? 0 : bits[word + lane];
          long bit = integers[k * lanes + lane] >= level ? 1 : 0;
          bits[word + lane] = before | bit << (k & 63);
        }
      }
    }
  }

  /** {@code scale[k]·x + offset[k]}. */
  record Scale(int result, int operand, List<Long> scale, List<Long> offset) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      long[] from = block.buffers()[operand];
      long[] to = block.buffers()[result];
      int lanes = block.lanes();
      for (int k = 0; k < scale.size(); k++) {
        long factor = scale.get(k);
        long constant = offset.get(k);
        for (int i = k * lanes; i < (k + 1) * lanes; i++) {
          to[i] = factor * from[i] + constant;
        }
      }
    }
  }

  /** Index of the largest element, the lowest index on a tie. */
  record Largest(int result, int operand, int size) implements BatchStep {
    @Override
    public void run(Block block, ProductKernel kernel) {
      long[] scores = block.buffers()[operand];
      long[] labels = block.buffers()[result];
      int lanes = block.lanes();
      for (int lane = 0; lane < lanes; lane++) {
        int best = 0;
        for (int k = 1; k < size; k++) {
          if (scores[k * lanes + lane] > scores[best * lanes + lane]) {
            best = k;
          }
        }
        labels[lane] = best;
      }
    }
  }
}
