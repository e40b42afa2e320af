package dev.signet.sim;

import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlVerifier;
import dev.signet.sim.StateLayout.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs a design clock cycle by clock cycle.
 *
 * <p>A cycle is: {@link #set} the inputs, {@link #settle} the combinational logic, {@link #get}
 * whatever is of interest, {@link #clock} the rising edge. Signals are known by handles, looked up
 * once by path: a signal of the top by its name, one of an instance by the instance names and its
 * name joined by dots, as in {@code dense1.occupancy}. The reset is the input {@value #RESET}.
 *
 * <p>Registers and memories without contents start as 0, inputs too, so a run starts under reset.
 *
 * <pre>{@code
 * CycleSimulator simulator = CycleSimulator.of(design);
 * int reset = simulator.signal(CycleSimulator.RESET);
 * int count = simulator.signal("count");
 * simulator.clock(); // one cycle under reset
 * simulator.set(reset, 1);
 * simulator.settle();
 * long value = simulator.get(count);
 * }</pre>
 *
 * <p>The design is flattened, put in order and compiled to runs of like operations on an array of
 * longs. Not safe for use by several threads.
 */
public final class CycleSimulator implements SimulatedDesign {
  /** The name of the reset input, active low. */
  public static final String RESET = "aresetn";

  private final Map<String, Integer> handles;
  private final Place[] places;
  private final boolean[] inputs;
  private final int resetOffset;

  /** Words of the state that registers hold. */
  private final int[] registers;

  private final CycleProgram program;
  private final ClockEdge edge;
  private final long[] state;
  private final long[][] memories;
  private final long[] initialState;
  private final long[][] initialMemories;
  private boolean settled;

  private CycleSimulator(CompiledDesign compiled) {
    handles = compiled.handles();
    places = compiled.places();
    inputs = compiled.inputs();
    resetOffset = compiled.resetOffset();
    registers =
        compiled.registers().stream()
            .flatMapToInt(place -> IntStream.range(place.offset(), place.offset() + place.words()))
            .toArray();
    edge = ClockEdge.of(compiled.edge());
    initialMemories = compiled.memories();
    memories = new long[initialMemories.length][];
    initialState = compiled.initialState();
    state = new long[initialState.length];
    program = CycleScheduler.schedule(compiled.operations(), state.length);
    powerOn();
  }

  /**
   * A simulator of a design, in time linear in its size.
   *
   * @throws dev.signet.rtl.RtlException when the design breaks a rule of the RTL IR
   */
  public static CycleSimulator of(Design design) {
    return new CycleSimulator(
        CompiledDesign.of(design, new RtlFlattener(RtlVerifier.verify(design))));
  }

  /**
   * A simulator of what decides the handshakes alone: every port of one bit, and valid, ready and
   * occupancy of every stream probe. All signals that these do not depend on are left out, with
   * registers and memories; those that are there are the same in every clock as in the whole
   * design.
   *
   * @throws dev.signet.rtl.RtlException when the design breaks a rule of the RTL IR
   */
  public static CycleSimulator ofControl(Design design) {
    Set<String> roots = new LinkedHashSet<>();
    for (Port port : design.top().ports()) {
      if (port.width() == 1) {
        roots.add(port.name());
      }
    }
    for (Design.StreamProbe probe : design.streams()) {
      roots.add(probe.validPath());
      roots.add(probe.readyPath());
      if (!probe.occupancyPath().isEmpty()) {
        roots.add(probe.occupancyPath());
      }
    }
    return of(design, roots);
  }

  /**
   * A simulator of what decides some signals alone.
   *
   * @param paths of these signals
   * @throws SimulationException when there is none of a path
   */
  static CycleSimulator of(Design design, Set<String> paths) {
    RtlFlattener flat = new RtlFlattener(RtlVerifier.verify(design));
    List<RtlFlattener.FlatSignal> roots = new ArrayList<>();
    for (String path : paths) {
      RtlFlattener.FlatSignal signal = flat.signals.get(path);
      if (signal == null) {
        throw new SimulationException("the design has no signal '" + path + "'");
      }
      roots.add(signal);
    }
    LiveLogic.keep(flat, roots);
    return new CycleSimulator(CompiledDesign.of(design, flat));
  }

  /**
   * What all registers hold, in an order of their own, those behind memories included but not what
   * is in memories.
   */
  long[] registers() {
    long[] values = new long[registers.length];
    for (int index = 0; index < values.length; index++) {
      values[index] = state[registers[index]];
    }
    return values;
  }

  /** Whether there is a memory that is written. */
  boolean hasWrittenMemory() {
    return IntStream.range(0, memories.length).anyMatch(edge::isWritten);
  }

  /** Goes back to the state before the first cycle. */
  @Override
  public void powerOn() {
    System.arraycopy(initialState, 0, state, 0, state.length);
    for (int memory = 0; memory < memories.length; memory++) {
      memories[memory] =
          edge.isWritten(memory) ? initialMemories[memory].clone() : initialMemories[memory];
    }
    settled = false;
  }

  /** The paths of all signals: the reset, then module by module in the order of the design. */
  public List<String> paths() {
    return List.copyOf(handles.keySet());
  }

  /**
   * The handle of a signal.
   *
   * @throws SimulationException when there is none of this path
   */
  @Override
  public int signal(String path) {
    Integer handle = handles.get(path);
    if (handle == null) {
      throw new SimulationException("the design has no signal '" + path + "'");
    }
    return handle;
  }

  /** The number of bits of a signal. */
  @Override
  public int width(int signal) {
    return places[signal].width();
  }

  /** The number of longs of a signal. */
  @Override
  public int words(int signal) {
    return places[signal].words();
  }

  /** What two signals have in common that are one wire: a port and what it is connected to. */
  public record Wire(int place, int width) {}

  /** The wire that a signal names. */
  public Wire wire(int signal) {
    return new Wire(places[signal].offset(), places[signal].width());
  }

  /**
   * Sets an input of up to 64 bits.
   *
   * @throws IllegalArgumentException when it is no input or the value is too wide
   */
  @Override
  public void set(int input, long value) {
    Place place = input(input);
    if (place.words() != 1 || (value & ~(-1L >>> place.mask())) != 0) {
      throw new IllegalArgumentException(
          Long.toHexString(value) + " (hexadecimal) for " + describe(input));
    }
    state[place.offset()] = value;
    settled = false;
  }

  /**
   * Sets an input.
   *
   * @param value {@code ⌈width/64⌉} longs, bit 0 of the first the lowest; copied
   * @throws IllegalArgumentException when it is no input or the value has another size
   */
  @Override
  public void set(int input, long[] value) {
    Place place = input(input);
    int words = place.words();
    if (!fits(input, value)) {
      throw new IllegalArgumentException(value.length + " words for " + describe(input));
    }
    System.arraycopy(value, 0, state, place.offset(), words);
    settled = false;
  }

  @Override
  public boolean fits(int input, long[] value) {
    int words = words(input);
    return value.length == words && (value[words - 1] & ~(-1L >>> places[input].mask())) == 0;
  }

  private Place input(int handle) {
    if (!inputs[handle]) {
      throw new IllegalArgumentException(describe(handle) + " is no input");
    }
    return places[handle];
  }

  private String describe(int handle) {
    return "'" + paths().get(handle) + "' of " + width(handle) + " bits";
  }

  /** The lowest 64 bits of a signal. */
  @Override
  public long get(int signal) {
    return state[places[signal].offset()];
  }

  /** A signal's value as longs, bit 0 of the first the lowest. */
  @Override
  public long[] value(int signal) {
    long[] value = new long[words(signal)];
    get(signal, value, 0);
    return value;
  }

  /** Copies a signal's value to {@code ⌈width/64⌉} longs from {@code offset} on. */
  public void get(int signal, long[] to, int offset) {
    System.arraycopy(state, places[signal].offset(), to, offset, words(signal));
  }

  /** Whether a signal's value is exactly these longs. */
  public boolean holds(int signal, long[] value, int offset) {
    int from = places[signal].offset();
    for (int i = 0; i < words(signal); i++) {
      if (state[from + i] != value[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** Computes everything that follows from inputs and state within the cycle. */
  @Override
  public void settle() {
    program.run(state);
    settled = true;
  }

  /**
   * The rising clock edge: registers and memories take what the settled logic tells them. Settles
   * first where inputs have changed; what follows from the new state is seen after the next {@link
   * #settle}.
   */
  @Override
  public void clock() {
    if (!settled) {
      settle();
    }
    edge.apply(state, memories, state[resetOffset] == 0);
    settled = false;
  }
}
