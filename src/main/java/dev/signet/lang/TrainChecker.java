package dev.signet.lang;

import dev.signet.network.TensorType;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.Initialization;
import dev.signet.network.TrainingRecipe.Optimizer;
import dev.signet.network.Validation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a train section into a recipe, defaults filled in. */
final class TrainChecker {
  private static final List<String> KEYS =
      List.of(
          "data",
          "epochs",
          "batch",
          "optimizer",
          "schedule",
          "loss",
          "init",
          "binarization",
          "augment",
          "validation",
          "monitor",
          "patience",
          "seed");

  private static final List<Formal> UNIFORM =
      List.of(Formal.optional("bound", Formal.fraction(1e-12, 1)));

  /** The most passes over the training images. */
  static final int MOST_EPOCHS = 1_000_000;

  private final Settings settings;
  private final DataChecker data;
  private final OptimizerChecker optimizers;
  private final ScheduleChecker schedules;
  private final BinarizationChecker binarizations;
  private final AugmentationChecker augmentations;
  private final TrainingRecipe defaults = TrainingRecipe.defaults();

  /**
   * @param input of the network, where that is known
   */
  TrainChecker(Settings settings, Optional<TensorType> input) {
    this.settings = settings;
    this.data = new DataChecker(settings);
    this.optimizers = new OptimizerChecker(settings);
    this.schedules = new ScheduleChecker(settings);
    this.binarizations = new BinarizationChecker(settings);
    this.augmentations = new AugmentationChecker(settings, input);
  }

  /** The recipe; what is wrong is reported and replaced by its default. */
  TrainingRecipe check(Item.TrainItem item) {
    Map<String, Item.Setting> given = settings.byKey(item.settings(), KEYS, List.of());
    int epochs = (int) whole(given, "epochs", 0, MOST_EPOCHS, defaults.epochs());
    Optimizer optimizer =
        get(given, "optimizer").flatMap(optimizers::check).orElse(defaults.optimizer());
    Binarization binarization =
        get(given, "binarization").flatMap(binarizations::check).orElse(defaults.binarization());
    Initialization initialization =
        get(given, "init").flatMap(this::initialization).orElse(defaults.initialization());
    get(given, "binarization")
        .ifPresent(setting -> binarizations.warn(setting, binarization, optimizer, initialization));
    Optional<Validation> validation = get(given, "validation").flatMap(this::validation);
    return new TrainingRecipe(
        get(given, "data").flatMap(data::check).orElse(defaults.data()),
        epochs,
        (int) whole(given, "batch", 1, 1_000_000, defaults.batch()),
        optimizer,
        get(given, "schedule")
            .flatMap(setting -> schedules.check(setting, epochs))
            .orElse(defaults.schedule()),
        constant(given, "loss", defaults.loss()),
        initialization,
        binarization,
        get(given, "augment").map(augmentations::check).orElse(defaults.augmentations()),
        validation.orElse(defaults.validation()),
        constant(given, "monitor", defaults.monitor()),
        patience(given, validation),
        whole(given, "seed", Long.MIN_VALUE, Long.MAX_VALUE, defaults.seed()));
  }

  private static Optional<Item.Setting> get(Map<String, Item.Setting> given, String key) {
    return Optional.ofNullable(given.get(key));
  }

  private long whole(
      Map<String, Item.Setting> given, String key, long min, long max, long otherwise) {
    return get(given, key)
        .map(setting -> settings.number(setting, Formal.whole(min, max)).whole(key, otherwise))
        .orElse(otherwise);
  }

  /** A whole number is a number of images, another number a share of them. */
  private Optional<Validation> validation(Item.Setting setting) {
    Arguments arguments = settings.number(setting, new Formal.Any());
    return arguments
        .value("validation")
        .flatMap(
            value ->
                switch (value) {
                  case Value.Whole(long images) when images >= 0 && images <= Integer.MAX_VALUE ->
                      Optional.of(new Validation.Images((int) images));
                  case Value.Fraction(double share) when share > 0 && share < 1 ->
                      Optional.of(new Validation.Share(share));
                  case Value.Unknown _ -> Optional.empty();
                  case Value.Whole _,
                      Value.Fraction _,
                      Value.Text _,
                      Value.Truth _,
                      Value.ListOf _,
                      Value.Tensor _,
                      Value.Word _ -> {
                    settings.error(
                        setting.value().span(),
                        "'validation' must be a number of images, or a share of them between 0"
                            + " and 1, not "
                            + value.describe(),
                        "write it as in 'validation 5_000' or 'validation 0.1'");
                    yield Optional.empty();
                  }
                });
  }

  /** 0 where there is none, or no images to judge by. */
  private int patience(Map<String, Item.Setting> given, Optional<Validation> validation) {
    int patience = (int) whole(given, "patience", 0, MOST_EPOCHS, defaults.patience());
    if (patience == 0 || (validation.isPresent() && validation.get().isWanted())) {
      return patience;
    }
    // What is wrong with 'validation' has been said.
    if (validation.isPresent() || get(given, "validation").isEmpty()) {
      get(given, "patience")
          .ifPresent(
              setting ->
                  settings.error(
                      setting.key().span(),
                      "'patience' waits for better validation, and no images are held out for it",
                      "set 'validation' too, as in 'validation 0.1'"));
    }
    return 0;
  }

  private Optional<Initialization> initialization(Item.Setting setting) {
    return settings
        .choice(setting, List.of("glorot", "uniform"), List.of())
        .flatMap(
            call -> {
              boolean uniform = call.callee().text().equals("uniform");
              Arguments arguments = settings.arguments(call, uniform ? UNIFORM : List.of());
              if (!arguments.complete()) {
                return Optional.empty();
              }
              return Optional.of(
                  uniform
                      ? new Initialization.Uniform(arguments.fraction("bound", 1))
                      : new Initialization.Glorot());
            });
  }

  /** One of the constants of an enum, by its name in lower case. */
  private <E extends Enum<E>> E constant(Map<String, Item.Setting> given, String key, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    return get(given, key)
        .flatMap(setting -> settings.choice(setting, words, List.of()))
        .map(
            call -> {
              settings.arguments(call, List.of());
              return Enum.valueOf(type, call.callee().text().toUpperCase(Locale.ROOT));
            })
        .orElse(otherwise);
  }
}
