package dev.signet.lang;

import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the setting that says how weights move. */
final class OptimizerChecker {
  private static final Formal RATE = Formal.optional("rate", Formal.fraction(1e-12, 1000));
  private static final Formal BETA1 = Formal.optional("beta1", Formal.fractionBelow(0, 1));
  private static final Formal BETA2 = Formal.optional("beta2", Formal.fractionBelow(0, 1));
  private static final Formal EPSILON = Formal.optional("epsilon", Formal.fraction(1e-30, 1));

  private static final Map<String, List<Formal>> FORMALS =
      Map.of(
          "adam",
          List.of(RATE, BETA1, BETA2, EPSILON),
          "adamax",
          List.of(RATE, BETA1, BETA2, EPSILON),
          "sgd",
          List.of(
              RATE,
              Formal.optional("momentum", Formal.fractionBelow(0, 1)),
              Formal.optional("nesterov", new Formal.Truth())),
          "bop",
          List.of(
              Formal.optional("threshold", Formal.fraction(0, 1000)),
              Formal.optional("gamma", Formal.fraction(1e-12, 1)),
              RATE));

  private final Settings settings;

  OptimizerChecker(Settings settings) {
    this.settings = settings;
  }

  /** The optimizer, or nothing after a report. */
  Optional<Optimizer> check(Item.Setting setting) {
    return settings
        .choice(setting, List.of("adam", "adamax", "sgd", "bop"), List.of())
        .flatMap(this::optimizer);
  }

  private Optional<Optimizer> optimizer(Expression.Call call) {
    String name = call.callee().text();
    Arguments arguments = settings.arguments(call, FORMALS.getOrDefault(name, List.of()));
    if (!arguments.complete()) {
      return Optional.empty();
    }
    return switch (name) {
      case "adamax" ->
          Optional.of(
              new Optimizer.Adamax(
                  arguments.fraction("rate", 0.02),
                  arguments.fraction("beta1", 0.9),
                  arguments.fraction("beta2", 0.999),
                  arguments.fraction("epsilon", 1e-8)));
      case "sgd" -> sgd(call, arguments);
      case "bop" ->
          Optional.of(
              new Optimizer.Bop(
                  arguments.fraction("threshold", 1e-8),
                  arguments.fraction("gamma", 1e-3),
                  arguments.fraction("rate", 0.01)));
      default ->
          Optional.of(
              new Optimizer.Adam(
                  arguments.fraction("rate", 0.01),
                  arguments.fraction("beta1", 0.9),
                  arguments.fraction("beta2", 0.999),
                  arguments.fraction("epsilon", 1e-8)));
    };
  }

  private Optional<Optimizer> sgd(Expression.Call call, Arguments arguments) {
    double momentum = arguments.fraction("momentum", 0.9);
    boolean nesterov = arguments.truth("nesterov", false);
    if (nesterov && momentum == 0) {
      settings.error(
          arguments.span("nesterov", call.span()),
          "'nesterov' looks ahead along the momentum, and there is none",
          "write it as in 'sgd(rate = 1, momentum = 0.9, nesterov = true)'");
      return Optional.empty();
    }
    return Optional.of(new Optimizer.Sgd(arguments.fraction("rate", 1), momentum, nesterov));
  }
}
