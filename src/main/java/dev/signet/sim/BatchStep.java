package dev.signet.sim;

import java.util.Arrays;
import java.util.List;

/**
 * One operation on all lanes of a block. Bits lie as {@code [⌈n/64⌉, lanes]}, integers as {@code
 * [n, lanes]} or, where they meet weights, as bit planes {@code [planes, ⌈n/64⌉, lanes]}; maps
 * place after place, with no gap between two. Bits beyond the last element are 0; lanes beyond the
 * last frame hold anything.
 */
sealed interface BatchStep permits BatchStep.Simple, MapStep {

  /** Frames in work by one thread: {@code count} of them from {@code first}, and all buffers. */
  @SuppressWarnings("ArrayRecordComponent") // Working memory, never compared.
  record Block(FrameBatch frames, int first, int count, int lanes, long[][] buffers) {}

  /** The buffer it fills. */
  int result();

  /** The buffers it reads. */
  List<Integer> operands();

  /** Buffers that it needs for itself. */
  default List<Integer> scratch() {
    return List.of();
  }

  void run(Block block, BatchKernel kernel);

  /** One for which places do not matter. */
  sealed interface Simple extends BatchStep {}

  /** Input elements as bits: 1 where at least the level. */
  record PackInput(int result, InputOrder order, int level) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of();
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      InputOrder.Frames frames = order.of(block);
      kernel.packAtLeast(
          frames.batch(),
          frames.first(),
          block.count(),
          level,
          block.lanes(),
          block.buffers()[result]);
    }
  }

  /** Input elements as integers. */
  record SpreadInput(int result, InputOrder order) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of();
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      InputOrder.Frames frames = order.of(block);
      byte[] bytes = frames.batch().elements();
      long[] integers = block.buffers()[result];
      int elements = frames.batch().elementsPerFrame();
      for (int lane = 0; lane < block.count(); lane++) {
        int start = (frames.first() + lane) * elements;
        for (int k = 0; k < elements; k++) {
          integers[k * block.lanes() + lane] = Byte.toUnsignedInt(bytes[start + k]);
        }
      }
    }
  }

  /** Input elements, which are bytes, as bit planes. */
  record PackInputPlanes(int result, InputOrder order) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of();
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      InputOrder.Frames frames = order.of(block);
      FramePacker.packPlanes(
          frames.batch(), frames.first(), block.count(), block.lanes(), block.buffers()[result]);
    }
  }

  /** Integers as bit planes. */
  record PackPlanes(int result, int operand, int size, int planes) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      FramePacker.packPlanes(
          block.buffers()[operand], size, planes, block.lanes(), block.buffers()[result]);
    }
  }

  /** Bits as integers 0 and 1. */
  record SpreadBits(int result, int operand, int size) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] bits = block.buffers()[operand];
      long[] integers = block.buffers()[result];
      int lanes = block.lanes();
      for (int k = 0; k < size; k++) {
        int word = (k >>> 6) * lanes;
        for (int lane = 0; lane < lanes; lane++) {
          integers[k * lanes + lane] = bits[word + lane] >>> (k & 63) & 1;
        }
      }
    }
  }

  /** Bits, or the bit planes of integers, times weights. */
  record Sum(int result, int operand, PackedLayer layer) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      kernel.sums(layer, block.buffers()[operand], block.lanes(), block.buffers()[result], 0);
    }
  }

  /** The same, compared at once: the sums are never stored. */
  record SumAndCompare(int result, int operand, PackedLayer layer) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      kernel.thresholds(layer, 0, block.buffers()[operand], block.lanes(), block.buffers()[result]);
    }
  }

  /**
   * Integers compared: bit k is 1 where integer {@code ⌊k/repeat⌋} is at least level k.
   *
   * @param size number of bits
   */
  record Compare(int result, int operand, int size, int repeat, PlaceParameters levels)
      implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] integers = block.buffers()[operand];
      long[] bits = block.buffers()[result];
      int lanes = block.lanes();
      for (int k = 0; k < size; k++) {
        int level = levels.of(k);
        int word = (k >>> 6) * lanes;
        int from = k / repeat * lanes;
        for (int lane = 0; lane < lanes; lane++) {
          long before = (k & 63) == 0 ? 0 : bits[word + lane];
          long bit = integers[from + lane] >= level ? 1 : 0;
          bits[word + lane] = before | bit << (k & 63);
        }
      }
    }
  }

  /** How many of its own levels each integer reaches. */
  record CountSteps(int result, int operand, int size, int steps, PlaceParameters levels)
      implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] from = block.buffers()[operand];
      long[] to = block.buffers()[result];
      int lanes = block.lanes();
      Arrays.fill(to, 0, size * lanes, 0);
      for (int k = 0; k < size * steps; k++) {
        int level = levels.of(k);
        int start = k / steps * lanes;
        for (int i = start; i < start + lanes; i++) {
          to[i] += from[i] >= level ? 1 : 0;
        }
      }
    }
  }

  /** Element by element {@code scale·x + offset}, both of which fit their values' ranges. */
  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  record Scale(int result, int operand, int size, long[] scale, long[] offset, int[] offsets)
      implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] from = block.buffers()[operand];
      long[] to = block.buffers()[result];
      int lanes = block.lanes();
      for (int k = 0; k < size; k++) {
        long factor = scale[k % scale.length];
        long constant = offset[offsets[k]];
        for (int i = k * lanes; i < (k + 1) * lanes; i++) {
          to[i] = factor * from[i] + constant;
        }
      }
    }
  }

  /** Integers added up. */
  record Plus(int result, int left, int right, int size) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] a = block.buffers()[left];
      long[] b = block.buffers()[right];
      long[] to = block.buffers()[result];
      for (int i = 0; i < size * block.lanes(); i++) {
        to[i] = a[i] + b[i];
      }
    }
  }

  /** Index of the largest element, the lowest index on a tie. */
  record Largest(int result, int operand, int size) implements Simple {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      kernel.largest(block.buffers()[operand], size, block.lanes(), block.buffers()[result]);
    }
  }
}
