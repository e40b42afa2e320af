package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {
  private final StringWriter text = new StringWriter();
  private long now;

  private String afterImagesOf(int milliseconds) {
    try (ReadingProgress progress = new ReadingProgress(new PrintWriter(text), 0, () -> now)) {
      for (int image = 1; image <= 2000; image++) {
        now += milliseconds * 1_000_000L;
        progress.decoded(image, 2000);
      }
    }
    return text.toString();
  }

  @Test
  void whatTakesAWhileIsToldOnce() {
    assertThat(afterImagesOf(1)).isEqualToIgnoringNewLines("reading 2,000 images ...");
  }

  @Test
  void whatIsSoonOverIsNotWorthAWord() {
    assertThat(afterImagesOf(0)).isEmpty();
  }
}
