package dev.signet.sim;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Which operations make what others read. */
final class Producers {
  private final List<CycleOperation> operations;

  /** By word of the state the number of the operation that writes it, or −1. */
  private final int[] byWord;

  Producers(List<CycleOperation> operations, int stateSize) {
    this.operations = operations;
    this.byWord = new int[stateSize];
    Arrays.fill(byWord, -1);
    for (int i = 0; i < operations.size(); i++) {
      int[] writes = operations.get(i).writes;
      for (int w = 0; w < writes.length; w += 2) {
        Arrays.fill(byWord, writes[w], writes[w] + writes[w + 1], i);
      }
    }
  }

  /**
   * Visits the producers of what an operation reads; one several times where it reads of it here
   * and there.
   *
   * @return how many visits that took
   */
  int forEach(int index, IntConsumer visitor) {
    int[] reads = operations.get(index).reads;
    int count = 0;
    int last = -1;
    for (int i = 0; i < reads.length; i += 2) {
      for (int word = reads[i]; word < reads[i] + reads[i + 1]; word++) {
        if (byWord[word] >= 0 && byWord[word] != last) {
          last = byWord[word];
          visitor.accept(last);
          count++;
        }
      }
    }
    return count;
  }
}
