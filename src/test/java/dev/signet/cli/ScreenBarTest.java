package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenBarTest {

  @Test
  void theBarFitsTheLine() {
    ScreenBar.Status status =
        new ScreenBar.Status("epoch 3/10", "loss 0.123, 96.1 % right, 12 s left");
    assertThat(ScreenBar.line(status, 0.5, 80))
        .isEqualTo(
            "epoch 3/10 [===============               ]  loss 0.123, 96.1 % right, 12 s left");
    for (int width = 0; width < 200; width++) {
      assertThat(ScreenBar.line(status, 0.3, width)).hasSizeLessThanOrEqualTo(width);
    }
    assertThat(ScreenBar.line(status, 1, 400)).contains("[" + "=".repeat(40) + "]");
  }
}
