package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.TrainingRecipe.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossesTest {

  @ParameterizedTest
  @EnumSource(Loss.class)
  void gradientIsTheSlopeOfTheLoss(Loss loss) {
    float[] scores = {0.5f, -1.75f, 2.25f, 0.0f, 0.875f};
    float[] gradient = new float[5];
    for (int label = 0; label < 5; label++) {
      Losses.of(loss, scores, label, 0.25, gradient);
      for (int k = 0; k < 5; k++) {
        float step = 1.0f / 1024;
        float[] up = scores.clone();
        up[k] += step;
        float[] down = scores.clone();
        down[k] -= step;
        double slope =
            (Losses.of(loss, up, label, 1, new float[5])
                    - Losses.of(loss, down, label, 1, new float[5]))
                / (2 * step);
        assertThat((double) gradient[k]).isEqualTo(0.25 * slope, within(1e-4));
      }
    }
  }

  @Test
  void knownValues() {
    float[] gradient = new float[2];
    assertThat(Losses.of(Loss.CROSS_ENTROPY, new float[] {0, 0}, 1, 1, gradient))
        .isEqualTo(Math.log(2), within(1e-12));
    assertThat(gradient).containsExactly(0.5f, -0.5f);
    assertThat(Losses.of(Loss.HINGE, new float[] {-2, 0.5f}, 1, 1, gradient)).isEqualTo(0.25);
    assertThat(gradient).containsExactly(0f, -0.5f);
    assertThat(Losses.of(Loss.SQUARED_HINGE, new float[] {-2, 0}, 1, 1, gradient)).isEqualTo(0.5);
    assertThat(gradient).containsExactly(0f, -1f);
  }

  @Test
  void largeScoresDoNotOverflow() {
    float[] gradient = new float[2];
    assertThat(Losses.of(Loss.CROSS_ENTROPY, new float[] {3e38f, -3e38f}, 0, 1, gradient)).isZero();
    assertThat(gradient).containsExactly(0f, 0f);
  }
}
