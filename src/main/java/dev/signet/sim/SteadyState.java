package dev.signet.sim;

import dev.signet.rtl.Design;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How frames follow each other when nothing outside holds them up: after some of them everything
 * that decides the handshakes is exactly as it was some frames before, so it goes on like that for
 * ever.
 *
 * @param frames that make up the pattern which repeats, mostly 1
 * @param patternCycles clocks that they take
 * @param latencyCycles clocks from the first frame's first beat to its result, both included
 * @param simulatedCycles clocks that were simulated to find it
 */
public record SteadyState(
    int frames, long patternCycles, long latencyCycles, long simulatedCycles) {

  /** Clocks from result to result. */
  public double interval() {
    return (double) patternCycles / frames;
  }

  /**
   * Runs the control of a design until it repeats.
   *
   * @param design one that a {@link StreamRun} could run, with one beat a result
   * @param beats of a frame
   * @param mostCycles clocks after which it is given up
   * @return nothing where it has not repeated by then
   */
  public static Optional<SteadyState> of(Design design, int beats, long mostCycles) {
    return new Search(CycleSimulator.ofControl(design), beats).run(mostCycles);
  }

  private record State(List<Long> registers, int beat) {}

  /** A result that came out, by how many came before it and when. */
  private record Result(int number, long clock) {}

  private static final class Search {
    private final CycleSimulator simulator;
    private final int beats;
    private final Map<State, Result> results = new HashMap<>();

    Search(CycleSimulator simulator, int beats) {
      this.simulator = simulator;
      this.beats = beats;
      if (simulator.hasWrittenMemory()) {
        throw new SimulationException(
            "the handshakes depend on a memory that is written, so when they repeat is not told");
      }
    }

    Optional<SteadyState> run(long mostCycles) {
      int sourceReady = simulator.signal("s_axis_tready");
      int sourceLast = simulator.signal("s_axis_tlast");
      int sinkValid = simulator.signal("m_axis_tvalid");
      for (int clock = 0; clock < StreamRun.FIRST_RESET; clock++) {
        simulator.clock();
      }
      simulator.set(simulator.signal(CycleSimulator.RESET), 1);
      simulator.set(simulator.signal("s_axis_tvalid"), 1);
      simulator.set(simulator.signal("m_axis_tready"), 1);
      int beat = 0;
      long first = -1;
      long latency = 0;
      for (long clock = 0; clock < mostCycles; clock++) {
        simulator.set(sourceLast, beat == beats - 1 ? 1 : 0);
        simulator.settle();
        if (simulator.get(sourceReady) != 0) {
          first = first < 0 ? clock : first;
          beat = beat == beats - 1 ? 0 : beat + 1;
        }
        boolean result = simulator.get(sinkValid) != 0;
        simulator.clock();
        if (result) {
          latency = results.isEmpty() ? clock - first + 1 : latency;
          State state = new State(Arrays.stream(simulator.registers()).boxed().toList(), beat);
          Result before = results.putIfAbsent(state, new Result(results.size(), clock));
          if (before != null) {
            return Optional.of(
                new SteadyState(
                    results.size() - before.number(), clock - before.clock(), latency, clock + 1));
          }
        }
      }
      return Optional.empty();
    }
  }
}
