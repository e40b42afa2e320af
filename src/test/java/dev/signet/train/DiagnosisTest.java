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

  private static List<BlockState> blocks() {
    TestNetworks.Form form = new TestNetworks.Form(true, true, false, false, new Layer.Sign(), 0);
    Network network = TestNetworks.dense(Shape.of(7), RECIPE, form, 5, 3);
    return TrainingState.fresh(Chain.of(network), 2, RECIPE).blocks;
  }

  @Test
  void finiteNumbersPass() {
    assertThatCode(() -> Diagnosis.check(blocks(), 1.5, 1, 1)).doesNotThrowAnyException();
    assertThatCode(() -> Diagnosis.checkParameters(blocks(), 1)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsNamed(float wrong) {
    assertThatThrownBy(() -> Diagnosis.check(blocks(), wrong, 2, 7))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("epoch 2, step 7")
        .hasMessageContaining("'batchnorm2'");
    assertStepNames("batchnorm1", block -> block.norm.orElseThrow().gamma[4] = wrong);
    assertStepNames("batchnorm1", block -> block.norm.orElseThrow().beta[0] = wrong);
    assertStepNames("dense1", block -> block.bias.orElseThrow().values[4] = wrong);
    assertEpochNames("dense1", block -> block.bias.orElseThrow().moments[1][2] = wrong);
    assertEpochNames("dense1", block -> block.dense.latent[4][6] = wrong);
    assertEpochNames("dense1", block -> block.dense.moments[0][1][6] = wrong);
    assertEpochNames("batchnorm1", block -> block.norm.orElseThrow().gammaMoments[1][0] = wrong);
    assertEpochNames("batchnorm1", block -> block.norm.orElseThrow().betaMoments[0][4] = wrong);
  }

  private static void assertStepNames(String layer, Consumer<BlockState> damage) {
    List<BlockState> blocks = blocks();
    damage.accept(blocks.getFirst());
    assertThatThrownBy(() -> Diagnosis.check(blocks, 0, 1, 1))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'" + layer + "'");
  }

  private static void assertEpochNames(String layer, Consumer<BlockState> damage) {
    List<BlockState> blocks = blocks();
    damage.accept(blocks.getFirst());
    assertThatThrownBy(() -> Diagnosis.checkParameters(blocks, 3))
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
