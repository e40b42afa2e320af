package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.TrainingRecipe.Schedule;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LearningRateTest {

  /** The factor at each of 2 steps of 4 epochs, or of more. */
  private static double[] factors(Schedule schedule, int epochs) {
    return LongStream.range(0, 2L * epochs)
        .mapToDouble(step -> LearningRate.factor(schedule, step, 2, epochs))
        .toArray();
  }

  @Test
  void constantStays() {
    assertThat(factors(new Schedule.Constant(0), 2)).containsExactly(1, 1, 1, 1);
  }

  @Test
  void cosineFallsAlongHalfACosine() {
    double root = Math.sqrt(0.5);
    assertThat(factors(new Schedule.Cosine(0), 2))
        .containsExactly(new double[] {1, (1 + root) / 2, 0.5, (1 - root) / 2}, within(1e-15));
  }

  @Test
  void stepFallsEverySoManyEpochs() {
    assertThat(factors(new Schedule.Step(2, 0.5, 0), 5))
        .containsExactly(1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25);
  }

  @Test
  void exponentialFallsAfterEachEpoch() {
    assertThat(factors(new Schedule.Exponential(0.5, 0), 3))
        .containsExactly(1, 1, 0.5, 0.5, 0.25, 0.25);
  }

  @Test
  void theWarmupRisesInEqualStepsAndTheScheduleStartsBehindIt() {
    double[] rising = {0.25, 0.5, 0.75, 1};
    assertThat(factors(new Schedule.Constant(2), 3)).containsExactly(joined(rising, 1, 1));
    assertThat(factors(new Schedule.Cosine(2), 3)).containsExactly(joined(rising, 1, 0.5));
    assertThat(factors(new Schedule.Step(1, 0.5, 2), 4))
        .containsExactly(joined(rising, 1, 1, 0.5, 0.5));
    assertThat(factors(new Schedule.Exponential(0.5, 2), 4))
        .containsExactly(joined(rising, 1, 1, 0.5, 0.5));
  }

  @Test
  void aWarmupLongerThanTheTrainingOnlyRises() {
    assertThat(factors(new Schedule.Cosine(4), 2)).containsExactly(0.125, 0.25, 0.375, 0.5);
  }

  private static double[] joined(double[] first, double... rest) {
    return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(rest)).toArray();
  }
}
