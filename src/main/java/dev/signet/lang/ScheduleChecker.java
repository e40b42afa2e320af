package dev.signet.lang;

import dev.signet.network.TrainingRecipe.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the setting that says how the learning rate changes. */
final class ScheduleChecker {
  private static final Formal WARMUP =
      Formal.optional("warmup", Formal.whole(0, TrainChecker.MOST_EPOCHS));
  private static final Formal.Kind FACTOR = Formal.fraction(1e-12, 1);

  private static final Map<String, List<Formal>> FORMALS =
      Map.of(
          "constant",
          List.of(WARMUP),
          "cosine",
          List.of(WARMUP),
          "step",
          List.of(
              Formal.required("every", Formal.whole(1, TrainChecker.MOST_EPOCHS)),
              Formal.optional("factor", FACTOR),
              WARMUP),
          "exponential",
          List.of(Formal.required("factor", FACTOR), WARMUP));

  private final Settings settings;

  ScheduleChecker(Settings settings) {
    this.settings = settings;
  }

  /**
   * The schedule, or nothing after a report.
   *
   * @param epochs of the whole training
   */
  Optional<Schedule> check(Item.Setting setting, int epochs) {
    return settings
        .choice(setting, List.of("constant", "cosine", "step", "exponential"), List.of())
        .flatMap(call -> schedule(call, epochs));
  }

  private Optional<Schedule> schedule(Expression.Call call, int epochs) {
    String name = call.callee().text();
    Arguments arguments = settings.arguments(call, FORMALS.getOrDefault(name, List.of()));
    if (!arguments.complete()) {
      return Optional.empty();
    }
    int warmup = (int) arguments.whole("warmup", 0);
    if (epochs > 0 && warmup >= epochs) {
      settings.warn(
          arguments.span("warmup", call.span()),
          "the learning rate is still rising when training ends",
          "make 'warmup' less than the " + epochs + " epochs");
    }
    return Optional.of(
        switch (name) {
          case "constant" -> new Schedule.Constant(warmup);
          case "step" ->
              new Schedule.Step(
                  (int) arguments.whole("every", 1), arguments.fraction("factor", 0.1), warmup);
          case "exponential" -> new Schedule.Exponential(arguments.fraction("factor", 1), warmup);
          default -> new Schedule.Cosine(warmup);
        });
  }
}
