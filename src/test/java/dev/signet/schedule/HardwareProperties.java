package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.flow.HardwareSimulation;
import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.RtlVerifier;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Inferences;
import dev.signet.sim.Interpreter;
import dev.signet.sim.ResetPulse;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Both styles of hardware against the reference interpreter, frame by frame, whatever the folding
 * and the traffic.
 */
class HardwareProperties {
  private static final int[] CORNERS = {1, 2, 3, 7, 8, 31, 63, 64, 65, 100, 127, 128, 130};

  @Property(tries = 60)
  void dataflowEqualsTheInterpreterForAnyFolding(@ForAll long seed) {
    Random random = new Random(seed);
    Program program = randomProgram(random);
    check(program, Style.DATAFLOW, goals(program, random), StreamSettings.DEFAULT, random);
  }

  @Property(tries = 30)
  void spatialEqualsTheInterpreter(@ForAll long seed) {
    Random random = new Random(seed);
    check(
        randomProgram(random),
        Style.SPATIAL,
        HardwareGoals.defaults(),
        StreamSettings.DEFAULT,
        random);
  }

  @Property(tries = 60)
  void stallsOnBothSidesChangeNoResult(
      @ForAll long seed,
      @ForAll Style style,
      @ForAll @IntRange(max = 9) int source,
      @ForAll @IntRange(max = 9) int sink) {
    Random random = new Random(seed);
    Program program = randomProgram(random);
    StreamSettings settings =
        StreamSettings.DEFAULT.withStalls(
            new Stalls(source / 10.0, sink / 10.0, random.nextLong()));
    check(program, style, goals(program, random), settings, random);
  }

  @Property(tries = 60)
  void aResetInMidFrameLeavesNoTrace(
      @ForAll long seed,
      @ForAll Style style,
      @ForAll @IntRange(min = 5, max = 60) int cycle,
      @ForAll boolean stalls) {
    Random random = new Random(seed);
    Program program = randomProgram(random);
    StreamSettings settings =
        StreamSettings.DEFAULT
            .withResets(
                List.of(
                    new ResetPulse(cycle, 1 + random.nextInt(3)),
                    new ResetPulse(2L * cycle + 9, 1)))
            .withStalls(new Stalls(stalls ? 0.3 : 0, stalls ? 0.3 : 0, seed));
    check(program, style, goals(program, random), settings, random);
  }

  @Property(tries = 60)
  void theBindingUnitAloneSetsTheInitiationInterval(
      @ForAll long seed, @ForAll RandomPrograms.InputKind input) {
    Random random = new Random(seed);
    int[] widths = random.ints(3 + random.nextInt(3), 1, 14).toArray();
    Program program = RandomPrograms.chain("net", random, input, widths);
    Hardware hardware = Scheduler.schedule(program, Style.DATAFLOW, goals(program, random));
    int count = 40;
    FrameBatch frames =
        new FrameBatch(RandomPrograms.frames(random, program, count), count, widths[0]);
    HardwareSimulation.Outcome outcome =
        new HardwareSimulation(hardware).run(frames, count, StreamSettings.DEFAULT, List.of());
    assertThat(outcome.stream().initiationInterval())
        .isEqualTo((double) hardware.bindingUnits().getFirst().cyclesPerFrame());
  }

  private static Program randomProgram(Random random) {
    int[] widths = new int[2 + random.nextInt(3)];
    for (int i = 0; i < widths.length - 1; i++) {
      widths[i] =
          random.nextInt(3) == 0 ? 1 + random.nextInt(90) : CORNERS[random.nextInt(CORNERS.length)];
    }
    widths[widths.length - 1] = 1 + random.nextInt(11);
    RandomPrograms.InputKind[] kinds = RandomPrograms.InputKind.values();
    return RandomPrograms.chain("net", random, kinds[random.nextInt(kinds.length)], widths);
  }

  private static HardwareGoals goals(Program program, Random random) {
    Map<String, Folding> foldings = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.XnorPopcount product) {
        int pe = 1 + random.nextInt(Math.min(product.weights().rows(), 40));
        int simd = 1 + random.nextInt(product.weights().columns());
        foldings.put(product.result().name(), new Folding(pe, simd));
      }
    }
    return new HardwareGoals(Style.DATAFLOW, 1e8, OptionalDouble.empty(), foldings);
  }

  private static void check(
      Program program, Style style, HardwareGoals goals, StreamSettings settings, Random random) {
    Hardware hardware = Scheduler.schedule(program, style, goals);
    RtlVerifier.verify(hardware.design());
    int count = 6;
    int elements = program.input().type().shape().size();
    FrameBatch frames =
        new FrameBatch(RandomPrograms.frames(random, program, count), count, elements);
    HardwareSimulation.Outcome outcome =
        new HardwareSimulation(hardware).run(frames, count, settings, List.of());
    Interpreter interpreter = new Interpreter(program);
    Inferences actual = outcome.inferences();
    for (int frame = 0; frame < count; frame++) {
      assertThat(actual.get(frame))
          .as("frame %d", frame)
          .isEqualTo(interpreter.infer(frames.frame(frame)));
    }
    assertThat(outcome.stream().frameErrorCycles()).isZero();
  }
}
