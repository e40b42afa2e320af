package dev.signet.lang;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a layer, block or setting takes under a name.
 *
 * @param name the argument's name
 * @param kind what it may be
 * @param required whether it must be given
 */
record Formal(String name, Kind kind, boolean required) {

  static Formal required(String name, Kind kind) {
    return new Formal(name, kind, true);
  }

  static Formal optional(String name, Kind kind) {
    return new Formal(name, kind, false);
  }

  static Kind whole(long min, long max) {
    return new Whole(min, max);
  }

  /** From {@code min} to {@code max}, both allowed. */
  static Kind fraction(double min, double max) {
    return new Fraction(min, max, false);
  }

  /** From {@code min} up to but not including {@code max}. */
  static Kind fractionBelow(double min, double max) {
    return new Fraction(min, max, true);
  }

  /** The name of one of an enum's constants, in lower case. */
  static <E extends Enum<E>> Kind wordOf(Class<E> choices) {
    return new Word(
        Arrays.stream(choices.getEnumConstants())
            .map(choice -> choice.name().toLowerCase(Locale.ROOT))
            .toList());
  }

  /** A number, or one of some words. */
  static Kind wholeOrWord(long min, long max, String... words) {
    return new WholeOrWord(new Whole(min, max), new Word(List.of(words)));
  }

  /** What an argument may be. */
  sealed interface Kind {

    /** The values allowed, as messages put it. */
    default String describe() {
      return switch (this) {
        case Whole(long min, long max) when min == Long.MIN_VALUE && max == Long.MAX_VALUE ->
            "a whole number";
        case Whole whole when whole.max() == Long.MAX_VALUE ->
            "a whole number of at least " + whole.min();
        case Whole whole ->
            String.format(Locale.ROOT, "a whole number from %,d to %,d", whole.min(), whole.max());
        case Fraction fraction ->
            "a number from "
                + Value.Fraction.plain(fraction.min())
                + (fraction.belowMax() ? " up to but not including " : " to ")
                + Value.Fraction.plain(fraction.max());
        case TextList _ -> "a list of strings";
        case Truth _ -> "true or false";
        case Word word -> "one of " + String.join(", ", word.choices());
        case WholeOrWord either ->
            either.whole().describe()
                + " or '"
                + String.join("' or '", either.word().choices())
                + "'";
        case Any _ -> "any value";
      };
    }
  }

  record Whole(long min, long max) implements Kind {}

  record Fraction(double min, double max, boolean belowMax) implements Kind {}

  record TextList() implements Kind {}

  record Truth() implements Kind {}

  record Word(List<String> choices) implements Kind {}

  record WholeOrWord(Whole whole, Word word) implements Kind {}

  record Any() implements Kind {}
}
