package dev.signet.sim;

import dev.signet.rtl.RtlException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Puts operations in an order in which each follows those it reads from, and in which operations of
 * one kind stand together, so that the simulator decides once a run what to do. Always takes the
 * kind with the most ready operations and stays with it while there are any.
 */
final class CycleScheduler {
  private final List<CycleOperation> operations;
  private final int[] waiting;

  /** The consumers of operation i are {@code consumers[first[i]]} to {@code first[i + 1] − 1}. */
  private final int[] first;

  private final int[] consumers;
  private final Map<CycleOpcode, Deque<Integer>> ready = new EnumMap<>(CycleOpcode.class);
  private final List<CycleProgram.Run> runs = new ArrayList<>();
  private int[] code = new int[1024];
  private int size;

  private CycleScheduler(List<CycleOperation> operations, int stateSize) {
    this.operations = operations;
    int count = operations.size();
    Producers producers = new Producers(operations, stateSize);
    waiting = new int[count];
    first = new int[count + 1];
    for (int i = 0; i < count; i++) {
      waiting[i] = producers.forEach(i, producer -> first[producer + 1]++);
    }
    for (int i = 0; i < count; i++) {
      first[i + 1] += first[i];
    }
    consumers = new int[first[count]];
    int[] next = Arrays.copyOf(first, count);
    for (int i = 0; i < count; i++) {
      int consumer = i;
      producers.forEach(i, producer -> consumers[next[producer]++] = consumer);
    }
  }

  /**
   * Orders operations.
   *
   * @return the operands of all operations, run by run, and what the runs are
   * @throws RtlException when operations read from each other in a circle
   */
  static CycleProgram schedule(List<CycleOperation> operations, int stateSize) {
    return new CycleScheduler(operations, stateSize).run();
  }

  private CycleProgram run() {
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        makeReady(i);
      }
    }
    int done = 0;
    while (done < waiting.length) {
      Deque<Integer> kind =
          ready.values().stream()
              .max((a, b) -> Integer.compare(a.size(), b.size()))
              .filter(queue -> !queue.isEmpty())
              .orElseThrow(() -> new RtlException("the design has a combinational loop"));
      done += emitRun(kind);
    }
    return new CycleProgram(Arrays.copyOf(code, size), runs);
  }

  private int emitRun(Deque<Integer> kind) {
    int start = size;
    CycleOpcode opcode = operations.get(kind.element()).code;
    int count = 0;
    while (!kind.isEmpty()) {
      int index = kind.remove();
      for (int operand : operations.get(index).operands) {
        append(operand);
      }
      for (int i = first[index]; i < first[index + 1]; i++) {
        if (--waiting[consumers[i]] == 0) {
          makeReady(consumers[i]);
        }
      }
      count++;
    }
    runs.add(new CycleProgram.Run(opcode, start, size));
    return count;
  }

  private void makeReady(int index) {
    ready.computeIfAbsent(operations.get(index).code, _ -> new ArrayDeque<>()).add(index);
  }

  private void append(int word) {
    if (size == code.length) {
      code = Arrays.copyOf(code, 2 * size);
    }
    code[size++] = word;
  }
}
