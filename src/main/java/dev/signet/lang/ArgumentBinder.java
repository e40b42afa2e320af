package dev.signet.lang;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Assigns the arguments of a call to what the callee takes, by place or by name, and checks them.
 */
final class ArgumentBinder {
  private final DiagnosticCollector diagnostics;
  private final Function<Expression, Value> evaluator;
  private final Predicate<String> isBound;

  /**
   * @param evaluator computes an argument
   * @param isBound whether a name stands for a value, where it is no word that an argument may be
   */
  ArgumentBinder(
      DiagnosticCollector diagnostics,
      Function<Expression, Value> evaluator,
      Predicate<String> isBound) {
    this.diagnostics = diagnostics;
    this.evaluator = evaluator;
    this.isBound = isBound;
  }

  /**
   * @param callee the name of what is called
   * @param formals what it takes
   * @param arguments what it is given
   */
  Arguments bind(
      Expression.Name callee, List<Formal> formals, List<Expression.Argument> arguments) {
    int errorsBefore = diagnostics.errorCount();
    Map<String, Value> values = new HashMap<>();
    Map<String, SourceSpan> spans = new HashMap<>();
    Set<String> given = new HashSet<>();
    int position = 0;
    boolean unknown = false;
    for (Expression.Argument argument : arguments) {
      int place = argument.name().isPresent() ? -1 : position++;
      Optional<Formal> formal =
          argument.name().isPresent()
              ? named(callee, argument.name().get(), formals)
              : positional(callee, argument, place, formals, given);
      if (formal.isEmpty()) {
        unknown |= argument.name().isPresent();
        var _ = evaluator.apply(argument.value());
      } else if (given.add(formal.get().name())) {
        Optional<Value> value = check(callee, formal.get(), argument.value());
        if (value.isPresent()) {
          values.put(formal.get().name(), value.get());
          spans.put(formal.get().name(), argument.value().span());
        }
      } else {
        diagnostics.report(
            Diagnostic.error(
                DiagnosticCode.ARGUMENT,
                argument.span(),
                Quoted.of(formal.get().name()) + " is given twice to " + Quoted.of(callee.text())));
      }
    }
    if (!unknown) {
      reportMissing(callee, formals, given);
    }
    boolean complete =
        diagnostics.errorCount() == errorsBefore
            && formals.stream().allMatch(f -> !f.required() || values.containsKey(f.name()))
            && given.size() == values.size();
    return new Arguments(values, spans, complete);
  }

  private Optional<Formal> named(
      Expression.Name callee, Expression.Name name, List<Formal> formals) {
    for (Formal formal : formals) {
      if (formal.name().equals(name.text())) {
        return Optional.of(formal);
      }
    }
    Diagnostic unknown =
        Diagnostic.error(
                DiagnosticCode.ARGUMENT,
                name.span(),
                Quoted.of(callee.text()) + " has no argument " + Quoted.of(name.text()))
            .withNote(signature(callee, formals))
            .withSuggestion(
                Spelling.didYouMean(name.text(), formals.stream().map(Formal::name).toList()));
    diagnostics.report(unknown);
    return Optional.empty();
  }

