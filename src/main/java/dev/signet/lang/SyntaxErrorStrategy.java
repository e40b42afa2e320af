package dev.signet.lang;

import dev.signet.lang.grammar.SignetParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Recovers as ANTLR does, and says what was expected in the words of the language. */
final class SyntaxErrorStrategy extends DefaultErrorStrategy {

  private static final Set<Integer> VALUES =
      Set.of(
          SignetParser.INTEGER,
          SignetParser.REAL,
          SignetParser.TEXT,
          SignetParser.TRUE,
          SignetParser.FALSE,
          SignetParser.LBRACKET,
          SignetParser.LPAREN,
          SignetParser.MINUS,
          SignetParser.ID,
          SignetParser.REPEAT);

  /** What may nearly always follow and is nearly never what was meant. */
  private static final Set<Integer> CONTINUATIONS =
      Set.of(
          SignetParser.PLUS,
          SignetParser.MINUS,
          SignetParser.STAR,
          SignetParser.SLASH,
          SignetParser.LPAREN,
          SignetParser.UNIT);

  private static final Set<Integer> BEHIND_NAMES =
      Set.of(SignetParser.ASSIGN, SignetParser.COLON, SignetParser.LBRACE, SignetParser.LPAREN);

  private static final Set<Integer> KEYWORDS =
      Set.of(
          SignetParser.NETWORK,
          SignetParser.BLOCK,
          SignetParser.TRAIN,
          SignetParser.HARDWARE,
          SignetParser.INPUT,
          SignetParser.LET,
          SignetParser.OUTPUT,
          SignetParser.REPEAT,
          SignetParser.TRUE,
          SignetParser.FALSE);

  private final SourceText source;
  private final TokenSpans spans;
  private final DiagnosticCollector diagnostics;
  private final Optional<Token> unclosed;

  SyntaxErrorStrategy(
      SourceText source,
      TokenSpans spans,
      DiagnosticCollector diagnostics,
      Optional<Token> unclosed) {
    this.source = source;
    this.spans = spans;
    this.diagnostics = diagnostics;
    this.unclosed = unclosed;
  }

  /** Enough was reported; ends the parse. */
  static final class TooManyErrorsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooManyErrorsException() {
      super("too many syntax errors", null, false, false);
    }
  }

  @Override
  public void reportError(Parser recognizer, RecognitionException error) {
    if (inErrorRecoveryMode(recognizer)) {
      return;
    }
    beginErrorCondition(recognizer);
    boolean ahead =
        error instanceof NoViableAltException choice
            && choice.getStartToken().getTokenIndex() != choice.getOffendingToken().getTokenIndex();
    IntervalSet expected = ahead ? new IntervalSet() : recognizer.getExpectedTokens();
    report(recognizer, error.getOffendingToken(), expected);
  }

  /** A keyword in the place of a name is reported and then taken as the name. */
  @Override
  public Token recoverInline(Parser recognizer) {
    Token found = recognizer.getCurrentToken();
    if (isReserved(found.getType())
        && recognizer.getExpectedTokens().contains(SignetParser.ID)
        && BEHIND_NAMES.contains(recognizer.getInputStream().LA(2))) {
      reportCurrent(recognizer);
      return recognizer.consume();
    }
    return super.recoverInline(recognizer);
  }

  @Override
  protected void reportUnwantedToken(Parser recognizer) {
    reportCurrent(recognizer);
  }

  @Override
  protected void reportMissingToken(Parser recognizer) {
    reportCurrent(recognizer);
  }

  private void reportCurrent(Parser recognizer) {
    if (!inErrorRecoveryMode(recognizer)) {
      beginErrorCondition(recognizer);
      report(recognizer, recognizer.getCurrentToken(), recognizer.getExpectedTokens());
    }
  }

  private void report(Parser recognizer, Token found, IntervalSet expected) {
    boolean end = found.getType() == Token.EOF;
    boolean endOfFile = end && found.getStopIndex() < found.getStartIndex();
    Token previous = recognizer.getInputStream().LT(-1);
    SourceSpan span = endOfFile && previous != null ? spans.behind(previous) : spans.of(found);
    String foundText = endOfFile ? "the end of the file" : Quoted.of(found.getText());
    List<String> wanted = expectations(expected);
    String message =
        wanted.isEmpty()
            ? "unexpected " + foundText
            : "expected " + alternatives(wanted) + ", found " + foundText;
    Diagnostic diagnostic = Diagnostic.error(DiagnosticCode.SYNTAX, span, message);
    if (end && unclosed.isPresent()) {
      diagnostic =
          diagnostic.withNote(
              "the '"
                  + unclosed.get().getText()
                  + "' at "
                  + source.place(spans.of(unclosed.get()))
                  + " is not closed");
    } else if (found.getType() == SignetParser.ID) {
      diagnostic = diagnostic.withSuggestion(misspeltKeyword(found.getText(), expected));
    } else if (expected.contains(SignetParser.ID) && isReserved(found.getType())) {
      diagnostic =
          diagnostic.withNote(foundText + " is a word of the language and cannot be a name");
    }
    diagnostics.report(diagnostic);
    if (diagnostics.isFull()) {
      throw new TooManyErrorsException();
    }
  }

  private static boolean isReserved(int type) {
    return KEYWORDS.contains(type) || type == SignetParser.UNIT;
  }

  private static Optional<String> misspeltKeyword(String text, IntervalSet expected) {
    List<String> keywords = new ArrayList<>();
    for (int type : expected.toList()) {
      if (KEYWORDS.contains(type)) {
        keywords.add(literal(type));
      }
    }
    return Spelling.didYouMean(text, keywords);
  }

  private static List<String> expectations(IntervalSet expected) {
    Set<Integer> types = new LinkedHashSet<>(expected.toList());
    List<String> wanted = new ArrayList<>();
    if (types.contains(SignetParser.INTEGER)) {
      boolean named = types.contains(SignetParser.NETWORK);
      types.removeAll(VALUES);
      if (named) {
        types.removeAll(KEYWORDS);
      }
      wanted.add("a value");
    } else if (types.equals(Set.of(SignetParser.ID, SignetParser.REPEAT))) {
      return List.of("a layer");
    }
    Set<Integer> telling = new LinkedHashSet<>(types);
    telling.removeAll(CONTINUATIONS);
    for (int type : telling.isEmpty() && wanted.isEmpty() ? types : telling) {
      wanted.add(
          switch (type) {
            case Token.EOF -> "the end of the file";
            case SignetParser.ID -> "a name";
            case SignetParser.UNIT -> "a unit";
            default -> "'" + literal(type) + "'";
          });
    }
    return wanted;
  }

  private static String literal(int type) {
    String literal = SignetParser.VOCABULARY.getLiteralName(type);
    return literal == null
        ? SignetParser.VOCABULARY.getDisplayName(type)
        : literal.substring(1, literal.length() - 1);
  }

  private static String alternatives(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }
}
