package dev.signet.lang;

import dev.signet.lang.grammar.SignetLexer;
import dev.signet.lang.grammar.SignetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * The only door to the ANTLR parser: a source goes in, a syntax tree and the list of its tokens
 * come out. Nesting, names and characters that are no part of the language are checked on the
 * tokens, before the parser recurses into them.
 */
final class SyntaxParser {
  private final SourceText source;
  private final DiagnosticCollector diagnostics;
  private final TokenSpans spans;

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
    if (tokens.isEmpty()
        || !new TokenChecker(source, spans, diagnostics).check(tokens.get())
        || diagnostics.isFull()) {
      return new Parsed(List.of(), List.of(), true);
    }
    SyntaxTreeBuilder builder = new SyntaxTreeBuilder(spans, diagnostics);
    List<Item> items = new ArrayList<>();
    for (SignetParser.FileContext tree : trees(tokens.get())) {
      items.addAll(builder.items(tree));
    }
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
                String.format(
                    Locale.ROOT, "the source has more than %,d words and symbols", Limits.TOKENS)));
        return Optional.empty();
      }
    }
  }

  private List<SignetParser.FileContext> trees(List<Token> tokens) {
    SignetParser parser = parser(tokens);
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return List.of(parser.file());
    } catch (ParseCancellationException _) {
      return treesWithErrors(tokens);
    }
  }

  private static SignetParser parser(List<Token> tokens) {
    SignetParser parser = new SignetParser(new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    return parser;
  }

  /** Item by item, so that what is not closed in one does not swallow the next. */
  private List<SignetParser.FileContext> treesWithErrors(List<Token> tokens) {
    List<SignetParser.FileContext> trees = new ArrayList<>();
    int from = 0;
    while (from < tokens.size() - 1) {
      int to = from + 1;
      while (to < tokens.size() - 1 && !TokenChecker.startsItem(tokens, to)) {
        to++;
      }
      List<Token> piece = new ArrayList<>(tokens.subList(from, to));
      Optional<Token> unclosed = TokenChecker.unclosed(piece);
      piece.add(end(tokens.get(to)));
      SignetParser parser = parser(piece);
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(new SyntaxErrorStrategy(source, spans, diagnostics, unclosed));
      try {
        trees.add(parser.file());
      } catch (SyntaxErrorStrategy.TooManyErrorsException _) {
        return trees;
      }
      from = to;
    }
    return trees;
  }

  /** An end of file in the place of a token. */
  private static Token end(Token token) {
    CommonToken end = new CommonToken(token);
    end.setType(Token.EOF);
    return end;
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
