package dev.signet.sim;

import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Drives a top module that takes and gives frames over AXI4-Stream: inputs {@code s_axis_tdata},
 * {@code s_axis_tvalid}, {@code s_axis_tlast}, {@code m_axis_tready}; outputs {@code
 * s_axis_tready}, {@code m_axis_tdata}, {@code m_axis_tvalid}, {@code m_axis_tlast}, {@code
 * frame_error}. All but the data are one bit.
 *
 * <p>A run starts with {@value #FIRST_RESET} cycles of reset and ends with the cycle in which the
 * last frame's last output beat is taken. Each frame in gives one frame out, in order. While
 * nothing is offered {@code s_axis_tdata} and {@code s_axis_tlast} keep the last beat's values (0
 * before the first).
 *
 * <p>A reset in the middle takes back every frame that is not answered in full: they are sent again
 * from their first beat, and only that counts. No beat is taken in a cycle under reset.
 */
public final class StreamRun<S extends SimulatedDesign> {
  /** Length of the reset that starts a run. */
  public static final int FIRST_RESET = 4;

  /** The port that results leave by. */
  public static final String RESULT = "m_axis_tdata";

  private static final String DATA = "s_axis_tdata";

  private static final List<String> INPUTS =
      List.of(DATA, "s_axis_tvalid", "s_axis_tlast", "m_axis_tready");
  private static final List<String> OUTPUTS =
      List.of("s_axis_tready", RESULT, "m_axis_tvalid", "m_axis_tlast", "frame_error");

  private final Design design;
  private final S simulator;

  private StreamRun(Design design, S simulator) {
    this.design = design;
    this.simulator = simulator;
  }

  /**
   * Makes a design ready to run.
   *
   * @throws dev.signet.rtl.RtlException when the design breaks a rule of the RTL IR
   * @throws SimulationException when its top module lacks a port or has others
   */
  public static StreamRun<CycleSimulator> of(Design design) {
    requirePorts(design);
    return new StreamRun<>(design, CycleSimulator.of(design));
  }

  /**
   * Makes several copies of a design ready to run in lockstep. A beat then holds the data of all
   * lanes, as {@link LaneSimulator} has it, in and out; a frame is one of each lane.
   *
   * @param most lanes, as {@link LaneSimulator#of} has it
   * @throws dev.signet.rtl.RtlException when the design breaks a rule of the RTL IR
   * @throws SimulationException when its top module lacks a port or has others, or when its control
   *     depends on the data
   */
  public static StreamRun<LaneSimulator> ofLanes(Design design, int most) {
    requirePorts(design);
    return new StreamRun<>(design, LaneSimulator.of(design, DATA, most));
  }

  private static void requirePorts(Design design) {
    requirePorts(design, Port.Direction.INPUT, INPUTS);
    requirePorts(design, Port.Direction.OUTPUT, OUTPUTS);
  }

  private static void requirePorts(Design design, Port.Direction direction, List<String> names) {
    List<Port> ports =
        design.top().ports().stream().filter(p -> p.direction() == direction).toList();
    List<String> found = ports.stream().map(Port::name).sorted().toList();
    if (!found.equals(names.stream().sorted().toList())) {
      throw new SimulationException(
          "module '%s' has the %s ports %s; a stream run needs %s"
              .formatted(
                  design.top().name(), direction.name().toLowerCase(Locale.ROOT), found, names));
    }
    for (Port port : ports) {
      if (port.width() != 1 && !port.name().endsWith("_tdata")) {
        throw new SimulationException(
            "port '%s' of module '%s' has %d bits; a stream run needs 1"
                .formatted(port.name(), design.top().name(), port.width()));
      }
    }
  }

  /** The simulator of all runs, for listeners that want to look at signals. */
  public S simulator() {
    return simulator;
  }

  /** Runs frames without stalls and without further resets. */
  public StreamResult run(int frames, IntFunction<List<long[]>> supplier) {
    return run(frames, supplier, StreamSettings.DEFAULT, List.of());
  }

  /**
   * Runs frames through the module, from its initial state.
   *
   * @param frames how many
   * @param supplier the input beats of frame i, at least one, {@code ⌈width/64⌉} longs each; asked
   *     when the frame's first beat is offered, again after a reset
   * @param listeners called in every cycle
   * @throws SimulationException when nothing moves any more, when more frames come out than went
   *     in, or when a frame does not fit the port
   */
  public StreamResult run(
      int frames,
      IntFunction<List<long[]>> supplier,
      StreamSettings settings,
      List<CycleListener> listeners) {
    simulator.powerOn();
    return new Run(frames, supplier, settings, listeners).run();
  }

  /** One run. */
  private final class Run {
    private final int reset = simulator.signal(CycleSimulator.RESET);
    private final int sourceReady = simulator.signal("s_axis_tready");
    private final int sinkData = simulator.signal(RESULT);
    private final int sinkValid = simulator.signal("m_axis_tvalid");
    private final int sinkLast = simulator.signal("m_axis_tlast");
    private final int sinkReady = simulator.signal("m_axis_tready");
    private final int frameError = simulator.signal("frame_error");

