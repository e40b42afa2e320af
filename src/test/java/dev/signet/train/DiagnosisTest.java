package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.data.DrawnDigits;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
  private static final TrainingRecipe RECIPE = TrainingRecipe.defaults();

  private static TrainingStages stages() {
    TestNetworks.Form form = new TestNetworks.Form(true, true, false, false, new Layer.Sign(), 0);
    Network network = TestNetworks.dense(Shape.of(7), RECIPE, form, 5, 3);
    return TrainingState.fresh(Plan.of(network), 2, RECIPE).stages;
  }

  private static NormState norm(TrainingStages stages) {
    return stages.activations().getFirst().parameters().norm.orElseThrow();
  }

  private static BiasState bias(TrainingStages stages) {
    return stages.products().getFirst().parameters().bias().orElseThrow();
  }

  private static WeightState weights(TrainingStages stages) {
    return stages.products().getFirst().parameters().groups().getFirst();
  }

  @Test
  void finiteNumbersPass() {
    assertThatCode(() -> Diagnosis.check(stages(), 1.5, 1, 1)).doesNotThrowAnyException();
    assertThatCode(() -> Diagnosis.checkParameters(stages(), 1)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsNamed(float wrong) {
    assertThatThrownBy(() -> Diagnosis.check(stages(), wrong, 2, 7))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("epoch 2, step 7")
        .hasMessageContaining("'batchnorm2'");
    assertStepNames("batchnorm1", stages -> norm(stages).gamma[4] = wrong);
    assertStepNames("batchnorm1", stages -> norm(stages).beta[0] = wrong);
    assertStepNames("dense1", stages -> bias(stages).values[4] = wrong);
    assertEpochNames("dense1", stages -> bias(stages).moments[1][2] = wrong);
    assertEpochNames("dense1", stages -> weights(stages).latent[4][6] = wrong);
    assertEpochNames("dense1", stages -> weights(stages).moments[0][1][6] = wrong);
    assertEpochNames("batchnorm1", stages -> norm(stages).gammaMoments[1][0] = wrong);
    assertEpochNames("batchnorm1", stages -> norm(stages).betaMoments[0][4] = wrong);
  }

  private static void assertStepNames(String layer, Consumer<TrainingStages> damage) {
    TrainingStages stages = stages();
    damage.accept(stages);
    assertThatThrownBy(() -> Diagnosis.check(stages, 0, 1, 1))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'" + layer + "'");
  }

  private static void assertEpochNames(String layer, Consumer<TrainingStages> damage) {
    TrainingStages stages = stages();
    damage.accept(stages);
    assertThatThrownBy(() -> Diagnosis.checkParameters(stages, 3))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("epoch 3, its end")
        .hasMessageContaining("'" + layer + "'");
  }

  static List<Optimizer> wildOptimizers() {
    return List.of(
        new Optimizer.Adamax(1e38, 0.9, 0.999, 1e-8),
        new Optimizer.Sgd(1e38, 0, false),
        new Optimizer.Sgd(1e38, 0.9, true),
        new Optimizer.Bop(1e-8, 1e-3, 1e38));
  }

  @ParameterizedTest
  @MethodSource("wildOptimizers")
  void overflowStopsEveryOptimizer(Optimizer optimizer) {
    TrainingRecipe recipe =
        RECIPE.toBuilder()
            .epochs(3)
            .batch(10)
            .optimizer(optimizer)
            .loss(TrainingRecipe.Loss.SQUARED_HINGE)
            .build();
    Network wild = TestNetworks.dense(Shape.of(1, 8, 8), recipe, true, 20, 10);

    assertThatThrownBy(
            () ->
                Trainer.train(wild, DrawnDigits.draw(8, 50, 10, 1), TrainerOptions.withThreads(1)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("training stopped in epoch")
        .hasMessageMatching(".*the values of .(batchnorm|dense)[12]. are no longer finite.*");
  }
}
