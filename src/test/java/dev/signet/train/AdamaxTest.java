package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.TrainingRecipe.Optimizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamaxTest {
  private static final Optimizer.Adamax SETTINGS = new Optimizer.Adamax(0.02, 0.8, 0.99, 1e-8);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 65})
  void followsThePaperOverManySteps(int count) {
    float[] values = new float[count];
    float[][] moments = new float[2][count];
    double[] x = new double[count];
    double[] m = new double[count];
    double[] u = new double[count];
    for (int step = 1; step <= 150; step++) {
      float[] gradient = Gradients.at(step, count);
      double rate = 0.02 / step;

      Adamax.at(SETTINGS, rate, step).update(values, gradient, moments);

      for (int index = 0; index < count; index++) {
        double g = gradient[index];
        m[index] = 0.8 * m[index] + 0.2 * g;
        u[index] = Math.max(0.99 * u[index], Math.abs(g) + 1e-8);
        x[index] -= rate / (1 - Math.pow(0.8, step)) * m[index] / u[index];
        assertThat((double) values[index]).isEqualTo(x[index], within(2e-6));
      }
    }
  }
}