  private Optional<Formal> positional(
      Expression.Name callee,
      Expression.Argument argument,
      int place,
      List<Formal> formals,
      Set<String> given) {
    if (place >= formals.size()) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.ARGUMENT,
                  argument.span(),
                  Quoted.of(callee.text())
                      + (formals.isEmpty()
                          ? " takes no arguments"
                          : " takes at most "
                              + formals.size()
                              + " argument"
                              + (formals.size() == 1 ? "" : "s")))
              .withNote(signature(callee, formals)));
      return Optional.empty();
    }
    if (given.contains(formals.get(place).name()) || place != given.size()) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.ARGUMENT,
                  argument.span(),
                  "an argument without a name stands behind one with a name")
              .withSuggestion("name it too, or move it to the front")
              .withNote(signature(callee, formals)));
      return Optional.empty();
    }
    return Optional.of(formals.get(place));
  }

  private void reportMissing(Expression.Name callee, List<Formal> formals, Set<String> given) {
    List<String> missing =
        formals.stream()
            .filter(formal -> formal.required() && !given.contains(formal.name()))
            .map(formal -> "'" + formal.name() + "'")
            .toList();
    if (!missing.isEmpty()) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.ARGUMENT,
                  callee.span(),
                  Quoted.of(callee.text()) + " needs " + String.join(" and ", missing))
              .withNote(signature(callee, formals)));
    }
  }

  private static String signature(Expression.Name callee, List<Formal> formals) {
    StringBuilder text = new StringBuilder("it is used as ").append(callee.text());
    if (formals.isEmpty()) {
      return text.toString();
    }
    text.append('(');
    for (Formal formal : formals) {
      text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ")
          .append(formal.required() ? formal.name() : formal.name() + " = …");
    }
    return text.append(')').toString();
  }

  private Optional<Value> check(Expression.Name callee, Formal formal, Expression expression) {
    if (formal.kind() instanceof Formal.Word word) {
      return choice(formal, word, expression);
    }
    if (formal.kind() instanceof Formal.WholeOrWord either
        && expression instanceof Expression.Name name
        && (either.word().choices().contains(name.text()) || !isBound.test(name.text()))) {
      return choice(formal, either.word(), expression);
    }
    Value value = evaluator.apply(expression);
    if (value instanceof Value.Unknown) {
      return formal.kind() instanceof Formal.Any ? Optional.of(value) : Optional.empty();
    }
    if (fits(formal.kind(), value)) {
      return Optional.of(value);
    }
    boolean number = value instanceof Value.Whole || value instanceof Value.Fraction;
    diagnostics.report(
        Diagnostic.error(
            number ? DiagnosticCode.NUMBER : DiagnosticCode.ARGUMENT,
            expression.span(),
            String.format(
                Locale.ROOT,
                "%s of %s must be %s, not %s",
                Quoted.of(formal.name()),
                Quoted.of(callee.text()),
                formal.kind().describe(),
                value.describe())));
    return Optional.empty();
  }

  /** One of the words; where it is none, what else the argument may be is said too. */
  private Optional<Value> choice(Formal formal, Formal.Word word, Expression expression) {
    if (expression instanceof Expression.Name name && word.choices().contains(name.text())) {
      return Optional.of(new Value.Word(name.text()));
    }
    if (!(expression instanceof Expression.Invalid)) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.ARGUMENT,
                  expression.span(),
                  Quoted.of(formal.name()) + " must be " + formal.kind().describe())
              .withSuggestion(
                  expression instanceof Expression.Name name
                      ? Spelling.didYouMean(name.text(), word.choices())
                      : Optional.empty()));
    }
    return Optional.empty();
  }

  private static boolean fits(Formal.Kind kind, Value value) {
    return switch (kind) {
      case Formal.Whole range -> isWithin(range, value);
      case Formal.WholeOrWord either -> isWithin(either.whole(), value);
      case Formal.Fraction range ->
          switch (value) {
            case Value.Whole whole -> isWithin(range, (double) whole.value());
            case Value.Fraction fraction -> isWithin(range, fraction.value());
            default -> false;
          };
      case Formal.TextList _ ->
          value instanceof Value.ListOf list
              && list.elements().stream().allMatch(Value.Text.class::isInstance);
      case Formal.Truth _ -> value instanceof Value.Truth;
      case Formal.Word _ -> false;
      case Formal.Any _ -> true;
    };
  }

  private static boolean isWithin(Formal.Whole range, Value value) {
    return value instanceof Value.Whole whole
        && whole.value() >= range.min()
        && whole.value() <= range.max();
  }

  private static boolean isWithin(Formal.Fraction range, double value) {
    return value >= range.min() && (range.belowMax() ? value < range.max() : value <= range.max());
  }
}
