package dev.signet.sim;

import dev.signet.rtl.RtlException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An order in which each operation follows those it reads from, and as soon as can be, so that what
 * one makes is still near when the next one needs it.
 */
final class OperationOrder {
  private final List<CycleOperation> operations;
  private final Producers producers;
  private final boolean[] begun;
  private final boolean[] done;
  private final List<CycleOperation> ordered = new ArrayList<>();

  private OperationOrder(List<CycleOperation> operations, int stateSize) {
    this.operations = operations;
    this.producers = new Producers(operations, stateSize);
    this.begun = new boolean[operations.size()];
    this.done = new boolean[operations.size()];
  }

  /**
   * Orders operations.
   *
   * @throws RtlException when operations read from each other in a circle
   */
  static List<CycleOperation> of(List<CycleOperation> operations, int stateSize) {
    OperationOrder order = new OperationOrder(operations, stateSize);
    for (int i = 0; i < operations.size(); i++) {
      order.visit(i);
    }
    return order.ordered;
  }

  /** Without recursion: chains of operations can be long. */
  private void visit(int first) {
    Deque<Integer> stack = new ArrayDeque<>();
    stack.push(first);
    while (!stack.isEmpty()) {
      int index = stack.peek();
      if (done[index]) {
        stack.pop();
      } else if (begun[index]) {
        finish(index);
        stack.pop();
      } else {
        begun[index] = true;
        pushProducers(index, stack);
      }
    }
  }

  private void finish(int index) {
    producers.forEach(
        index,
        producer -> {
          if (!done[producer]) {
            throw new RtlException("the design has a combinational loop");
          }
        });
    done[index] = true;
    ordered.add(operations.get(index));
  }

  private void pushProducers(int index, Deque<Integer> stack) {
    producers.forEach(
        index,
        producer -> {
          if (!begun[producer]) {
            stack.push(producer);
          }
        });
  }
}
