package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.data.DataSet;
import dev.signet.data.DrawnDigits;
import dev.signet.data.Safetensors;
import dev.signet.network.Augmentation;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.Initialization;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Optimizer;
import dev.signet.network.TrainingRecipe.Schedule;
import dev.signet.network.TrainingRecipeBuilder;
import dev.signet.network.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every recipe: the same bits at any number of threads and after a resume. */
class RecipesTest {
  private static final Shape INPUT = Shape.of(1, 9, 9);
  private static final DataSet SMALL = DrawnDigits.draw(9, 130, 10, 1);

  /** One that differs from the defaults in each thing. */
  static List<TrainingRecipe> recipes() {
    List<TrainingRecipe> recipes = new ArrayList<>();
    for (Optimizer optimizer : UpdateRuleTest.optimizers()) {
      recipes.add(recipe(optimizer, new Schedule.Cosine(0), Loss.CROSS_ENTROPY));
    }
    Optimizer adam = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8);
    for (Loss loss : Loss.values()) {
      recipes.add(recipe(adam, new Schedule.Constant(0), loss));
    }
    recipes.add(recipe(adam, new Schedule.Cosine(1), Loss.HINGE));
    recipes.add(recipe(adam, new Schedule.Step(1, 0.5, 0), Loss.HINGE));
    recipes.add(recipe(adam, new Schedule.Exponential(0.5, 1), Loss.HINGE));
    recipes.add(recipe(adam, new Initialization.Uniform(1), new Binarization.Deterministic(false)));
    for (Binarization binarization : binarizations()) {
      recipes.add(recipe(adam, new Initialization.Glorot(), binarization));
    }
    recipes.add(
        recipe(
            UpdateRuleTest.optimizers().getLast(),
            new Initialization.Glorot(),
            new Binarization.Stochastic(false)));
    recipes.add(
        small()
            .augmentations(List.of(new Augmentation.Shift(1), new Augmentation.Flip()))
            .binarization(new Binarization.Stochastic(false))
            .build());
    recipes.add(small().augmentations(List.of(new Augmentation.Rotate(10))).build());
    recipes.add(restless().build());
    recipes.add(restless().patience(2).build());
    recipes.add(
        restless()
            .patience(1)
            .augmentations(List.of(new Augmentation.Shift(1)))
            .binarization(new Binarization.Stochastic(false))
            .build());
    return recipes;
  }

  private static TrainingRecipe recipe(Optimizer optimizer, Schedule schedule, Loss loss) {
    return small().optimizer(optimizer).schedule(schedule).loss(loss).build();
  }

  private static TrainingRecipe recipe(
      Optimizer optimizer, Initialization initialization, Binarization binarization) {
    return small()
        .optimizer(optimizer)
        .initialization(initialization)
        .binarization(binarization)
        .build();
  }

  /** One whose last epoch is not the best. */
  private static TrainingRecipeBuilder restless() {
    return small()
        .epochs(12)
        .optimizer(new Optimizer.Adam(0.3, 0.9, 0.999, 1e-8))
        .schedule(new Schedule.Constant(0))
        .validation(new Validation.Share(0.3));
  }

  private static TrainingRecipeBuilder small() {
    return TrainingRecipe.defaults().toBuilder().epochs(3).batch(32);
  }

  @Test
  void amongThemIsATrainingThatStopsEarlyAfterItsBestEpoch() {
    TrainingResult result =
        Trainer.train(
            network(restless().patience(2).build()), SMALL, TrainerOptions.withThreads(2));

    assertThat(result.stoppedEarly()).isTrue();
    assertThat(result.bestEpoch()).isEqualTo(result.epochs().size() - 2).isGreaterThan(1);
  }

  private static Network network(TrainingRecipe recipe) {
    return TestNetworks.dense(INPUT, recipe, true, 67, 33, 10);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theBitsAreTheSameAtAnyNumberOfThreadsAndAfterAResume(
      TrainingRecipe recipe, @TempDir Path directory) {
    checkReproducible(network(recipe), directory);
  }

  @ParameterizedTest
  @MethodSource("binarizations")
  void soTheyAreWithDropout(Binarization binarization, @TempDir Path directory) {
    TrainingRecipe recipe =
        recipe(TrainingRecipe.defaults().optimizer(), new Initialization.Glorot(), binarization);

    checkReproducible(withDropout(recipe, true), directory);
    checkReproducible(withDropout(recipe, false), directory);
    checkReproducible(
        withDropout(restless().patience(3).binarization(binarization).build(), true), directory);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void soTheyAreWithABiasHardtanhAndBytes(Optimizer optimizer, @TempDir Path directory) {
    TrainingRecipe recipe = recipe(optimizer, new Schedule.Cosine(0), Loss.CROSS_ENTROPY);
    Layer.Sign sign = new Layer.Sign(Layer.Estimator.IDENTITY);

    for (boolean normed : new boolean[] {true, false}) {
      // Bytes together with batch norm, signs without: each is there once.
      TestNetworks.Form form = new TestNetworks.Form(normed, true, true, normed, sign, 0);
      checkReproducible(TestNetworks.dense(INPUT, recipe, form, 67, 33, 10), directory);
    }
  }

  static List<Binarization> binarizations() {
    return List.of(
        new Binarization.Deterministic(false),
        new Binarization.Deterministic(true),
        new Binarization.Stochastic(false),
        new Binarization.Stochastic(true));
  }

  @Test
  void soTheyAreWithBytesThatAreMoved(@TempDir Path directory) {
    TestNetworks.Form form = new TestNetworks.Form(true, true, false, true, new Layer.Sign(), 0);
    for (Augmentation augmentation :
        List.of(new Augmentation.Shift(1), new Augmentation.Rotate(10))) {
      TrainingRecipe recipe = restless().augmentations(List.of(augmentation)).build();
      checkReproducible(TestNetworks.dense(INPUT, recipe, form, 67, 10), directory);
    }
  }

  static List<Optimizer> optimizers() {
    return UpdateRuleTest.optimizers();
  }

  private static Network withDropout(TrainingRecipe recipe, boolean normed) {
    Layer.Sign sign = new Layer.Sign(Layer.Estimator.POLYNOMIAL);
    return TestNetworks.dense(INPUT, recipe, normed, sign, 0.2, 67, 33, 10);
  }

  @Test
  void dropoutAndStochasticWeightsAreNoPartOfEvaluation() {
    Network network =
        withDropout(
            recipe(
                TrainingRecipe.defaults().optimizer(),
                new Initialization.Glorot(),
                new Binarization.Stochastic(false)),
            true);
    Model model = Trainer.train(network, SMALL, TrainerOptions.withThreads(2)).model();
    Network plain = network(TrainingRecipe.defaults());

    Predictions dropping = FloatForward.run(model, SMALL.test(), 1);

    assertThat(dropping.sums())
        .isEqualTo(FloatForward.run(new Model(plain, model.tensors()), SMALL.test(), 1).sums());
  }

  private static void checkReproducible(Network network, Path directory) {
    TrainerTest.Recorder recorder = new TrainerTest.Recorder();
    TrainingResult one =
        Trainer.train(network, SMALL, new TrainerOptions(1, Optional.empty(), recorder));

    for (int threads : new int[] {2, 3}) {
      TrainingResult other = Trainer.train(network, SMALL, TrainerOptions.withThreads(threads));
      TrainerTest.assertSameBits(other.model(), one.model());
      assertThat(other.epochs()).isEqualTo(one.epochs());
    }
    for (Checkpoint checkpoint : recorder.checkpoints) {
      Path file = directory.resolve("checkpoint.safetensors");
      Safetensors.write(file, checkpoint.contents());
      Optional<Checkpoint> stored = Optional.of(new Checkpoint(Safetensors.read(file)));
      TrainingResult resumed =
          Trainer.train(network, SMALL, new TrainerOptions(2, stored, ProgressListener.NONE));
      TrainerTest.assertSameBits(resumed.model(), one.model());
      assertThat(resumed.epochs()).isEqualTo(one.epochs());
      assertThat(resumed.bestEpoch()).isEqualTo(one.bestEpoch());
      assertThat(resumed.stoppedEarly()).isEqualTo(one.stoppedEarly());
    }
  }

  @Test
  void aCheckpointOfAnyOtherRecipeIsRefused() {
    List<TrainingRecipe> recipes = recipes().stream().distinct().toList();
    TrainingRecipe first = recipes.getFirst();
    TrainerTest.Recorder recorder = new TrainerTest.Recorder();
    Trainer.train(network(first), SMALL, new TrainerOptions(1, Optional.empty(), recorder));
    TrainerOptions resume =
        new TrainerOptions(1, Optional.of(recorder.checkpoints.getFirst()), ProgressListener.NONE);

    for (TrainingRecipe other : recipes.subList(1, recipes.size())) {
      assertThatThrownBy(() -> Trainer.train(network(other), SMALL, resume))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("belongs to another training");
    }
  }

  @ParameterizedTest
  @MethodSource("binarizations")
  void everyKindOfBinarizationLearnsWithoutBatchNorm(Binarization binarization) {
    DataSet digits = DrawnDigits.draw(16, 3000, 500, 1);
    TrainingRecipe recipe =
        recipe(TrainingRecipe.defaults().optimizer(), new Initialization.Uniform(1), binarization);
    TestNetworks.Form form = new TestNetworks.Form(false, true, true, true, new Layer.Sign(), 0);
    Network network =
        TestNetworks.dense(
            Shape.of(1, 16, 16), recipe.toBuilder().epochs(4).build(), form, 64, 64, 10);

    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));

    double accuracy = FloatForward.run(result.model(), digits.test(), 2).accuracy(digits.test());
    assertThat(accuracy).isGreaterThanOrEqualTo(0.5);
  }

  /** With rates that are good ones for each. */
  static List<Optimizer> goodOptimizers() {
    return List.of(
        new Optimizer.Adamax(0.02, 0.9, 0.999, 1e-8),
        new Optimizer.Sgd(10, 0, false),
        new Optimizer.Sgd(1, 0.9, false),
        new Optimizer.Sgd(1, 0.9, true),
        new Optimizer.Bop(1e-8, 1e-3, 0.01));
  }

  @ParameterizedTest
  @MethodSource("goodOptimizers")
  void everyOptimizerLearnsDrawnDigits(Optimizer optimizer) {
    DataSet digits = DrawnDigits.draw(16, 3000, 500, 1);
    TrainingRecipe recipe =
        TrainingRecipe.defaults().toBuilder().epochs(4).batch(50).optimizer(optimizer).build();
    Network network = TestNetworks.dense(Shape.of(1, 16, 16), recipe, true, 64, 64, 10);

    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));

    double accuracy = FloatForward.run(result.model(), digits.test(), 2).accuracy(digits.test());
    assertThat(accuracy).isGreaterThanOrEqualTo(0.8);
  }
}
