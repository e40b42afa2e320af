package dev.signet.lang;

import dev.signet.lang.grammar.SignetLexer;
import dev.signet.lang.grammar.SignetParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The only door to the ANTLR parser: a source goes in, a syntax tree and the list of its tokens
 * come out. Nesting, names and characters that are no part of the language are checked on the
 * tokens, before the parser recurses into them.
 */
final class SyntaxParser {
  private final SourceText source;
  private final DiagnosticCollector diagnostics;
  private final TokenSpans spans;
  private Optional<Token> unclosed = Optional.empty();

  private SyntaxParser(SourceText source, DiagnosticCollector diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.spans = new TokenSpans(source.text());
  }

  /**
   * A syntax tree.
   *
   * @param items what could be read; with invalid expressions in it where there were errors
   * @param lexemes every token and comment, in order
   * @param damaged whether there were errors
   */
  record Parsed(List<Item> items, List<Lexeme> lexemes, boolean damaged) {}

  /** Reads a source that has no defect. */
  static Parsed parse(SourceText source, DiagnosticCollector diagnostics) {
    return new SyntaxParser(source, diagnostics).parse();
  }

  private Parsed parse() {
    Optional<List<Token>> tokens = tokens();
    if (tokens.isEmpty() || !checkTokens(tokens.get()) || diagnostics.isFull()) {
      return new Parsed(List.of(), List.of(), true);
    }
    SignetParser.FileContext tree = tree(tokens.get());
    List<Item> items = new SyntaxTreeBuilder(spans, diagnostics).items(tree);
    boolean damaged = diagnostics.errorCount() > 0;
    return new Parsed(items, damaged ? List.of() : lexemes(tokens.get()), damaged);
  }

  private Optional<List<Token>> tokens() {
    SignetLexer lexer = new SignetLexer(CharStreams.fromString(source.text()));
    lexer.removeErrorListeners();
    List<Token> tokens = new ArrayList<>();
    while (true) {
      Token token = lexer.nextToken();
      tokens.add(token);
      if (token.getType() == Token.EOF) {
        return Optional.of(tokens);
      }
      if (tokens.size() > Limits.TOKENS) {
        diagnostics.report(
            Diagnostic.error(
                DiagnosticCode.LIMIT,
                spans.of(token),
                String.format("the source has more than %,d words and symbols", Limits.TOKENS)));
        return Optional.empty();
      }
    }
  }

  /** Whether the parser can be let loose on the tokens. */
  private boolean checkTokens(List<Token> tokens) {
    Deque<Token> open = new ArrayDeque<>();
    for (int index = 0; index < tokens.size(); index++) {
      Token token = tokens.get(index);
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
    unclosed = Optional.ofNullable(open.peek());
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
                  "a name has %,d characters; at most %d are accepted",
                  span.end() - span.start(), Limits.NAME_LENGTH)));
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

  private SignetParser.FileContext tree(List<Token> tokens) {
    CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(tokens));
    SignetParser parser = new SignetParser(stream);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return parser.file();
    } catch (ParseCancellationException _) {
      stream.seek(0);
      parser.reset();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(new SyntaxErrorStrategy(source, spans, diagnostics, unclosed));
      try {
        return parser.file();
      } catch (SyntaxErrorStrategy.TooManyErrorsException _) {
        return new SignetParser.FileContext(null, 0);
      }
    }
  }

  private List<Lexeme> lexemes(List<Token> tokens) {
    List<Lexeme> lexemes = new ArrayList<>(tokens.size());
    for (Token token : tokens) {
      if (token.getType() != Token.EOF) {
        SourceSpan span = spans.of(token);
        String text = source.text().substring(span.start(), span.end());
        lexemes.add(new Lexeme(kind(token.getType()), text, span));
      }
    }
    return lexemes;
  }

  private static Lexeme.Kind kind(int type) {
    return switch (type) {
      case SignetLexer.COMMENT -> Lexeme.Kind.COMMENT;
      case SignetLexer.LPAREN, SignetLexer.LBRACKET, SignetLexer.LBRACE -> Lexeme.Kind.OPEN;
      case SignetLexer.RPAREN, SignetLexer.RBRACKET, SignetLexer.RBRACE -> Lexeme.Kind.CLOSE;
      case SignetLexer.PIPE -> Lexeme.Kind.PIPE;
      case SignetLexer.COMMA -> Lexeme.Kind.COMMA;
      case SignetLexer.COLON -> Lexeme.Kind.COLON;
      case SignetLexer.ASSIGN,
          SignetLexer.PLUS,
          SignetLexer.MINUS,
          SignetLexer.STAR,
          SignetLexer.SLASH ->
          Lexeme.Kind.OPERATOR;
      default -> Lexeme.Kind.WORD;
    };
  }
}
