package dev.signet.lang;

import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.Initialization;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.List;
import java.util.Optional;

/** Reads the setting that says what training takes for the sign of a weight. */
final class BinarizationChecker {
  private static final List<Formal> FORMALS = List.of(Formal.optional("scale", new Formal.Truth()));

  private final Settings settings;

  BinarizationChecker(Settings settings) {
    this.settings = settings;
  }

  /** The kind of binarization, or nothing after a report. */
  Optional<Binarization> check(Item.Setting setting) {
    return settings
        .choice(setting, List.of("deterministic", "stochastic"), List.of())
        .flatMap(
            call -> {
              Arguments arguments = settings.arguments(call, FORMALS);
              if (!arguments.complete()) {
                return Optional.empty();
              }
              boolean scale = arguments.truth("scale", false);
              return Optional.of(
                  call.callee().text().equals("stochastic")
                      ? new Binarization.Stochastic(scale)
                      : new Binarization.Deterministic(scale));
            });
  }

  /** Warns where a kind of binarization does nothing, or little else than noise. */
  void warn(
      Item.Setting setting,
      Binarization binarization,
      Optimizer optimizer,
      Initialization initialization) {
    boolean stochastic = binarization instanceof Binarization.Stochastic;
    if (optimizer instanceof Optimizer.Bop && (stochastic || binarization.scale())) {
      settings.warn(
          setting.value().span(),
          (stochastic ? "stochastic binarization" : "a scale of the weights")
              + " has no effect with 'bop', whose weights are +1 or -1 already",
          "remove it, or choose another optimizer");
    } else if (stochastic && initialization instanceof Initialization.Glorot) {
      settings.warn(
          setting.value().span(),
          "'init glorot' gives weights close to 0, whose signs are hardly more than tossed coins",
          "set 'init uniform' too");
    }
  }
}
