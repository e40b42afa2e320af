package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.flow.HardwareSimulation;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.schedule.UnitGraph.Edge;
import dev.signet.sim.CycleSimulator;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Inferences;
import dev.signet.sim.Interpreter;
import dev.signet.sim.SimulationException;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** FIFOs as small as can be: what they keep, and that smaller ones do not. */
class FifoSizingProperties {
  private static final StreamSettings SETTINGS = StreamSettings.DEFAULT.withWatchdogCycles(20_000);

  /** Networks in which branches meet, with foldings of all kinds. */
  private static final class Case {
    final Random random;
    final Program program;
    final HardwareGoals goals;
    UnitGraph graph = new UnitGraph();
    FifoSizing.Result sizing = new FifoSizing.Result(Map.of(), Map.of(), 0, 0, 0, 0, 0);
    final Hardware hardware;

    Case(long seed) {
      random = new Random(seed);
      program = RandomNetworks.random("net", random);
      goals = RandomNetworks.goals(program, random);
      hardware = schedule(Map.of());
    }

    /** The hardware, with some depths changed. */
    Hardware schedule(Map<Edge, Integer> changed) {
      return new DataflowScheduler(program, goals)
          .schedule(
              built -> {
                graph = built;
                if (changed.isEmpty()) {
                  sizing = FifoSizing.size(built);
                  return sizing;
                }
                Map<Edge, Integer> depths = new HashMap<>(sizing.depths());
                depths.putAll(changed);
                return new FifoSizing.Result(depths, sizing.bounds(), 0, 0, 0, 0, 0);
              });
    }

    FrameBatch frames(int count) {
      return RandomNetworks.frames(random, program, count);
    }
  }

  @Property(tries = 40)
  void theBindingUnitStillSetsTheInterval(@ForAll long seed) {
    Case each = new Case(seed);
    Assume.that(each.hardware.sizing().isPresent());

    assertThat(each.sizing.interval()).isEqualTo(each.hardware.cyclesPerFrame());
    HardwareSimulation.Outcome outcome =
        new HardwareSimulation(each.hardware).run(each.frames(16), 16, SETTINGS, List.of());

    assertThat(outcome.stream().initiationInterval())
        .isEqualTo((double) each.hardware.cyclesPerFrame());
    each.hardware
        .sizing()
        .orElseThrow()
        .fifos()
        .forEach(fifo -> assertThat(fifo.depth()).isLessThanOrEqualTo(fifo.bound()));
  }

  @Property(tries = 25)
  void noTrafficBringsThemToAStandstill(@ForAll long seed) {
    Case each = new Case(seed);
    Assume.that(each.hardware.sizing().isPresent());
    FrameBatch frames = each.frames(6);
    HardwareSimulation simulation = new HardwareSimulation(each.hardware);
    Interpreter interpreter = new Interpreter(each.program);

    for (int traffic = 0; traffic < 6; traffic++) {
      Stalls stalls =
          new Stalls(
              each.random.nextInt(10) / 10.0,
              each.random.nextInt(10) / 10.0,
              each.random.nextLong());
      Inferences results =
          simulation.run(frames, 6, SETTINGS.withStalls(stalls), List.of()).inferences();
      for (int frame = 0; frame < 6; frame++) {
        assertThat(results.get(frame)).isEqualTo(interpreter.infer(frames.frame(frame)));
      }
    }
  }

  /** In the modules themselves: whichever is made smaller, the frames come further apart. */
  @Property(tries = 25)
  void noneCanBeSmaller(@ForAll long seed) {
    Case each = new Case(seed);
    Assume.that(each.sizing.depths().values().stream().anyMatch(depth -> depth > 0));
    List<Edge> fifos =
        each.sizing.depths().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
    Edge edge = fifos.get(each.random.nextInt(fifos.size()));
    int depth = each.sizing.depths().getOrDefault(edge, 0);
    int smaller = each.random.nextBoolean() ? depth - 1 : each.random.nextInt(depth);
    Hardware hardware = each.schedule(Map.of(edge, smaller));
    Assume.that(new ReadyPaths(each.graph).areHeld(Map.of(edge, smaller)));

    assertThat(intervalOrStandstill(each, hardware))
        .isGreaterThan((double) hardware.cyclesPerFrame());
  }

  private static double intervalOrStandstill(Case each, Hardware hardware) {
    try {
      int count = 40;
      return new HardwareSimulation(hardware)
          .run(each.frames(count), count, SETTINGS, List.of()).stream().initiationInterval();
    } catch (SimulationException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** Whatever is inside, what the input is told depends on nothing outside in the same clock. */
  @Property(tries = 40)
  void noReadyPassesFromTheOutputToTheInput(@ForAll long seed) {
    Case each = new Case(seed);
    CycleSimulator simulator = CycleSimulator.of(each.hardware.design());
    int ready = simulator.signal("s_axis_tready");
    simulator.clock();
    simulator.set(simulator.signal(CycleSimulator.RESET), 1);

    for (int clock = 0; clock < 500; clock++) {
      boolean[] seen = new boolean[2];
      for (int outside = 0; outside < 4; outside++) {
        simulator.set(simulator.signal("m_axis_tready"), outside & 1);
        simulator.set(simulator.signal("s_axis_tvalid"), outside >> 1);
        simulator.settle();
        seen[(int) simulator.get(ready)] = true;
      }
      assertThat(seen[0] && seen[1]).as("clock %d", clock).isFalse();
      simulator.set(simulator.signal("m_axis_tready"), each.random.nextInt(2));
      simulator.clock();
    }
  }
}
