package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.TrainingRecipe.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BopTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 65})
  void weightsFlipAsInThePaper(int count) {
    double threshold = 1e-3;
    Optimizer.Bop settings = new Optimizer.Bop(threshold, 0.05, 0.01);
    float[] weights = new float[count];
    double[] w = new double[count];
    for (int index = 0; index < count; index++) {
      w[index] = index % 3 == 0 ? -1 : 1;
      weights[index] = (float) w[index];
    }
    float[][] moments = new float[1][count];
    double[] m = new double[count];
    int flips = 0;
    for (int step = 1; step <= 200; step++) {
      float[] gradient = Gradients.at(step, count);
      double gamma = 0.05 / step;

      Bop.at(settings, 1.0 / step, step).updateWeights(weights, gradient, moments);

      for (int index = 0; index < count; index++) {
        m[index] = (1 - gamma) * m[index] + gamma * gradient[index];
        if (Math.abs(m[index]) > threshold && Math.signum(m[index]) == Math.signum(w[index])) {
          w[index] = -w[index];
          flips++;
        }
        assertThat((double) moments[0][index]).isEqualTo(m[index], within(1e-7));
        assertThat((double) weights[index]).isEqualTo(w[index]);
      }
    }
    assertThat(flips).isPositive();
  }

  @Test
  void theMeanHasToExceedTheThreshold() {
    Bop bop = Bop.at(new Optimizer.Bop(0.25, 1, 0.01), 1, 1);
    float[] weights = {1, 1, -1, -1, 1};
    float[] gradient = {0.25f, 0.2501f, -0.2501f, 0.5f, -0.5f};

    bop.updateWeights(weights, gradient, new float[1][5]);

    assertThat(weights).containsExactly(1, -1, 1, -1, 1);
  }

  @Test
  void otherParametersAreMovedByAdam() {
    float[] gradient = Gradients.at(1, 7);
    float[] values = new float[7];
    float[] expected = new float[7];
    float[][] moments = new float[2][7];

    Bop.at(new Optimizer.Bop(1e-8, 1e-3, 0.02), 0.5, 3).update(values, gradient, moments);

    Adam.at(new Optimizer.Adam(0.02, 0.9, 0.999, 1e-8), 0.01, 3)
        .update(expected, gradient, new float[2][7]);
    assertThat(values).containsExactly(expected);
  }
}
