package dev.signet.lang;

import dev.signet.lang.grammar.SignetLexer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Checks what can be checked without the grammar, before the parser recurses into brackets. */
final class TokenChecker {
  private final SourceText source;
  private final TokenSpans spans;
  private final DiagnosticCollector diagnostics;

  TokenChecker(SourceText source, TokenSpans spans, DiagnosticCollector diagnostics) {
    this.source = source;
    this.spans = spans;
    this.diagnostics = diagnostics;
  }

  /** Whether a network, block or section starts here: nothing inside one looks like its start. */
  static boolean startsItem(List<Token> tokens, int index) {
    return switch (tokens.get(index).getType()) {
      case SignetLexer.NETWORK, SignetLexer.BLOCK, SignetLexer.TRAIN, SignetLexer.HARDWARE ->
          tokens.get(index + 1).getType() == SignetLexer.ID;
      default -> false;
    };
  }

  /** The innermost bracket that is not closed by the end of the tokens. */
  static Optional<Token> unclosed(List<Token> tokens) {
    Deque<Token> open = new ArrayDeque<>();
    for (Token token : tokens) {
      switch (token.getType()) {
        case SignetLexer.LPAREN, SignetLexer.LBRACKET, SignetLexer.LBRACE -> open.push(token);
        case SignetLexer.RPAREN, SignetLexer.RBRACKET, SignetLexer.RBRACE -> {
          if (!open.isEmpty() && closes(token, open.getFirst())) {
            open.pop();
          }
        }
        default -> {}
      }
    }
    return Optional.ofNullable(open.peek());
  }

  /** Whether the parser can be let loose on the tokens. */
  boolean check(List<Token> tokens) {
    Deque<Token> open = new ArrayDeque<>();
    for (int index = 0; index < tokens.size(); index++) {
      Token token = tokens.get(index);
      if (startsItem(tokens, index)) {
        open.clear();
      }
      switch (token.getType()) {
        case SignetLexer.LPAREN, SignetLexer.LBRACKET, SignetLexer.LBRACE -> {
          open.push(token);
          if (open.size() > Limits.NESTING) {
            diagnostics.report(
                Diagnostic.error(
                    DiagnosticCode.LIMIT,
                    spans.of(token),
                    "brackets are nested more than " + Limits.NESTING + " deep"));
            return false;
          }
        }
        case SignetLexer.RPAREN, SignetLexer.RBRACKET, SignetLexer.RBRACE -> {
          if (!open.isEmpty() && closes(token, open.getFirst())) {
            open.pop();
          }
        }
        case SignetLexer.ID -> {
          if (isTooLong(token)) {
            return false;
          }
        }
        case SignetLexer.PIPE -> checkSpelling(token, "|>".equals(token.getText()));
        case SignetLexer.TEXT -> checkSpelling(token, token.getText().startsWith("\""));
        case SignetLexer.UNTERMINATED_TEXT ->
            diagnostics.report(
                Diagnostic.error(
                        DiagnosticCode.SYNTAX,
                        spans.of(token),
                        "a string is not closed in its line")
                    .withSuggestion("close it with '\"'"));
        case SignetLexer.BLOCK_COMMENT ->
            diagnostics.report(
                Diagnostic.error(
                        DiagnosticCode.SYNTAX, spans.of(token), "'/*' does not start a comment")
                    .withSuggestion("start each line of the comment with '//'"));
        case SignetLexer.UNEXPECTED -> index = reportUnexpected(tokens, index);
        default -> {}
      }
    }
    return true;
  }

  private static boolean closes(Token closing, Token opening) {
    return switch (closing.getType()) {
      case SignetLexer.RPAREN -> opening.getType() == SignetLexer.LPAREN;
      case SignetLexer.RBRACKET -> opening.getType() == SignetLexer.LBRACKET;
      default -> opening.getType() == SignetLexer.LBRACE;
    };
  }

  private void checkSpelling(Token token, boolean right) {
    if (!right) {
      boolean pipe = token.getType() == SignetLexer.PIPE;
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.SYNTAX,
                  spans.of(token),
                  Quoted.of(token.getText()) + (pipe ? " is no operator" : " is no string"))
              .withSuggestion(
                  pipe
                      ? "to hand a value on, write '|>'"
                      : "strings stand between double quotes, as in \"cat\""));
    }
  }

  private boolean isTooLong(Token token) {
    SourceSpan span = spans.of(token);
    boolean tooLong = span.end() - span.start() > Limits.NAME_LENGTH;
    if (tooLong) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              span,
              String.format(
                  Locale.ROOT,
                  "a name has %,d characters; at most %d are accepted",
                  span.end() - span.start(),
                  Limits.NAME_LENGTH)));
    }
    return tooLong;
  }

  /** One report for a run of strange characters; returns the index of its last token. */
  private int reportUnexpected(List<Token> tokens, int first) {
    int last = first;
    while (tokens.get(last + 1).getType() == SignetLexer.UNEXPECTED
        && tokens.get(last + 1).getStartIndex() == tokens.get(last).getStopIndex() + 1) {
      last++;
    }
    SourceSpan span = spans.of(tokens.get(first)).to(spans.of(tokens.get(last)));
    String text = source.text().substring(span.start(), span.end());
    diagnostics.report(
        Diagnostic.error(
                DiagnosticCode.SYNTAX,
                span,
                (text.codePointCount(0, text.length()) == 1 ? "character " : "characters ")
                    + Quoted.of(text)
                    + " cannot stand here")
            .withSuggestion(Optional.ofNullable(advice(text.codePointAt(0)))));
    return last;
  }

  private static @Nullable String advice(int character) {
    return switch (character) {
      case ';' -> "nothing needs to be ended with ';': leave it out";
      case '#' -> "comments start with '//'";
      case '\'', '\u201c', '\u201d', '\u2018', '\u2019' ->
          "strings stand between plain double quotes, as in \"cat\"";
      case '.' -> "a number needs a digit before and after its '.'";
      default -> null;
    };
  }
}
