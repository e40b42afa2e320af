package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainingLogTest {
  private static final TimedEpoch FIRST =
      new TimedEpoch(Epochs.validated(1, 0.5, 0.8125, 0.25, 1e-7), OptionalDouble.of(1.23456));
  private static final TimedEpoch SECOND =
      new TimedEpoch(Epochs.plain(2, 0.1 + 0.2, 0, 0.5), OptionalDouble.empty());

  @Test
  void whatIsNotThereIsAnEmptyCellAndNumbersKeepAllDigits() {
    assertThat(TrainingLog.text(List.of(FIRST, SECOND)))
        .isEqualTo(
            """
            epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,seconds,flip_ratio_dense1,flip_ratio_dense2
            1,0.5,0.875,0.625,0.8125,0.01,1.235,0.25,1.0E-7
            2,0.30000000000000004,0.925,,,0.01,,0.0,0.5
            """);
  }

  @Test
  void noEpochsGiveNoText() {
    assertThat(TrainingLog.text(List.of())).isEmpty();
  }

  @Test
  void tagsForTensorBoardAreGroupedByWhatTheyMeasure() {
    assertThat(FIRST.scalars())
        .containsExactly(
            entry("loss/train", 0.5),
            entry("accuracy/train", 0.875),
            entry("loss/validation", 0.625),
            entry("accuracy/validation", 0.8125),
            entry("learning_rate", 0.01),
            entry("flip_ratio/dense1", 0.25),
            entry("flip_ratio/dense2", 1e-7),
            entry("seconds", 1.23456));
    assertThat(SECOND.scalars())
        .doesNotContainKeys("loss/validation", "accuracy/validation", "seconds");
  }
}
