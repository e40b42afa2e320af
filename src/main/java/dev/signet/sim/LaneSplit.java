package dev.signet.sim;

import dev.signet.sim.StateLayout.Place;
import java.util.BitSet;
import java.util.List;

/**
 * Which parts of a design differ between stimuli that run in lockstep. All that follows from the
 * data that goes in does; the rest, which is the control, is the same for all, and there once.
 *
 * @param words of the state that differ
 * @param memories that differ
 */
record LaneSplit(BitSet words, BitSet memories) {

  /**
   * Splits a design.
   *
   * @param ordered its operations, each after those it reads from
   * @param data the input that differs
   * @throws SimulationException when the control depends on the data, so that stimuli would not
   *     stay in step
   */
  static LaneSplit of(List<CycleOperation> ordered, EdgePlan edge, Place data) {
    LaneSplit split = new LaneSplit(new BitSet(), new BitSet());
    split.words.set(data.offset(), data.offset() + data.words());
    boolean grows = true;
    while (grows) {
      int before = split.words.cardinality() + split.memories.cardinality();
      ordered.forEach(split::spread);
      split.spread(edge);
      grows = split.words.cardinality() + split.memories.cardinality() > before;
    }
    split.check(edge);
    return split;
  }

  /** Whether any word of a place differs. */
  boolean differs(Place place) {
    return differs(place.offset(), place.words());
  }

  private boolean differs(int offset, int count) {
    int next = words.nextSetBit(offset);
    return next >= 0 && next < offset + count;
  }

  /** Whether an operation is done for each stimulus. */
  boolean differs(CycleOperation operation) {
    for (int i = 0; i < operation.reads.length; i += 2) {
      if (differs(operation.reads[i], operation.reads[i + 1])) {
        return true;
      }
    }
    return false;
  }

  private void spread(CycleOperation operation) {
    if (differs(operation)) {
      for (int i = 0; i < operation.writes.length; i += 2) {
        words.set(operation.writes[i], operation.writes[i] + operation.writes[i + 1]);
      }
    }
  }

  private void spread(EdgePlan edge) {
    for (EdgePlan.Read read : edge.reads()) {
      if (memories.get(read.memory())) {
        set(read.target());
      }
    }
    for (EdgePlan.Write write : edge.writes()) {
      if (differs(write.data())) {
        memories.set(write.memory());
      }
    }
    for (EdgePlan.Load load : edge.loads()) {
      if (differs(load.source())) {
        set(load.target());
      }
    }
  }

  private void set(Place place) {
    words.set(place.offset(), place.offset() + place.words());
  }

  private void check(EdgePlan edge) {
    for (EdgePlan.Read read : edge.reads()) {
      checkShared(read.enable());
      checkShared(read.address());
    }
    for (EdgePlan.Write write : edge.writes()) {
      checkShared(write.enable());
      checkShared(write.address());
    }
    for (EdgePlan.Load load : edge.loads()) {
      if (load.enable() >= 0) {
        checkShared(load.enable());
      }
    }
  }

  private void checkShared(int offset) {
    if (words.get(offset)) {
      throw new SimulationException(
          "what is stored, and where, depends on the data, so stimuli cannot run in lockstep");
    }
  }
}
