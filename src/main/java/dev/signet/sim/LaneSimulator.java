package dev.signet.sim;

import dev.signet.rtl.Design;
import dev.signet.rtl.RtlVerifier;
import dev.signet.sim.StateLayout.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs several copies of a design in lockstep, clock cycle by clock cycle: <i>lanes</i>, which have
 * the same inputs but for one, the data. A network's control does not depend on its data; it is
 * there once, and only what follows from the data is done for each lane, many lanes at a time.
 *
 * <p>Each lane is in every cycle in the state in which a {@link CycleSimulator} with its inputs
 * would be. The data, and whatever follows from it, has a value of {@code words · lanes} longs: the
 * lowest word of all lanes, then the next. Not safe for use by several threads.
 */
public final class LaneSimulator implements SimulatedDesign {
  /** Longs of a cache line. */
  private static final int LINE = 8;

  private static final int FEWEST_LINES = 9;
  private static final int MOST_LINES = 63;

  /** Longs that stay in a cache, of which the registers and wires of a clock are a part. */
  private static final int CACHED = 130_000;

  private final Map<String, Integer> handles;
  private final Place[] places;
  private final boolean[] inputs;
  private final int resetOffset;
  private final LaneSplit split;
  private final CycleProgram control;
  private final ClockEdge controlEdge;
  private final long[] shared;
  private final long[][] memories;
  private final long[] initialState;
  private final long[][] initialMemories;
  private final LaneState state;
  private final LaneSchedule schedule;
  private final LaneEdge edge;
  private boolean settled;

  private LaneSimulator(CompiledDesign design, String data, int most, LaneCounts counts) {
    handles = design.handles();
    places = design.places();
    inputs = design.inputs();
    resetOffset = design.resetOffset();
    Place differingInput = places[signal(data)];
    initialState = design.initialState();
    List<CycleOperation> ordered = OperationOrder.of(design.operations(), initialState.length);
    split = LaneSplit.of(ordered, design.edge(), differingInput);
    shared = initialState.clone();
    initialMemories = design.memories();
    memories = new long[initialMemories.length][];

    List<CycleOperation> common = new ArrayList<>();
    List<CycleOperation> differing = new ArrayList<>();
    for (CycleOperation operation : ordered) {
      (split.differs(operation) ? differing : common).add(operation);
    }
    control = CycleScheduler.schedule(common, shared.length);
    controlEdge = ClockEdge.of(common(design.edge()));
    state = new LaneState(split, shared, Math.min(most, suitable(split.words().cardinality())));
    edge = new LaneEdge(design.edge(), split, state, differingInput);
    schedule =
        new LaneSchedule(
            differing, edge.sources(), design.constants(), state, new LaneCompiler(state, counts));
    powerOn();
  }

  /** What a clock edge does to the control. */
  private EdgePlan common(EdgePlan plan) {
    return new EdgePlan(
        plan.reads().stream().filter(read -> !split.differs(read.target())).toList(),
        plan.writes().stream().filter(write -> !split.memories().get(write.memory())).toList(),
        plan.loads().stream().filter(load -> !split.differs(load.target())).toList(),
        plan.resets().stream().filter(reset -> !split.words().get(reset.offset())).toList(),
        plan.depths());
  }

  /**
   * A simulator of several copies of a design, in time linear in its size.
   *
   * @param data the path of the input that differs
   * @param most copies, at least 1; there are fewer where more would be slower
   * @throws dev.signet.rtl.RtlException when the design breaks a rule of the RTL IR
   * @throws SimulationException when its control depends on the data, or there is no such input
   */
  public static LaneSimulator of(Design design, String data, int most) {
    return of(design, data, most, LaneCounts.ofMachine());
  }

  /** With popcounts of a kind. */
  static LaneSimulator of(Design design, String data, int most, LaneCounts counts) {
    if (most < 1) {
      throw new IllegalArgumentException(most + " lanes");
    }
    return new LaneSimulator(
        CompiledDesign.of(design, new RtlFlattener(RtlVerifier.verify(design))),
        data,
        most,
        counts);
  }

  /**
   * As many lanes as are fast. More make little of what is done once for all, fewer keep what
   * differs in a cache. An odd number of cache lines, so that the words of a lane do not all fall
   * on a few sets of it.
   *
   * @param words that differ
   */
  private static int suitable(int words) {
    int lines = Math.clamp(CACHED / Math.max(1, words) / LINE, FEWEST_LINES, MOST_LINES);
    return (lines | 1) * LINE;
  }

  /** How many copies run. */
  public int lanes() {
    return state.lanes();
  }

  @Override
  public int signal(String path) {
    Integer handle = handles.get(path);
    if (handle == null) {
      throw new SimulationException("the design has no signal '" + path + "'");
    }
    return handle;
  }

  @Override
  public int width(int signal) {
    return places[signal].width();
  }

  /** Whether a signal may have another value in each lane. */
  public boolean differs(int signal) {
    return split.differs(places[signal]);
  }

  @Override
  public int words(int signal) {
    return places[signal].words() * (differs(signal) ? state.lanes() : 1);
  }

  @Override
  public void set(int input, long value) {
    if (differs(input)) {
      throw new IllegalArgumentException("one value for all lanes of an input that differs");
    }
    set(input, new long[] {value});
  }

  @Override
  public void set(int input, long[] value) {
    if (!inputs[input] || !fits(input, value)) {
      throw new IllegalArgumentException(value.length + " words for handle " + input);
    }
    Place place = places[input];
    if (!differs(input)) {
      System.arraycopy(value, 0, shared, place.offset(), value.length);
    } else {
      for (int word = 0; word < place.words(); word++) {
        System.arraycopy(
            value, word * state.lanes(), state.row(place.offset() + word), 0, state.lanes());
      }
      edge.dataChanged();
    }
    settled = false;
  }

  @Override
  public boolean fits(int input, long[] value) {
    if (value.length != words(input)) {
      return false;
    }
    int copies = differs(input) ? state.lanes() : 1;
    long above = 0;
    for (int index = value.length - copies; index < value.length; index++) {
      above |= value[index];
    }
    return (above & ~(-1L >>> places[input].mask())) == 0;
  }

  /** The lowest 64 bits of a signal, in the first lane where it differs. */
  @Override
  public long get(int signal) {
    int offset = places[signal].offset();
    return state.differs(offset) ? state.row(offset)[0] : shared[offset];
  }

  @Override
  public long[] value(int signal) {
    Place place = places[signal];
    long[] value = new long[words(signal)];
    if (!differs(signal)) {
      System.arraycopy(shared, place.offset(), value, 0, value.length);
      return value;
    }
    for (int word = 0; word < place.words(); word++) {
      System.arraycopy(
          state.row(place.offset() + word), 0, value, word * state.lanes(), state.lanes());
    }
    return value;
  }

  @Override
  public void powerOn() {
    System.arraycopy(initialState, 0, shared, 0, shared.length);
    for (int memory = 0; memory < memories.length; memory++) {
      memories[memory] =
          controlEdge.isWritten(memory) ? initialMemories[memory].clone() : initialMemories[memory];
    }
    state.clear();
    edge.clear();
    settled = false;
  }

  @Override
  public void settle() {
    control.run(shared);
    state.follow();
    schedule.run(edge.changed(), shared);
    edge.forget();
    settled = true;
  }

  @Override
  public void clock() {
    if (!settled) {
      settle();
    }
    boolean reset = shared[resetOffset] == 0;
    edge.apply(shared, reset);
    controlEdge.apply(shared, memories, reset);
    settled = false;
  }
}
