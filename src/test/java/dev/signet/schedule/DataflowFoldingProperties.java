package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.flow.HardwareSimulation;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Budget;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.StreamSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The folding chosen for a network, against all others and against the clock. */
class DataflowFoldingProperties {

  @Property(tries = 25)
  void noFoldingThatIsFastEnoughIsSmaller(
      @ForAll long seed,
      @ForAll Target target,
      @ForAll RandomPrograms.InputKind input,
      @ForAll @IntRange(min = 1, max = 40) int cycles) {
    Random random = new Random(seed);
    int[] widths = random.ints(3, 1, 14).toArray();
    Program program = RandomPrograms.chain("net", random, input, widths);
    HardwareGoals goals = goals(target, fps(cycles), Budget.NONE);

    FoldingPlan chosen = Scheduler.plan(program, goals);

    assertThat(chosen.initiationInterval()).isLessThanOrEqualTo(cycles);
    for (Map<String, Folding> foldings : all(widths)) {
      FoldingPlan other = given(program, goals.target(), foldings);
      if (other.initiationInterval() <= cycles) {
        assertThat(other.area().halfLuts())
            .as("%s against %s", foldings, chosen)
            .isGreaterThanOrEqualTo(chosen.area().halfLuts());
      }
    }
  }

  @Property(tries = 40)
  void theSimulatorMeasuresWhatIsPromised(
      @ForAll long seed,
      @ForAll RandomPrograms.InputKind input,
      @ForAll @IntRange(min = 1, max = 60) int cycles) {
    Random random = new Random(seed);
    int[] widths = random.ints(3 + random.nextInt(2), 1, 24).toArray();
    Program program = RandomPrograms.chain("net", random, input, widths);
    HardwareGoals goals = goals(Target.XC7, fps(cycles), Budget.NONE);
    FoldingPlan plan = Scheduler.plan(program, goals);
    int count = 40;
    FrameBatch frames =
        new FrameBatch(RandomPrograms.frames(random, program, count), count, widths[0]);

    HardwareSimulation.Outcome outcome =
        new HardwareSimulation(Scheduler.schedule(program, Style.DATAFLOW, goals))
            .run(frames, count, StreamSettings.DEFAULT, List.of());

    assertThat(outcome.stream().initiationInterval()).isEqualTo((double) plan.initiationInterval());
    assertThat(plan.initiationInterval()).isLessThanOrEqualTo(cycles);
  }

  @Property(tries = 30)
  void everyPointOfTheFrontIsWhatItsThroughputGets(@ForAll long seed, @ForAll Target target) {
    Random random = new Random(seed);
    Program program =
        RandomPrograms.chain(
            "net", random, RandomPrograms.InputKind.BITS, random.ints(4, 2, 40).toArray());
    HardwareGoals goals = HardwareGoals.defaults().withTarget(target);

    for (FoldingPlan point : Scheduler.explore(program, goals)) {
      FoldingPlan plan =
          Scheduler.plan(program, goals(target, fps(point.initiationInterval()), Budget.NONE));
      assertThat(plan.initiationInterval()).isEqualTo(point.initiationInterval());
      assertThat(plan.area().halfLuts()).isEqualTo(point.area().halfLuts());
    }
  }

  @Property(tries = 30)
  void withinABudgetNothingIsFaster(@ForAll long seed, @ForAll Target target) {
    Random random = new Random(seed);
    Program program =
        RandomPrograms.chain(
            "net", random, RandomPrograms.InputKind.BITS, random.ints(4, 2, 40).toArray());
    HardwareGoals goals = HardwareGoals.defaults().withTarget(target);
    List<FoldingPlan> front = Scheduler.explore(program, goals);
    FoldingPlan point = front.get(random.nextInt(front.size()));
    Budget budget =
        new Budget(OptionalLong.of(point.area().luts()), OptionalLong.of(point.area().blockRams()));

    FoldingPlan fastest = Scheduler.plan(program, goals(target, OptionalDouble.empty(), budget));

    assertThat(fastest.area().luts()).isLessThanOrEqualTo(point.area().luts());
    assertThat(fastest.area().blockRams()).isLessThanOrEqualTo(point.area().blockRams());
    assertThat(fastest.initiationInterval()).isLessThanOrEqualTo(point.initiationInterval());
  }

