package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.flow.HardwareSimulation;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.RtlVerifier;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Interpreter;
import dev.signet.sim.ResetPulse;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Networks of feature maps in hardware against the reference interpreter: windows, groups, classes
 * of places, pools, branches that meet again; whatever the folding and the traffic.
 */
class FeatureMapHardwareProperties {
  private static final StreamSettings SETTINGS = StreamSettings.DEFAULT.withWatchdogCycles(20_000);

  @Property(tries = 150)
  void equalsTheInterpreterForAnyFolding(@ForAll long seed) {
    check(new Random(seed), Style.DATAFLOW, SETTINGS);
  }

  @Property(tries = 150)
  void logicOfItsOwnForEachNeuronEqualsTheInterpreter(@ForAll long seed) {
    check(new Random(seed), Style.SPATIAL, SETTINGS);
  }

  @Property(tries = 150)
  void stallsAndResetsChangeNoResult(@ForAll long seed, @ForAll Style style) {
    Random random = new Random(seed);
    StreamSettings settings =
        SETTINGS.withStalls(new Stalls(random.nextInt(10) / 10.0, random.nextInt(10) / 10.0, seed));
    if (random.nextBoolean()) {
      int cycle = 5 + random.nextInt(300);
      settings =
          settings.withResets(
              List.of(
                  new ResetPulse(cycle, 1 + random.nextInt(3)), new ResetPulse(2L * cycle + 9, 1)));
    }
    check(random, style, settings);
  }

  /** Branches hold up nothing: the slowest unit sets the pace alone. */
  @Property(tries = 80)
  void theBindingUnitAloneSetsTheInitiationInterval(@ForAll long seed) {
    Random random = new Random(seed);
    Program program = RandomNetworks.random("net", random);
    Hardware hardware =
        Scheduler.schedule(program, Style.DATAFLOW, RandomNetworks.goals(program, random));
    int count = 24;
    FrameBatch frames = RandomNetworks.frames(random, program, count);
    HardwareSimulation.Outcome outcome =
        new HardwareSimulation(hardware).run(frames, count, SETTINGS, List.of());
    assertThat(outcome.stream().initiationInterval()).isEqualTo((double) hardware.cyclesPerFrame());
  }

  @Property(tries = 60)
  void theFoldingChosenIsAsFastAsItHasToBe(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int share) {
    Random random = new Random(seed);
    Program program = RandomNetworks.random("net", random);
    List<FoldingPlan> front = Scheduler.explore(program, HardwareGoals.defaults());
    long cycles =
        front.getLast().initiationInterval()
            + (front.getFirst().initiationInterval() - front.getLast().initiationInterval())
                / share;
    HardwareGoals goals =
        new HardwareGoals(
            Style.DATAFLOW, 1e8, OptionalDouble.of(1e8 / cycles * (1 - 1e-12)), Map.of());
    FoldingPlan plan = Scheduler.plan(program, goals);
    assertThat(plan.initiationInterval()).isLessThanOrEqualTo(cycles);
    int count = 16;
    HardwareSimulation.Outcome outcome =
        new HardwareSimulation(Scheduler.schedule(program, Style.DATAFLOW, goals))
            .run(RandomNetworks.frames(random, program, count), count, SETTINGS, List.of());
    assertThat(outcome.stream().initiationInterval()).isEqualTo((double) plan.initiationInterval());
  }

  private static void check(Random random, Style style, StreamSettings settings) {
    Program program = RandomNetworks.random("net", random);
    Hardware hardware = Scheduler.schedule(program, style, RandomNetworks.goals(program, random));
    RtlVerifier.verify(hardware.design());
    int count = 5;
    FrameBatch frames = RandomNetworks.frames(random, program, count);
    HardwareSimulation.Outcome outcome =
        new HardwareSimulation(hardware).run(frames, count, settings, List.of());
    Interpreter interpreter = new Interpreter(program);
    for (int frame = 0; frame < count; frame++) {
      assertThat(outcome.inferences().get(frame))
          .as("frame %d", frame)
          .isEqualTo(interpreter.infer(frames.frame(frame)));
    }
    assertThat(outcome.stream().frameErrorCycles()).isZero();
  }
}
