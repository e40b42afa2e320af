package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.TrainingRecipe.Optimizer;
import org.junit.jupiter.api.Test;

class AdamTest {
  private static final Optimizer.Adam SETTINGS = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8);

  @Test
  void followsThePaperOverManySteps() {
    float[] values = {0.5f, -0.2f, 0.0f};
    float[] first = new float[3];
    float[] second = new float[3];
    double[] x = {0.5, -0.2f, 0};
    double[] m = new double[3];
    double[] v = new double[3];
    for (int step = 1; step <= 200; step++) {
      float[] gradient = {0.3f, (float) Math.sin(step), step % 7 == 0 ? -1e-3f : 0};
      double rate = 0.01 / step;
      Adam.at(SETTINGS, rate, step).update(values, gradient, first, second);
      for (int index = 0; index < 3; index++) {
        double g = gradient[index];
        m[index] = 0.9 * m[index] + 0.1 * g;
        v[index] = 0.999 * v[index] + 0.001 * g * g;
        double mHat = m[index] / (1 - Math.pow(0.9, step));
        double vHat = v[index] / (1 - Math.pow(0.999, step));
        x[index] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
        assertThat((double) values[index]).isEqualTo(x[index], within(2e-5));
      }
    }
  }

  @Test
  void latentWeightsStayWithinOneAndAreNeverNegativeZero() {
    float[] values = {0.999f, -0.999f, -0.0f};
    float[] gradient = {-5, 5, 0};

    Adam.at(SETTINGS, 0.1, 1).updateClipped(values, gradient, new float[3], new float[3], 0, 3);

    assertThat(values).containsExactly(1f, -1f, 0f);
    assertThat(Float.floatToRawIntBits(values[2])).isZero();
  }

  @Test
  void momentsWithoutGradientFadeWithoutBecomingDenormal() {
    float[] values = new float[1];
    float[] first = {1};
    float[] second = {1};
    for (int step = 1; step <= 120_000; step++) {
      Adam.at(SETTINGS, 0.01, 100_000).update(values, new float[1], first, second);
      assertThat(first[0] == 0 || Math.abs(first[0]) >= Float.MIN_NORMAL).isTrue();
      assertThat(second[0] == 0 || second[0] >= Float.MIN_NORMAL).isTrue();
    }
    assertThat(first[0]).isLessThan(1e-33f);
    assertThat(second[0]).isLessThan(1e-33f);
  }
}
