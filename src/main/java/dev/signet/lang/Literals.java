package dev.signet.lang;

/** The values of literals. */
final class Literals {
  private final DiagnosticCollector diagnostics;

  Literals(DiagnosticCollector diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Digits and {@code _}. */
  Expression integer(String text, SourceSpan span) {
    long value = 0;
    for (int index = 0; index < text.length(); index++) {
      char digit = text.charAt(index);
      if (digit == '_') {
        continue;
      }
      if (value > (Long.MAX_VALUE - (digit - '0')) / 10) {
        diagnostics.report(
            Diagnostic.error(
                DiagnosticCode.NUMBER,
                span,
                "the number "
                    + Quoted.of(text)
                    + " is too large; the largest is "
                    + Long.MAX_VALUE));
        return new Expression.Invalid(span);
      }
      value = 10 * value + (digit - '0');
    }
    return new Expression.IntegerLiteral(value, span);
  }

  /** Digits and {@code _} with a point, an exponent or both. */
  Expression real(String text, SourceSpan span) {
    double value = Double.parseDouble(text.replace("_", ""));
    if (Double.isInfinite(value)) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.NUMBER, span, "the number " + Quoted.of(text) + " is too large"));
      return new Expression.Invalid(span);
    }
    return new Expression.RealLiteral(value, span);
  }

  /** A string with its quotes. */
  Expression text(String quoted, SourceSpan span) {
    StringBuilder value = new StringBuilder();
    for (int index = 1; index < quoted.length() - 1; index++) {
      char character = quoted.charAt(index);
      if (character == '\\') {
        index++;
        character = quoted.charAt(index);
        if (character != '"' && character != '\\') {
          int at = span.start() + index;
          diagnostics.report(
              Diagnostic.error(
                  DiagnosticCode.SYNTAX,
                  new SourceSpan(at - 1, at + 1),
                  "in a string only \\\" and \\\\ can follow a backslash"));
          return new Expression.Invalid(span);
        }
      }
      value.append(character);
    }
    return new Expression.TextLiteral(value.toString(), span);
  }
}
