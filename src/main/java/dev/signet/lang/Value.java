package dev.signet.lang;

import dev.signet.network.TensorType;
import java.util.List;

/** What an expression comes to. */
sealed interface Value {

  record Whole(long value) implements Value {}

  /** {@code value} is finite. */
  record Fraction(double value) implements Value {

    /** As the language writes it: {@code 0.5}, {@code 1e-12}. */
    static String plain(double number) {
      String text = Double.toString(number).replace("E", "e").replace(".0e", "e");
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
  }

  record Text(String value) implements Value {}

  record Truth(boolean value) implements Value {}

  record ListOf(List<Value> elements) implements Value {}

  /**
   * The result of a node.
   *
   * @param node index in the {@link GraphBuilder}
   */
  record Tensor(int node, TensorType type) implements Value {}

  /** A choice by name, such as {@code hardtanh}. */
  record Word(String text) implements Value {}

  /** What could not be computed; the reason has been reported. */
  record Unknown() implements Value {}

  /** As messages speak of it. */
  default String describe() {
    return switch (this) {
      case Whole whole -> "the number " + whole.value();
      case Fraction fraction -> "the number " + Fraction.plain(fraction.value());
      case Text text -> "the string " + Quoted.of(text.value());
      case Truth truth -> String.valueOf(truth.value());
      case ListOf(List<Value> elements) ->
          elements.stream()
              .filter(element -> !(element instanceof Text))
              .findFirst()
              .map(element -> "a list with " + element.describe() + " in it")
              .orElse("a list");
      case Tensor tensor -> "a value of type " + tensor.type();
      case Word word -> Quoted.of(word.text());
      case Unknown _ -> "an unknown value";
    };
  }
}
