package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every optimizer. */
class UpdateRuleTest {

  static List<Optimizer> optimizers() {
    return List.of(
        new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8),
        new Optimizer.Adamax(0.1, 0.9, 0.999, 1e-8),
        new Optimizer.Sgd(0.1, 0, false),
        new Optimizer.Sgd(0.1, 0.9, false),
        new Optimizer.Sgd(0.1, 0.9, true),
        new Optimizer.Bop(1e-8, 0.01, 0.1));
  }

  private static float[][] moments(List<String> names, int count) {
    return new float[names.size()][count];
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void weightsStayWithinOneAndAreNeverNegativeZero(Optimizer optimizer) {
    boolean latent = UpdateRule.hasLatentWeights(optimizer);
    float[] weights = latent ? new float[] {0.999f, -0.999f, -0.0f} : new float[] {1, -1, 1};
    float[] gradient = {-5, 5, 0};

    UpdateRule.at(optimizer, 1, 1)
        .updateWeights(weights, gradient, moments(UpdateRule.Moments.of(optimizer).ofWeights(), 3));

    assertThat(weights).containsExactly(1f, -1f, latent ? 0f : 1f);
    assertThat(Float.floatToRawIntBits(weights[2])).isNotNegative();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void momentsWithoutGradientFadeWithoutBecomingDenormal(Optimizer optimizer) {
    float[] weights = {1};
    float[] others = {1};
    float[][] ofWeights = moments(UpdateRule.Moments.of(optimizer).ofWeights(), 1);
    float[][] ofOthers = moments(UpdateRule.Moments.of(optimizer).ofOthers(), 1);
    UpdateRule.at(optimizer, 1, 1).updateWeights(weights, new float[] {1}, ofWeights);
    UpdateRule.at(optimizer, 1, 1).update(others, new float[] {1}, ofOthers);
    UpdateRule rule = UpdateRule.at(optimizer, 1, 100_000);

    for (int step = 0; step < 120_000; step++) {
      rule.updateWeights(weights, new float[1], ofWeights);
      rule.update(others, new float[1], ofOthers);
      for (float[][] moments : List.of(ofWeights, ofOthers)) {
        for (float[] moment : moments) {
          assertNormal(moment[0]);
        }
      }
    }
  }

  private static void assertNormal(float value) {
    if (value != 0 && Math.abs(value) < Float.MIN_NORMAL) {
      throw new AssertionError("denormal: " + value);
    }
  }
}
