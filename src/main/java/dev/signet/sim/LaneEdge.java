package dev.signet.sim;

import dev.signet.sim.StateLayout.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a rising clock edge does to what differs between lanes. */
final class LaneEdge {
  private final LaneState state;
  private final List<Read> reads = new ArrayList<>();
  private final List<Write> writes = new ArrayList<>();
  private final Group[] groups;
  private final List<Reset> resets = new ArrayList<>();

  /** By each word that is input data or that this changes, the number of what changes it. */
  private final Map<Integer, Integer> sources = new HashMap<>();

  /** By number, what has changed something since the last time that was asked; the data last. */
  private final boolean[] changed;

  /** Of each memory that differs its words, row after row; null for any other. */
  private final long[][][] memories;

  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  private record Read(int enable, int address, long[][] target, long[][] memory) {}

  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  private record Write(int enable, int address, long[][] data, long[][] memory) {}

  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  private record Reset(long[] row, long value) {}

  /** Registers that are loaded at once. */
  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  private record Group(int enable, boolean hasReset, long[][] targets, long[][] sources) {}

  /**
   * @param data the input that differs
   */
  LaneEdge(EdgePlan plan, LaneSplit split, LaneState state, Place data) {
    this.state = state;
    this.memories = new long[plan.depths().length][][];
    for (EdgePlan.Write write : plan.writes()) {
      if (split.memories().get(write.memory())) {
        int words = write.data().words();
        writes.add(
            new Write(
                write.enable(),
                write.address(),
                rows(write.data()),
                memory(write.memory(), words * plan.depths()[write.memory()])));
      }
    }
    for (EdgePlan.Read read : plan.reads()) {
      if (split.memories().get(read.memory())) {
        int words = read.target().words();
        reads.add(
            new Read(
                read.enable(),
                read.address(),
                rows(read.target()),
                memory(read.memory(), words * plan.depths()[read.memory()])));
        tell(read.target(), reads.size() - 1);
      }
    }
    Map<List<Object>, List<EdgePlan.Load>> byEnable = new LinkedHashMap<>();
    for (EdgePlan.Load load : plan.loads()) {
      if (split.differs(load.target())) {
        byEnable
            .computeIfAbsent(List.of(load.enable(), load.hasReset()), _ -> new ArrayList<>())
            .add(load);
      }
    }
    int source = reads.size();
    for (List<EdgePlan.Load> loads : byEnable.values()) {
      for (EdgePlan.Load load : loads) {
        tell(load.target(), source);
      }
      source++;
    }
    groups = byEnable.values().stream().map(this::group).toArray(Group[]::new);
    tell(data, source);
    changed = new boolean[source + 1];
    for (EdgePlan.Reset reset : plan.resets()) {
      if (split.words().get(reset.offset())) {
        resets.add(new Reset(state.row(reset.offset()), reset.value()));
      }
    }
  }

  private void tell(Place target, int source) {
    for (int word = 0; word < target.words(); word++) {
      sources.put(target.offset() + word, source);
    }
  }

  /** By each word that differs, but for what operations make, the number of what changes it. */
  Map<Integer, Integer> sources() {
    return sources;
  }

  /** By number, what has changed something since the last {@link #forget}. */
  boolean[] changed() {
    return changed;
  }

  void forget() {
    Arrays.fill(changed, false);
  }

  /** The input that differs has another value. */
  void dataChanged() {
    changed[changed.length - 1] = true;
  }

  private long[][] memory(int index, int words) {
    if (memories[index] == null) {
      memories[index] = new long[words][state.lanes()];
    }
    return memories[index];
  }

  private long[][] rows(Place place) {
    return state.rows(place.offset(), place.words());
  }

  private Group group(List<EdgePlan.Load> loads) {
    List<long[]> targets = new ArrayList<>();
    List<long[]> sources = new ArrayList<>();
    for (EdgePlan.Load load : loads) {
      targets.addAll(List.of(rows(load.target())));
      sources.addAll(List.of(rows(load.source())));
    }
    return new Group(
        loads.getFirst().enable(),
        loads.getFirst().hasReset(),
        targets.toArray(long[][]::new),
        sources.toArray(long[][]::new));
  }

  /** Before the first cycle all memories that differ are 0, and everything is new. */
  void clear() {
    Arrays.fill(changed, true);
    for (long[][] memory : memories) {
      if (memory != null) {
        for (long[] row : memory) {
          Arrays.fill(row, 0);
        }
      }
    }
  }

  /**
   * Changes what differs.
   *
   * @param shared the state of all lanes together, as it is before the edge
   */
  void apply(long[] shared, boolean reset) {
    for (int k = 0; k < reads.size(); k++) {
      Read read = reads.get(k);
      if (shared[read.enable] != 0) {
        read(read, shared[read.address]);
        changed[k] = true;
      }
    }
    for (Write write : writes) {
      long from = shared[write.address] * write.data.length;
      if (shared[write.enable] != 0 && from < write.memory.length) {
        for (int word = 0; word < write.data.length; word++) {
          copy(write.data[word], write.memory[(int) from + word]);
        }
      }
    }
    for (int index = 0; index < groups.length; index++) {
      Group group = groups[index];
      if ((group.enable < 0 || shared[group.enable] != 0) && !(reset && group.hasReset)) {
        changed[reads.size() + index] = true;
        for (int k = 0; k < group.targets.length; k++) {
          copy(group.sources[k], group.targets[k]);
        }
      }
    }
    if (reset) {
      Arrays.fill(changed, true);
      for (Reset each : resets) {
        Arrays.fill(each.row, each.value);
      }
    }
  }

  private static void read(Read read, long address) {
    long from = address * read.target.length;
    for (int word = 0; word < read.target.length; word++) {
      if (from < read.memory.length) {
        copy(read.memory[(int) from + word], read.target[word]);
      } else {
        Arrays.fill(read.target[word], 0);
      }
    }
  }

  private static void copy(long[] from, long[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
