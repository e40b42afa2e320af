package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.schedule.UnitGraph.Edge;
import dev.signet.sim.CycleListener;
import dev.signet.sim.CycleSimulator;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamRun;
import dev.signet.sim.StreamSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is said of when words move, against the modules clock by clock. */
class GraphTimingProperties {
  private static final int FRAMES = 4;

  @Property(tries = 80)
  void everyWordMovesInTheClockThatIsSaid(@ForAll long seed) {
    Random random = new Random(seed);
    Program program = RandomNetworks.random("net", random);
    UnitGraph[] plain = new UnitGraph[1];
    Hardware hardware =
        new DataflowScheduler(program, RandomNetworks.goals(program, random))
            .schedule(
                graph -> {
                  plain[0] = graph;
                  return depths(graph, random);
                });
    UnitGraph graph = plain[0].buffered(depths(hardware));
    Recorder recorder = run(hardware, program, random);

    GraphTiming timing = new GraphTiming(graph, Map.of());
    timing.restart(
        0,
        (word, _) -> recorder.offers.get((int) word),
        (word, earliest) -> recorder.ready(earliest));

    assertThat(timing.run(FRAMES)).isTrue();
    assertThat(timing.lastResult()).isEqualTo(recorder.times("m_axis").getLast());
    for (UnitGraph.Node node : graph.nodes()) {
      for (int output = 0; output < node.outputs(); output++) {
        String name = node.name() + "_out" + (node.outputs() == 1 ? "" : "_" + output);
        check(name, timing.stream(graph.nodes().indexOf(node), output), recorder.times(name));
      }
    }
  }

  /** A window may give words of padding for a frame that never comes, and the run ends before. */
  private static void check(String name, StreamTimes said, List<Long> seen) {
    int words = said.words();
    assertThat(seen).as(name).hasSizeGreaterThanOrEqualTo(FRAMES * words);
    for (int word = 0; word < words; word++) {
      long number = said.taken() - 1 - Math.floorMod(said.taken() - 1 - word, words);
      if (number < seen.size()) {
        assertThat(said.takenAt(word))
            .as("%s, word %d", name, number)
            .isEqualTo(seen.get((int) number));
      }
    }
  }

  /** The last depths that were handed out. */
  private Map<Edge, Integer> last = Map.of();

  private FifoSizing.Result depths(UnitGraph graph, Random random) {
    Map<Edge, Integer> depths = new LinkedHashMap<>(graph.bounds());
    for (int node = 0; node < graph.nodes().size(); node++) {
      for (int input = 0; input < graph.nodes().get(node).inputs().size(); input++) {
        if (random.nextInt(3) == 0) {
          depths.merge(new Edge(node, input), random.nextInt(6), Math::max);
        }
      }
    }
    last = depths;
    return new FifoSizing.Result(depths, graph.bounds(), 0, 0, 0, 0, 0);
  }

  private Map<Edge, Integer> depths(Hardware hardware) {
    assertThat(hardware.units()).isNotEmpty();
    return last;
  }

  private static Recorder run(Hardware hardware, Program program, Random random) {
    StreamRun<CycleSimulator> run = StreamRun.of(hardware.design());
    Recorder recorder = new Recorder(run.simulator());
    FrameBatch frames = RandomNetworks.frames(random, program, FRAMES);
    FrameFormat format = hardware.frameFormat();
    run.run(
        FRAMES,
        frame -> {
          List<long[]> beats = new ArrayList<>();
          for (int beat = 0; beat < format.beats(); beat++) {
            beats.add(format.beat(frames.elements(), frame, beat));
          }
          return beats;
        },
        StreamSettings.DEFAULT
            .withWatchdogCycles(20_000)
            .withStalls(
                new Stalls(
                    random.nextInt(10) / 10.0, random.nextInt(10) / 10.0, random.nextLong())),
        List.of(recorder));
    return recorder;
  }

  /** When words moved, on every stream, in clocks behind reset. */
  private static final class Recorder implements CycleListener {
    private final CycleSimulator simulator;
    private final List<String> streams = new ArrayList<>();
    private final Map<String, List<Long>> takes = new LinkedHashMap<>();
    private final List<Long> offers = new ArrayList<>();
    private final List<Boolean> sinkReady = new ArrayList<>();
    private boolean offering;

    Recorder(CycleSimulator simulator) {
      this.simulator = simulator;
      for (String path : simulator.paths()) {
        if ((!path.contains(".") && path.endsWith("_valid")) || path.equals("m_axis_tvalid")) {
          streams.add(path);
        }
      }
    }

    @Override
    public void settled(long cycle) {
      long clock = cycle - StreamRun.FIRST_RESET;
      if (clock < 0) {
        return;
      }
      boolean valid = bit("s_axis_tvalid");
      if (valid && !offering) {
        offers.add(clock);
      }
      offering = valid && !bit("s_axis_tready");
      sinkReady.add(bit("m_axis_tready"));
      for (String stream : streams) {
        if (bit(stream) && bit(stream.replace("valid", "ready"))) {
          takes
              .computeIfAbsent(stream.replaceFirst("_t?valid$", ""), _ -> new ArrayList<>())
              .add(clock);
        }
      }
    }

    private boolean bit(String signal) {
      return simulator.get(simulator.signal(signal)) != 0;
    }

    List<Long> times(String stream) {
      return takes.getOrDefault(stream, List.of());
    }

    long ready(long earliest) {
      int clock = (int) earliest;
      while (!sinkReady.get(clock)) {
        clock++;
      }
      return clock;
    }
  }
}
