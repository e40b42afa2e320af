package dev.signet.lang;

import java.util.Locale;

/**
 * Arithmetic on whole numbers and fractions. Whole numbers are exact: what overflows or does not
 * divide is an error and never another number.
 */
final class Calculator {
  private final DiagnosticCollector diagnostics;

  Calculator(DiagnosticCollector diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The result, or unknown after a report at the operator or the operand that is to blame. */
  Value apply(Value left, Expression.Operation operation, Value right) {
    if (left instanceof Value.Unknown || right instanceof Value.Unknown) {
      return new Value.Unknown();
    }
    if (!isNumber(left) || !isNumber(right)) {
      return refuse(
          operation.operatorSpan(),
          DiagnosticCode.TYPE,
          "'"
              + operation.operator().symbol()
              + "' takes numbers, not "
              + (isNumber(left) ? right : left).describe());
    }
    if (left instanceof Value.Whole l && right instanceof Value.Whole r) {
      return whole(l.value(), operation, r.value());
    }
    double l = fraction(left);
    double r = fraction(right);
    double result =
        switch (operation.operator()) {
          case ADD -> l + r;
          case SUBTRACT -> l - r;
          case MULTIPLY -> l * r;
          case DIVIDE -> l / r;
        };
    return Double.isFinite(result)
        ? new Value.Fraction(result)
        : refuse(
            operation.operatorSpan(),
            DiagnosticCode.NUMBER,
            r == 0 ? "division by zero" : "the result of this is too large");
  }

  private Value whole(long left, Expression.Operation operation, long right) {
    try {
      return switch (operation.operator()) {
        case ADD -> new Value.Whole(Math.addExact(left, right));
        case SUBTRACT -> new Value.Whole(Math.subtractExact(left, right));
        case MULTIPLY -> new Value.Whole(Math.multiplyExact(left, right));
        case DIVIDE -> quotient(left, operation, right);
      };
    } catch (ArithmeticException _) {
      return refuse(
          operation.operatorSpan(),
          DiagnosticCode.NUMBER,
          String.format(
              Locale.ROOT,
              "%d %s %d is too large; the largest number is %d",
              left,
              operation.operator().symbol(),
              right,
              Long.MAX_VALUE));
    }
  }

  private Value quotient(long left, Expression.Operation operation, long right) {
    if (right == 0) {
      return refuse(
          operation.operand().span(), DiagnosticCode.NUMBER, "division of " + left + " by zero");
    }
    if (left % right != 0) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.NUMBER,
                  operation.operatorSpan(),
                  left + " / " + right + " is not a whole number")
              .withSuggestion("where a fraction is meant, write " + left + ".0 / " + right));
      return new Value.Unknown();
    }
    return new Value.Whole(Math.divideExact(left, right));
  }

  /** The negative of a number. */
  Value negate(Value value, SourceSpan span) {
    return switch (value) {
      case Value.Whole(long number) when number == Long.MIN_VALUE ->
          refuse(span, DiagnosticCode.NUMBER, "-(" + number + ") is too large");
      case Value.Whole(long number) -> new Value.Whole(-number);
      case Value.Fraction fraction -> new Value.Fraction(-fraction.value());
      case Value.Unknown unknown -> unknown;
      case Value.Text _, Value.Truth _, Value.ListOf _, Value.Tensor _, Value.Word _ ->
          refuse(span, DiagnosticCode.TYPE, "'-' takes a number, not " + value.describe());
    };
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Whole || value instanceof Value.Fraction;
  }

  private static double fraction(Value value) {
    return switch (value) {
      case Value.Whole whole -> whole.value();
      case Value.Fraction fraction -> fraction.value();
      case Value.Text _,
          Value.Truth _,
          Value.ListOf _,
          Value.Tensor _,
          Value.Word _,
          Value.Unknown _ ->
          throw new IllegalArgumentException(value.describe());
    };
  }

  private Value refuse(SourceSpan span, DiagnosticCode code, String message) {
    diagnostics.report(Diagnostic.error(code, span, message));
    return new Value.Unknown();
  }
}
