package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.train.ProgressListener.Epoch;
import dev.signet.train.ProgressListener.LayerFlips;
import dev.signet.train.ProgressListener.Validation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTextTest {

  @Test
  void whatIsPrintedIsReadBackToTheBit() {
    List<Epoch> epochs =
        List.of(
            new Epoch(1, 1.0 / 3, 0.1, 1e-30, Optional.empty(), List.of(), false),
            new Epoch(
                2,
                Double.MAX_VALUE,
                1,
                0,
                Optional.of(new Validation(2.0 / 3, 0.7)),
                List.of(new LayerFlips("dense2", 0.1), new LayerFlips("dense1", Double.MIN_VALUE)),
                true),
            new Epoch(
                3,
                0,
                0,
                1,
                Optional.of(new Validation(Double.POSITIVE_INFINITY, 0)),
                List.of(),
                false));

    assertThat(HistoryText.parse(HistoryText.print(epochs))).isEqualTo(epochs);
    assertThat(HistoryText.parse(HistoryText.print(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "0.1 0.2",
        "loss=1 accuracy=1",
        "loss=1 accuracy=1 rate=x",
        "loss=1 accuracy=1 rate=1 rate=1",
        "loss=1 accuracy=1 rate=1 validation_loss=1",
      })
  void whatIsNotAHistoryIsRefused(String text) {
    assertThatThrownBy(() -> HistoryText.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
