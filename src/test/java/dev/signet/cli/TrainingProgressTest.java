package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.train.Checkpoint;
import dev.signet.train.ProgressListener.Epoch;
import dev.signet.train.ProgressListener.Progress;
import dev.signet.train.ProgressListener.Validation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final StringWriter text = new StringWriter();
  private long now;

  private static Checkpoint notAskedFor() {
    throw new AssertionError("nobody needs a checkpoint here");
  }

  private static Epoch epoch(int number, Optional<Validation> validation, boolean best) {
    return new Epoch(number, 0.5, 0.75, 0.01, validation, List.of(), best);
  }

  /** Trains the epochs that are left, each of 100 steps that take so many seconds together. */
  private List<String> lines(int finished, int epochs, int... seconds) {
    try (TrainingProgress progress = new TrainingProgress(new PrintWriter(text), 0, () -> now)) {
      progress.started(
          IntStream.rangeClosed(1, finished)
              .mapToObj(number -> epoch(number, Optional.empty(), false))
              .toList());
      for (int index = 0; index < seconds.length; index++) {
        int number = finished + 1 + index;
        for (int step = 1; step <= 100; step++) {
          now += seconds[index] * 10_000_000L;
          progress.stepped(new Progress(number, epochs, step, 100, 0.5, 0.75));
        }
        progress.epochFinished(
            epoch(number, Optional.empty(), false), TrainingProgressTest::notAskedFor);
      }
    }
    return text.toString().lines().toList();
  }

  @Test
  void withoutATerminalEveryEpochHasALineWithTheTimeLeft() {
    assertThat(lines(0, 3, 10, 10, 10))
        .containsExactly(
            "epoch 1/3: loss 0.5000, 75.00 % of the training images right, 20 s left",
            "epoch 2/3: loss 0.5000, 75.00 % of the training images right, 10 s left",
            "epoch 3/3: loss 0.5000, 75.00 % of the training images right");
  }

  @Test
  void afterAResumeTheRateIsThatOfTheEpochsTrainedNow() {
    assertThat(lines(97, 100, 10))
        .containsExactly(
            "epoch 98/100: loss 0.5000, 75.00 % of the training images right, 20 s left");
  }

  @Test
  void theSlowFirstEpochIsForgottenAtTheSecond() {
    assertThat(lines(0, 102, 100, 10).getLast()).endsWith(", 16:40 min left");
  }

  @Test
  void theRateFollowsTheLastEpochs() {
    int[] seconds = IntStream.rangeClosed(1, 30).map(n -> n <= 15 ? 1 : 20).toArray();

    assertThat(lines(0, 31, seconds).getLast()).endsWith(", 20 s left");
  }

  @Test
  void validationIsShownWhereThereIsOne() {
    try (TrainingProgress progress = new TrainingProgress(new PrintWriter(text), 0, () -> now)) {
      progress.started(List.of());
      progress.stepped(new Progress(1, 1, 1, 1, 0.5, 0.75));
      progress.epochFinished(
          epoch(1, Optional.of(new Validation(0.6, 0.7)), true), TrainingProgressTest::notAskedFor);
    }
    assertThat(text.toString())
        .isEqualToIgnoringNewLines(
            "epoch 1/1: loss 0.5000, 75.00 % of the training images right, 70.00 % in validation (best)");
  }

  @Test
  void timesAreWrittenForPeople() {
    assertThat(TimeLeft.text(Duration.ZERO)).isEqualTo("0 s");
    assertThat(TimeLeft.text(Duration.ofMillis(59_400))).isEqualTo("59 s");
    assertThat(TimeLeft.text(Duration.ofMillis(59_500))).isEqualTo("1:00 min");
    assertThat(TimeLeft.text(Duration.ofSeconds(3599))).isEqualTo("59:59 min");
    assertThat(TimeLeft.text(Duration.ofMinutes(121))).isEqualTo("2:01 h");
    assertThat(TimeLeft.text(Duration.ofDays(3))).isEqualTo("72:00 h");
  }
}
