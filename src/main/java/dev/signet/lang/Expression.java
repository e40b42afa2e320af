package dev.signet.lang;

import java.util.List;
import java.util.Optional;

/** The syntax of everything that has a value: numbers and names, layers and pipelines of them. */
sealed interface Expression {
  SourceSpan span();

  record IntegerLiteral(long value, SourceSpan span) implements Expression {}

  record RealLiteral(double value, SourceSpan span) implements Expression {}

  /** {@code value} is what stands between the quotes, escapes resolved. */
  record TextLiteral(String value, SourceSpan span) implements Expression {}

  record TruthLiteral(boolean value, SourceSpan span) implements Expression {}

  record ListLiteral(List<Expression> elements, SourceSpan span) implements Expression {}

  /** A value, or a layer or block without arguments. */
  record Name(String text, SourceSpan span) implements Expression {}

  /** A layer or block with arguments. */
  record Call(Name callee, List<Argument> arguments, SourceSpan span) implements Expression {}

  /**
   * Operators of one precedence, applied from left to right. A list and not a tree, so that a long
   * sum is not a deep one.
   */
  record Arithmetic(Expression first, List<Operation> rest, SourceSpan span)
      implements Expression {}

  record Negation(Expression operand, SourceSpan span) implements Expression {}

  /** The body applied {@code count} times, each to the result of the one before. */
  record Repeat(Expression count, Body body, SourceSpan span) implements Expression {}

  /** A value and what is applied to it; a stage is a name, a call, a repetition or invalid. */
  record Pipeline(Expression head, List<Expression> stages, SourceSpan span)
      implements Expression {}

  /** What could not be read; it has been reported. */
  record Invalid(SourceSpan span) implements Expression {}

  record Argument(Optional<Name> name, Expression value, SourceSpan span) {}

  record Operation(Operator operator, SourceSpan operatorSpan, Expression operand) {}

  /** The content of a block or a repetition. */
  record Body(List<Item.Let> lets, Expression result, SourceSpan span) {}

  enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }
  }
}
