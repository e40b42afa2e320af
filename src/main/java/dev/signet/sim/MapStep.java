package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import dev.signet.network.Window;
import java.util.Arrays;
import java.util.List;

/**
 * A step on feature maps, place by place. Nothing as large as all windows of a map is ever made.
 */
sealed interface MapStep extends BatchStep {

  /**
   * What lies under a window times weights.
   *
   * @param operand bits or bit planes of a map
   * @param layers one for each group
   * @param window scratch for what lies under the window
   */
  record WindowSum(
      int result, int operand, WindowGather gather, List<PackedLayer> layers, int window)
      implements MapStep {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public List<Integer> scratch() {
      return List.of(window);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] under = block.buffers()[window];
      int lanes = block.lanes();
      int start = 0;
      for (int place = 0; place < gather.places(); place++) {
        for (int group = 0; group < layers.size(); group++) {
          PackedLayer layer = layers.get(group);
          gather.gather(block.buffers()[operand], layer.planes(), place, group, under, lanes);
          kernel.sums(layer, under, lanes, block.buffers()[result], start);
          start += layer.rows() * lanes;
        }
      }
    }
  }

  /**
   * The same, compared at once.
   *
   * @param kinds the kind of each place, which says what thresholds it has
   * @param bits scratch for the bits of one group at one place
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  record WindowCompare(
      int result,
      int operand,
      WindowGather gather,
      List<PackedLayer> layers,
      int[] kinds,
      int window,
      int bits)
      implements MapStep {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public List<Integer> scratch() {
      return List.of(window, bits);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] under = block.buffers()[window];
      long[] fired = block.buffers()[bits];
      long[] all = block.buffers()[result];
      int lanes = block.lanes();
      int rows = layers.getFirst().rows();
      clear(all, gather.places() * layers.size() * rows, lanes);
      int to = 0;
      for (int place = 0; place < gather.places(); place++) {
        for (int group = 0; group < layers.size(); group++) {
          PackedLayer layer = layers.get(group);
          gather.gather(block.buffers()[operand], layer.planes(), place, group, under, lanes);
          kernel.thresholds(layer, kinds[place], under, lanes, fired);
          BitRuns.or(fired, 0, 0, all, 0, to, rows, lanes);
          to += rows;
        }
      }
    }
  }

  /** What lies under a window at each place, of bits. */
  record SlideBits(int result, int operand, WindowGather gather, int window) implements MapStep {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public List<Integer> scratch() {
      return List.of(window);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] under = block.buffers()[window];
      long[] all = block.buffers()[result];
      int lanes = block.lanes();
      clear(all, gather.places() * gather.groups() * gather.elements(), lanes);
      int to = 0;
      for (int place = 0; place < gather.places(); place++) {
        for (int group = 0; group < gather.groups(); group++) {
          gather.gather(block.buffers()[operand], 1, place, group, under, lanes);
          BitRuns.or(under, 0, 0, all, 0, to, gather.elements(), lanes);
          to += gather.elements();
        }
      }
    }
  }

  /**
   * Bits at other places.
   *
   * @param sources where each bit comes from
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  record MoveBits(int result, int operand, int[] sources) implements MapStep {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] all = block.buffers()[result];
      clear(all, sources.length, block.lanes());
      for (int k = 0; k < sources.length; k++) {
        BitRuns.or(block.buffers()[operand], 0, sources[k], all, 0, k, 1, block.lanes());
      }
    }
  }

  /**
   * Integers at other places.
   *
   * @param sources where each integer comes from, or −1 where it is the fill
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  record MoveIntegers(int result, int operand, int[] sources, int fill) implements MapStep {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] from = block.buffers()[operand];
      long[] to = block.buffers()[result];
      int lanes = block.lanes();
      for (int k = 0; k < sources.length; k++) {
        if (sources[k] < 0) {
          Arrays.fill(to, k * lanes, (k + 1) * lanes, fill);
        } else {
          System.arraycopy(from, sources[k] * lanes, to, k * lanes, lanes);
        }
      }
    }
  }

  /**
   * Whether any bit under a window is 1, or all are.
   *
   * @param width places in a row of the operand
   * @param places of the result
   * @param columns places in a row of the result
   * @param all {@code [1, c]}: the channels in which all have to be
   * @param scratch for the bits of a tap, whether any is 1, and whether all are
   */
  record PoolBits(
      int result,
      int operand,
      Window window,
      int width,
      int places,
      int columns,
      BitMatrix all,
      List<Integer> scratch)
      implements MapStep {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] tapBits = block.buffers()[scratch.get(0)];
      long[] any = block.buffers()[scratch.get(1)];
      long[] every = block.buffers()[scratch.get(2)];
      long[] pooled = block.buffers()[result];
      int lanes = block.lanes();
      int channels = all.columns();
      clear(pooled, places * channels, lanes);
      for (int place = 0; place < places; place++) {
        clear(any, channels, lanes);
        Arrays.fill(every, 0, all.wordsPerRow() * lanes, -1);
        for (int tap = 0; tap < window.taps(); tap++) {
          int row = window.rows().first(place / columns) + tap / window.columns().kernel();
          int column = window.columns().first(place % columns) + tap % window.columns().kernel();
          clear(tapBits, channels, lanes);
          BitRuns.or(
              block.buffers()[operand],
              0,
              (row * width + column) * channels,
              tapBits,
              0,
              0,
              channels,
              lanes);
          join(tapBits, any, every, all.wordsPerRow() * lanes);
        }
        for (int word = 0; word < all.wordsPerRow(); word++) {
          choose(any, every, all.word(0, word), word * lanes, lanes);
        }
        BitRuns.or(any, 0, 0, pooled, 0, place * channels, channels, lanes);
      }
    }

    private static void join(long[] tap, long[] any, long[] every, int length) {
      for (int i = 0; i < length; i++) {
        any[i] |= tap[i];
        every[i] &= tap[i];
      }
    }

    private static void choose(long[] any, long[] every, long mask, int start, int lanes) {
      for (int i = start; i < start + lanes; i++) {
        any[i] = (any[i] & ~mask) | (every[i] & mask);
      }
    }
  }

  /**
   * Sums under a window.
   *
   * @param gather the window; its groups are the channels, so that one group is one sum
   */
  record SumPool(int result, int operand, WindowGather gather) implements MapStep {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] from = block.buffers()[operand];
      long[] to = block.buffers()[result];
      int lanes = block.lanes();
      int sums = gather.places() * gather.groups();
      Arrays.fill(to, 0, sums * lanes, 0);
      for (int sum = 0; sum < sums; sum++) {
        for (int tap = 0; tap < gather.elements(); tap++) {
          add(from, gather.source(sum * gather.elements() + tap) * lanes, to, sum * lanes, lanes);
        }
      }
    }

    private static void add(long[] from, int source, long[] to, int target, int lanes) {
      for (int lane = 0; lane < lanes; lane++) {
        to[target + lane] += from[source + lane];
      }
    }
  }

  /**
   * The channels of several maps one after another, of bits.
   *
   * @param channels of each operand
   */
  record JoinBits(int result, List<Integer> operands, List<Integer> channels, int places)
      implements MapStep {
    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] all = block.buffers()[result];
      int lanes = block.lanes();
      clear(all, places * channels.stream().mapToInt(Integer::intValue).sum(), lanes);
      int to = 0;
      for (int place = 0; place < places; place++) {
        for (int k = 0; k < operands.size(); k++) {
          int each = channels.get(k);
          BitRuns.or(block.buffers()[operands.get(k)], 0, place * each, all, 0, to, each, lanes);
          to += each;
        }
      }
    }
  }

  /** The channels of several maps one after another, of integers. */
  record JoinIntegers(int result, List<Integer> operands, List<Integer> channels, int places)
      implements MapStep {
    @Override
    public void run(Block block, BatchKernel kernel) {
      long[] all = block.buffers()[result];
      int lanes = block.lanes();
      int to = 0;
      for (int place = 0; place < places; place++) {
        for (int k = 0; k < operands.size(); k++) {
          int length = channels.get(k) * lanes;
          System.arraycopy(block.buffers()[operands.get(k)], place * length, all, to, length);
          to += length;
        }
      }
    }
  }

  private static void clear(long[] bits, int count, int lanes) {
    Arrays.fill(bits, 0, BitMatrix.wordsFor(count) * lanes, 0);
  }
}