    private final int frames;
    private final StreamSettings settings;
    private final CycleListener[] listeners;
    private final StreamSource source;
    private final SplittableRandom sinkRandom;
    private final ProbeCounter[] probes;
    private final List<List<long[]>> outputs = new ArrayList<>();
    private List<long[]> partial = new ArrayList<>();
    private final long[] firstInputs;
    private final long[] lastInputs;
    private final long[] outputCycles;
    private long frameErrorCycles;
    private long cycle;
    private long lastMove;

    Run(
        int frames,
        IntFunction<List<long[]>> supplier,
        StreamSettings settings,
        List<CycleListener> listeners) {
      this.frames = frames;
      this.settings = settings;
      this.listeners = listeners.toArray(CycleListener[]::new);
      sinkRandom = new SplittableRandom(settings.stalls().seed());
      source =
          new StreamSource(
              simulator, frames, supplier, settings.stalls().source(), sinkRandom.split());
      probes =
          design.streams().stream()
              .map(probe -> new ProbeCounter(simulator, probe))
              .toArray(ProbeCounter[]::new);
      firstInputs = new long[frames];
      lastInputs = new long[frames];
      outputCycles = new long[frames];
      Arrays.fill(lastInputs, -1);
    }

    StreamResult run() {
      while (outputs.size() < frames) {
        boolean low = isReset(cycle);
        simulator.set(reset, low ? 0 : 1);
        if (low) {
          restart();
        } else {
          source.offer();
        }
        double stall = settings.stalls().sink();
        boolean ready = stall == 0 || sinkRandom.nextDouble() >= stall;
        simulator.set(sinkReady, ready ? 1 : 0);
        simulator.settle();
        for (CycleListener listener : listeners) {
          listener.settled(cycle);
        }
        if (low || move(ready)) {
          lastMove = cycle;
        } else if (cycle - lastMove >= settings.watchdogCycles()) {
          throw standstill();
        }
        simulator.clock();
        cycle++;
      }
      return result();
    }

    private boolean isReset(long at) {
      if (at < FIRST_RESET) {
        return true;
      }
      for (ResetPulse pulse : settings.resets()) {
        if (at >= pulse.cycle() && at < pulse.cycle() + pulse.length()) {
          return true;
        }
      }
      return false;
    }

    private void restart() {
      int answered = outputs.size();
      source.restart(answered);
      partial.clear();
      Arrays.fill(lastInputs, answered, frames, -1);
    }

    /** Takes the beats that both sides agree on; tells whether any word moved. */
    private boolean move(boolean ready) {
      boolean moved = false;
      if (source.offering() && simulator.get(sourceReady) != 0) {
        moved = true;
        int frame = source.frame();
        if (source.beat() == 0) {
          firstInputs[frame] = cycle;
        }
        if (source.taken()) {
          lastInputs[frame] = cycle;
        }
      }
      if (ready && simulator.get(sinkValid) != 0) {
        moved = true;
        take();
      }
      frameErrorCycles += simulator.get(frameError);
      for (ProbeCounter probe : probes) {
        moved |= probe.count();
      }
      return moved;
    }

    private void take() {
      partial.add(simulator.value(sinkData));
      if (simulator.get(sinkLast) == 0) {
        return;
      }
      int frame = outputs.size();
      if (lastInputs[frame] < 0) {
        throw new SimulationException(
            "output frame %d ends in cycle %d, before its input frame has been taken"
                .formatted(frame, cycle));
      }
      outputCycles[frame] = cycle;
      outputs.add(List.copyOf(partial));
      partial = new ArrayList<>();
    }

    private SimulationException standstill() {
      StringBuilder text = new StringBuilder();
      text.append(
          "nothing has moved for %d cycles, up to cycle %d; %d of %d frames are answered"
              .formatted(cycle - lastMove, cycle, outputs.size(), frames));
      if (source.offering()) {
        text.append(
            "; the input waits with beat %d of frame %d (s_axis_tready is 0)"
                .formatted(source.beat(), source.frame()));
      }
      String stuck =
          Arrays.stream(probes)
              .filter(ProbeCounter::stuck)
              .map(ProbeCounter::describe)
              .collect(Collectors.joining(", "));
      text.append(
          stuck.isEmpty() ? "; no stream is stuck, all wait for a word" : "; stuck: " + stuck);
      return new SimulationException(text.toString());
    }

    private StreamResult result() {
      List<StreamResult.FrameTiming> timings = new ArrayList<>(frames);
      for (int frame = 0; frame < frames; frame++) {
        timings.add(
            new StreamResult.FrameTiming(
                firstInputs[frame], lastInputs[frame], outputCycles[frame]));
      }
      return new StreamResult(
          outputs,
          timings,
          cycle,
          frameErrorCycles,
          Arrays.stream(probes).map(ProbeCounter::statistics).toList());
    }
  }
}
