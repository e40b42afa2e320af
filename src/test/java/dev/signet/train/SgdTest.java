package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.TrainingRecipe.Optimizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0, false",
    "7, 0, false",
    "65, 0, false",
    "1, 0.9, false",
    "65, 0.9, false",
    "7, 0.5, true",
    "65, 0.9, true"
  })
  void followsPyTorchOverManySteps(int count, double momentum, boolean nesterov) {
    Optimizer.Sgd settings = new Optimizer.Sgd(0.1, momentum, nesterov);
    float[] values = new float[count];
    float[][] moments = new float[UpdateRule.Moments.of(settings).ofOthers().size()][count];
    double[] x = new double[count];
    double[] velocity = new double[count];
    for (int step = 1; step <= 100; step++) {
      float[] gradient = Gradients.at(step, count);
      double rate = 0.1 / step;

      Sgd.at(settings, rate).update(values, gradient, moments);

      for (int index = 0; index < count; index++) {
        double g = gradient[index];
        velocity[index] = momentum * velocity[index] + g;
        x[index] -= rate * (nesterov ? g + momentum * velocity[index] : velocity[index]);
        assertThat((double) values[index]).isEqualTo(x[index], within(2e-6));
      }
    }
    assertThat(moments).hasDimensions(momentum == 0 ? 0 : 1, count);
  }
}
