package dev.signet.lower;

import dev.signet.ir.Value;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer's result in the IR: its elements, or the counts that stand for its sums.
 *
 * @param value a vector, or a map with its channels last
 * @param order {@code [channels]}: which of the network's channels each channel of the value is. A
 *     map that was flattened has its elements in another order than the network's vector, place
 *     after place instead of channel after channel.
 */
record Lowered(Value value, List<Integer> order) {
  Lowered {
    order = List.copyOf(order);
  }

  /** In the network's order. */
  static Lowered inOrder(Value value) {
    return new Lowered(value, IntStream.range(0, value.type().channels()).boxed().toList());
  }

  /** Whether the channels are in the network's order. */
  boolean isInOrder() {
    return IntStream.range(0, order.size()).allMatch(k -> order.get(k) == k);
  }

  /** Another value with the same channels. */
  Lowered as(Value other) {
    return new Lowered(other, order);
  }
}
