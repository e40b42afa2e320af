package dev.signet.lang;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments by the name of what they were given for. What was wrong has been reported and left out.
 *
 * @param values the values given
 * @param spans where they were given
 * @param complete whether everything required is there and nothing was wrong
 */
record Arguments(Map<String, Value> values, Map<String, SourceSpan> spans, boolean complete) {

  Arguments {
    values = Map.copyOf(values);
    spans = Map.copyOf(spans);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<Value> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Where an argument was given, or else the place of the whole. */
  SourceSpan span(String name, SourceSpan whole) {
    return spans.getOrDefault(name, whole);
  }

  long whole(String name, long otherwise) {
    return values.get(name) instanceof Value.Whole whole ? whole.value() : otherwise;
  }

  double fraction(String name, double otherwise) {
    return switch (values.get(name)) {
      case Value.Whole whole -> whole.value();
      case Value.Fraction fraction -> fraction.value();
      case null, default -> otherwise;
    };
  }

  boolean truth(String name, boolean otherwise) {
    return values.get(name) instanceof Value.Truth truth ? truth.value() : otherwise;
  }

  /** The word given, of those that {@link Formal#wholeOrWord} allows. */
  Optional<String> word(String name) {
    return values.get(name) instanceof Value.Word word
        ? Optional.of(word.text())
        : Optional.empty();
  }

  /** The constant of this name, of what {@link Formal#wordOf} allows. */
  <E extends Enum<E>> E constant(String name, E otherwise) {
    return values.get(name) instanceof Value.Word word
        ? Enum.valueOf(otherwise.getDeclaringClass(), word.text().toUpperCase(Locale.ROOT))
        : otherwise;
  }

  Optional<List<String>> texts(String name) {
    return values.get(name) instanceof Value.ListOf list
        ? Optional.of(
            list.elements().stream().map(element -> ((Value.Text) element).value()).toList())
        : Optional.empty();
  }
}
