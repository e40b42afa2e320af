package dev.signet.lang;

/**
 * A token or comment of a source, as the formatter sees it.
 *
 * @param kind how it takes part in the layout
 * @param text its characters
 * @param span its place
 */
record Lexeme(Kind kind, String text, SourceSpan span) {
  enum Kind {
    /** Names, keywords, numbers, strings and units. */
    WORD,
    OPEN,
    CLOSE,
    PIPE,
    COMMA,
    COLON,
    /** {@code =} and the signs of arithmetic. */
    OPERATOR,
    COMMENT
  }

  boolean is(String symbol) {
    return kind != Kind.COMMENT && text.equals(symbol);
  }
}
