package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Augmentation;
import dev.signet.network.DataKind;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.DataSource;
import dev.signet.network.TrainingRecipe.Initialization;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Optimizer;
import dev.signet.network.TrainingRecipe.Schedule;
import dev.signet.network.Validation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the settings of a train section mean. */
class TrainSectionTest {

  private static TrainingRecipe recipe(String settings) {
    SourceText source =
        SourceText.of(
            "test.bnn",
            "network n { input x: bit[64] output y = x |> dense(4) |> argmax } train n { "
                + settings
                + " }");
    Compilation compilation = SignetLanguage.compile(source);
    assertThat(new DiagnosticRenderer(source).render(compilation.diagnostics())).isEmpty();
    return compilation.networks().getFirst().training();
  }

  @Test
  void trainSettingsAreRead() {
    TrainingRecipe recipe =
        recipe(
            "data digits(train = 5_000, size = 16) epochs 2 * 3 batch 7"
                + " optimizer adam(rate = 0.5, beta1 = 0, beta2 = 0.5, epsilon = 1e-6)"
                + " schedule constant loss squared_hinge"
                + " init uniform(bound = 0.5) binarization stochastic seed -9");

    assertThat(recipe)
        .isEqualTo(
            TrainingRecipe.defaults().toBuilder()
                .data(new DataSource(DataKind.DIGITS, Map.of("train", 5000L, "size", 16L)))
                .epochs(6)
                .batch(7)
                .optimizer(new Optimizer.Adam(0.5, 0, 0.5, 1e-6))
                .schedule(new Schedule.Constant(0))
                .loss(Loss.SQUARED_HINGE)
                .initialization(new Initialization.Uniform(0.5))
                .binarization(new Binarization.Stochastic(false))
                .seed(-9)
                .build());
  }

  @Test
  void optimizersAreRead() {
    assertThat(optimizer("adam")).isEqualTo(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8));
    assertThat(optimizer("adamax")).isEqualTo(new Optimizer.Adamax(0.02, 0.9, 0.999, 1e-8));
    assertThat(optimizer("adamax(1, 0.5, beta2 = 0.25, epsilon = 1e-3)"))
        .isEqualTo(new Optimizer.Adamax(1, 0.5, 0.25, 1e-3));
    assertThat(optimizer("sgd")).isEqualTo(new Optimizer.Sgd(1, 0.9, false));
    assertThat(optimizer("sgd(rate = 0.2, momentum = 0.9, nesterov = true)"))
        .isEqualTo(new Optimizer.Sgd(0.2, 0.9, true));
    assertThat(optimizer("sgd(momentum = 0)")).isEqualTo(new Optimizer.Sgd(1, 0, false));
    assertThat(optimizer("bop")).isEqualTo(new Optimizer.Bop(1e-8, 1e-3, 0.01));
    assertThat(optimizer("bop(threshold = 0, gamma = 1, rate = 0.5)"))
        .isEqualTo(new Optimizer.Bop(0, 1, 0.5));
  }

  private static Optimizer optimizer(String text) {
    return recipe("optimizer " + text).optimizer();
  }

  @Test
  void schedulesAreRead() {
    assertThat(schedule("constant(warmup = 1)")).isEqualTo(new Schedule.Constant(1));
    assertThat(schedule("cosine")).isEqualTo(new Schedule.Cosine(0));
    assertThat(schedule("cosine(warmup = 2)")).isEqualTo(new Schedule.Cosine(2));
    assertThat(schedule("step(3)")).isEqualTo(new Schedule.Step(3, 0.1, 0));
    assertThat(schedule("step(every = 3, factor = 0.5, warmup = 1)"))
        .isEqualTo(new Schedule.Step(3, 0.5, 1));
    assertThat(schedule("exponential(0.9, 4)")).isEqualTo(new Schedule.Exponential(0.9, 4));
  }

  private static Schedule schedule(String text) {
    return recipe("schedule " + text).schedule();
  }

  @Test
  void initializationAndBinarizationAreRead() {
    assertThat(recipe("init uniform").initialization()).isEqualTo(new Initialization.Uniform(1));
    assertThat(recipe("init uniform binarization stochastic").binarization())
        .isEqualTo(new Binarization.Stochastic(false));
    assertThat(recipe("init uniform binarization stochastic(scale = true)").binarization())
        .isEqualTo(new Binarization.Stochastic(true));
    assertThat(recipe("binarization deterministic(true)").binarization())
        .isEqualTo(new Binarization.Deterministic(true));
    assertThat(recipe("init glorot binarization deterministic"))
        .isEqualTo(TrainingRecipe.defaults());
  }

  @Test
  void augmentationsAreRead() {
    assertThat(augmentations("shift")).containsExactly(new Augmentation.Shift(1));
    assertThat(augmentations("flip")).containsExactly(new Augmentation.Flip());
    assertThat(augmentations("[]")).isEmpty();
    assertThat(augmentations("[crop, rotate, zoom]"))
        .containsExactly(
            new Augmentation.Shift(4), new Augmentation.Rotate(10), new Augmentation.Zoom(0.1));
    assertThat(augmentations("[flip, rotate(7.5), shift(pixels = 2), crop(pad = 3), zoom(0.25)]"))
        .containsExactly(
            new Augmentation.Flip(),
            new Augmentation.Rotate(7.5),
            new Augmentation.Shift(2),
            new Augmentation.Shift(3),
            new Augmentation.Zoom(0.25));
  }

  private static List<Augmentation> augmentations(String text) {
    return recipe("augment " + text).augmentations();
  }

  @Test
  void validationAndPatienceAreRead() {
    assertThat(recipe("validation 5_000").validation()).isEqualTo(new Validation.Images(5000));
    assertThat(recipe("validation 0.1").validation()).isEqualTo(new Validation.Share(0.1));
    assertThat(recipe("validation 0")).isEqualTo(TrainingRecipe.defaults());
    assertThat(recipe("patience 20 validation 1").patience()).isEqualTo(20);
    assertThat(recipe("patience 0").patience()).isZero();
    assertThat(recipe("monitor loss").monitor()).isEqualTo(TrainingRecipe.Monitor.LOSS);
    assertThat(recipe("patience 0").monitor()).isEqualTo(TrainingRecipe.Monitor.ACCURACY);
  }

  @Test
  void lossesAreRead() {
    for (Loss loss : Loss.values()) {
      assertThat(recipe("loss " + loss.name().toLowerCase(Locale.ROOT)).loss()).isEqualTo(loss);
    }
  }
}