  @Example
  void primeSizesAreFoldedToo() {
    Program program = chain(101, 97, 7);

    FoldingPlan plan = Scheduler.plan(program, goals(Target.XC7, fps(1000), Budget.NONE));

    // With divisors alone it would have to be 97 or 101.
    Folding first = plan.units().getFirst().folding();
    assertThat(first.pe() * first.simd()).isLessThan(20);
  }

  @Example
  void exactlyTheThroughputThatIsReachedIsEnough() {
    Program program = chain(64, 64, 8);

    FoldingPlan plan =
        Scheduler.plan(program, goals(Target.XC7, OptionalDouble.of(1e8 / 64), Budget.NONE));

    assertThat(plan.initiationInterval()).isEqualTo(64);
  }

  @Example
  void whatDoesNotFitIsToldInNumbers() {
    Program program = chain(64, 64, 8);
    Budget little = new Budget(OptionalLong.of(10), OptionalLong.empty());

    assertThatThrownBy(
            () -> Scheduler.plan(program, goals(Target.XC7, OptionalDouble.empty(), little)))
        .isInstanceOf(Scheduler.ScheduleException.class)
        .hasMessageMatching("no folding fits the budget of 10 LUTs; the smallest takes about .*");
    Budget some = new Budget(OptionalLong.of(900), OptionalLong.of(50));
    assertThatThrownBy(() -> Scheduler.plan(program, goals(Target.XC7, fps(2), some)))
        .isInstanceOf(Scheduler.ScheduleException.class)
        .hasMessageMatching(
            "a frame in 2 clocks takes about .* but the budget is 900 LUTs and 50 block RAMs;"
                + " the most that fits is .* frames/s");
  }

  @Example
  void aGivenFoldingThatIsTooSlowForTheThroughputIsTold() {
    HardwareGoals goals =
        new HardwareGoals(
            Style.DATAFLOW, 1e8, OptionalDouble.of(1e6), Map.of("dense1", new Folding(1, 1)));

    assertThatThrownBy(() -> Scheduler.plan(chain(64, 64, 8), goals))
        .isInstanceOf(Scheduler.ScheduleException.class)
        .hasMessageContaining("leaves 100 clocks for a frame, but a given folding takes 4,096");
  }

  private static Program chain(int... widths) {
    return RandomPrograms.chain("net", new Random(5), RandomPrograms.InputKind.BITS, widths);
  }

  private static HardwareGoals goals(Target target, OptionalDouble fps, Budget budget) {
    return new HardwareGoals(Style.DATAFLOW, target, 1e8, fps, budget, Map.of());
  }

  /** The throughput at 100 MHz that leaves so many clocks for a frame. */
  private static OptionalDouble fps(long cycles) {
    return OptionalDouble.of(1e8 / (double) cycles * (1 - 1e-12));
  }

  private static FoldingPlan given(Program program, Target target, Map<String, Folding> foldings) {
    return Scheduler.plan(
        program,
        new HardwareGoals(
            Style.DATAFLOW, target, 1e8, OptionalDouble.empty(), Budget.NONE, foldings));
  }

  /** Every folding of every layer that no narrower one with as many words replaces. */
  private static List<Map<String, Folding>> all(int... widths) {
    List<Map<String, Folding>> combinations = List.of(Map.of());
    for (int layer = 1; layer < widths.length; layer++) {
      List<Map<String, Folding>> longer = new ArrayList<>();
      for (Map<String, Folding> before : combinations) {
        for (int pe = 1; pe <= widths[layer]; pe++) {
          for (int simd = 1; simd <= widths[layer - 1]; simd++) {
            if (isNarrowest(pe, widths[layer]) && isNarrowest(simd, widths[layer - 1])) {
              Map<String, Folding> combination = new HashMap<>(before);
              combination.put("dense" + layer, new Folding(pe, simd));
              longer.add(combination);
            }
          }
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private static boolean isNarrowest(int width, int elements) {
    return width == 1 || Math.ceilDiv(elements, width - 1) > Math.ceilDiv(elements, width);
  }
}
