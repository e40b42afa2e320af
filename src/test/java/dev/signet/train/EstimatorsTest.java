package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.Layer.Estimator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EstimatorsTest {
  private static final float NEXT = Math.nextUp(1f);
  private static final float[] VALUES = {-NEXT, -1, -0.75f, -0.0f, 0, 0.25f, 1, NEXT, 9};

  /** What is left of a gradient, in front of which there is an element that is none of it. */
  private static float[] passed(Estimator estimator, float gradient) {
    float[] all = new float[VALUES.length + 1];
    Arrays.fill(all, gradient);
    Estimators.apply(estimator, all, VALUES, 1, VALUES.length);
    assertThat(all[0]).isEqualTo(gradient);
    return Arrays.copyOfRange(all, 1, all.length);
  }

  @Test
  void hardtanhIsOpenAtBothEndsAndClosedBeyond() {
    assertThat(passed(Estimator.HARDTANH, -3)).containsExactly(0, -3, -3, -3, -3, -3, -3, 0, 0);
  }

  @Test
  void identityPassesEverything() {
    assertThat(passed(Estimator.IDENTITY, 3)).containsOnly(3);
  }

  @Test
  void clippedLimitsTheGradientWhateverTheValue() {
    assertThat(passed(Estimator.CLIPPED, 3)).containsOnly(1);
    assertThat(passed(Estimator.CLIPPED, -3)).containsOnly(-1);
    assertThat(passed(Estimator.CLIPPED, -0.5f)).containsOnly(-0.5f);
  }

  @Test
  void polynomialIsTheSlopeOfApproxSign() {
    assertThat(passed(Estimator.POLYNOMIAL, 2))
        .usingElementComparator(Float::compare)
        .containsExactly(0f, 0f, 1f, 4f, 4f, 3f, 0f, 0f, 0f);
    // approx-sign of Bi-Real net: 2x + x² below 0, 2x − x² above
    for (double x = -0.9; x < 1; x += 0.17) {
      double step = 1e-6;
      double slope = (approxSign(x + step) - approxSign(x - step)) / (2 * step);
      float[] gradient = {1};
      Estimators.apply(Estimator.POLYNOMIAL, gradient, new float[] {(float) x}, 0, 1);
      assertThat((double) gradient[0]).isCloseTo(slope, within(1e-5));
    }
  }

  private static double approxSign(double x) {
    return x < 0 ? 2 * x + x * x : 2 * x - x * x;
  }
}
