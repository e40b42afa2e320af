package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.RandomNetworks;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.BatchEngine;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LockstepSimulationProperties {

  @Property(tries = 60)
  void framesGiveTheResultsOfTheBatchEngineInTheClocksOfOneCopyAlone(
      @ForAll long seed,
      @ForAll Style style,
      @ForAll @IntRange(min = 1, max = 20) int lanes,
      @ForAll @IntRange(min = 1, max = 50) int frames,
      @ForAll boolean stalls) {
    Random random = new Random(seed);
    Program program = RandomNetworks.random("net", random);
    Hardware hardware = Scheduler.schedule(program, style, RandomNetworks.goals(program, random));
    FrameBatch batch = RandomNetworks.frames(random, program, frames);
    StreamSettings settings =
        stalls
            ? StreamSettings.DEFAULT.withStalls(new Stalls(0.3, 0.3, seed))
            : StreamSettings.DEFAULT;

    HardwareSimulation.Outcome outcome =
        new LockstepSimulation(hardware, lanes).run(batch, frames, settings);

    assertThat(outcome.inferences()).isEqualTo(BatchEngine.compile(program).infer(batch, 1));
    int rounds = Math.ceilDiv(frames, lanes);
    assertThat(outcome.stream().cycles())
        .isEqualTo(
            new HardwareSimulation(hardware)
                .run(batch, rounds, settings, List.of()).stream().cycles());
  }
}
