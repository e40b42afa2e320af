package dev.signet.lang;

import dev.signet.network.DataKind;
import dev.signet.network.TrainingRecipe.DataSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the setting that says which data a network is trained with. */
final class DataChecker {
  private final Settings settings;

  DataChecker(Settings settings) {
    this.settings = settings;
  }

  /** The data; what is wrong is reported. The range of a number is for those who read the data. */
  Optional<DataSource> check(Item.Setting setting) {
    return settings
        .choice(setting, DataKind.words(), List.of())
        .flatMap(call -> DataKind.named(call.callee().text()).map(kind -> source(kind, call)));
  }

  private DataSource source(DataKind kind, Expression.Call call) {
    Map<String, Long> arguments = new HashMap<>();
    for (Expression.Argument argument : call.arguments()) {
      argument(kind, argument, arguments);
    }
    return new DataSource(kind, arguments);
  }

  private void argument(DataKind kind, Expression.Argument argument, Map<String, Long> arguments) {
    Value value = settings.evaluate(argument.value());
    String example = "write it as in '" + kind.word() + "(train = 5_000)'";
    if (argument.name().isEmpty()) {
      settings.error(
          argument.span(), "the arguments of " + Quoted.of(kind.word()) + " need names", example);
      return;
    }
    Expression.Name name = argument.name().get();
    if (!kind.arguments().contains(name.text())) {
      settings.unknown(
          name.span(),
          Quoted.of(kind.word()) + " has no argument " + Quoted.of(name.text()),
          "its arguments are " + String.join(", ", kind.arguments()),
          Spelling.didYouMean(name.text(), kind.arguments()));
    } else if (value instanceof Value.Whole(long number)) {
      if (arguments.put(name.text(), number) != null) {
        settings.error(
            argument.span(), Quoted.of(name.text()) + " is given twice", "remove one of the two");
      }
    } else if (!(value instanceof Value.Unknown)) {
      settings.error(
          argument.value().span(),
          Quoted.of(name.text()) + " must be a whole number, not " + value.describe(),
          example);
    }
  }
}
