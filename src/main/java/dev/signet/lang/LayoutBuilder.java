package dev.signet.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns the words, symbols and comments of a source without syntax errors into a layout. It reads
 * from left to right; each method leaves {@code next} behind what it has laid out.
 */
final class LayoutBuilder {
  private final String source;
  private final List<Lexeme> lexemes;
  private final Set<Integer> starts;
  private int next;

  /**
   * @param source the text
   * @param lexemes its words, symbols and comments
   * @param starts the offsets where statements start
   */
  LayoutBuilder(String source, List<Lexeme> lexemes, Set<Integer> starts) {
    this.source = source;
    this.lexemes = lexemes;
    this.starts = starts;
  }

  /** The layout of the whole source. */
  Layout file() {
    return statements(false, true);
  }

  private boolean atEnd() {
    return next == lexemes.size();
  }

  private boolean atClose() {
    return atEnd() || lexemes.get(next).kind() == Lexeme.Kind.CLOSE;
  }

  private boolean atComment() {
    return !atEnd() && lexemes.get(next).kind() == Lexeme.Kind.COMMENT;
  }

  private boolean atTrailingComment() {
    return atComment() && next > 0 && newLinesBefore() == 0;
  }

  private boolean atStatement() {
    return !atEnd() && !atComment() && starts.contains(lexemes.get(next).span().start());
  }

  private int newLinesBefore() {
    int from = next == 0 ? 0 : lexemes.get(next - 1).span().end();
    int count = 0;
    for (int index = from; index < lexemes.get(next).span().start(); index++) {
      count += source.charAt(index) == '\n' ? 1 : 0;
    }
    return count;
  }

  /** Statements and comments up to a closing bracket or the end, each on its own lines. */
  private Layout statements(boolean settings, boolean items) {
    List<Layout> parts = new ArrayList<>();
    int keyWidth = settings ? keyWidth() : 0;
    boolean first = true;
    while (!atClose()) {
      if (!atTrailingComment()) {
        if (!first) {
          parts.add(new Layout.Break(newLinesBefore() > 1));
        }
        first = false;
      }
      if (atComment()) {
        parts.add(comment());
      } else if (items) {
        parts.add(item());
      } else if (settings) {
        parts.add(setting(keyWidth));
      } else {
        parts.add(expression());
      }
    }
    return new Layout.Sequence(parts);
  }

  private Layout comment() {
    boolean trailing = atTrailingComment();
    return new Layout.Comment(take().text().stripTrailing(), trailing);
  }

  private Lexeme take() {
    return lexemes.get(next++);
  }

  private Layout item() {
    boolean settings = lexemes.get(next).is("train") || lexemes.get(next).is("hardware");
    List<Layout> parts = new ArrayList<>();
    int from = next;
    while (!lexemes.get(next).is("{")) {
      parts.add(part(from));
    }
    if (!atCommentBefore()) {
      parts.add(new Layout.Text(" "));
    }
    take();
    parts.add(new Layout.Text("{"));
    addTrailingComments(parts);
    if (!atClose()) {
      parts.add(
          new Layout.Indent(
              new Layout.Sequence(List.of(new Layout.Break(false), statements(settings, false)))));
    }
    if (!lexemes.get(next - 1).is("{")) {
      parts.add(new Layout.Break(false));
    }
    take();
    parts.add(new Layout.Text("}"));
    return new Layout.Sequence(parts);
  }

  private boolean atCommentBefore() {
    return lexemes.get(next - 1).kind() == Lexeme.Kind.COMMENT;
  }

  private void addTrailingComments(List<Layout> parts) {
    while (atTrailingComment()) {
      parts.add(comment());
    }
  }

  /** The width of the column of keys; a fold's key stands close to its layer. */
  private int keyWidth() {
    int width = 0;
    int depth = 0;
    for (int index = next; index < lexemes.size() && depth >= 0; index++) {
      Lexeme lexeme = lexemes.get(index);
      if (lexeme.kind() == Lexeme.Kind.OPEN) {
        depth++;
      } else if (lexeme.kind() == Lexeme.Kind.CLOSE) {
        depth--;
      } else if (depth == 0
          && lexeme.kind() == Lexeme.Kind.WORD
          && starts.contains(lexeme.span().start())
          && !lexeme.is("fold")) {
        width = Math.max(width, lexeme.text().length());
      }
    }
    return width;
  }

  private Layout setting(int keyWidth) {
    Lexeme key = take();
    int padding = key.is("fold") ? 1 : Math.max(1, keyWidth - key.text().length() + 1);
    List<Layout> parts = new ArrayList<>();
    parts.add(new Layout.Text(key.text()));
    if (atComment()) {
      while (atComment()) {
        parts.add(comment());
      }
    } else {
      parts.add(new Layout.Text(" ".repeat(padding)));
    }
    parts.add(expression());
    return new Layout.Sequence(parts);
  }

  /**
   * A pipeline with what belongs to it, up to a comma, a closing bracket or the next statement.
   * Comments at its end are left to the caller.
   */
  private Layout expression() {
    int from = next;
    List<Layout> parts = new ArrayList<>();
    do {
      int before = next;
      if (atComment() && endsAfterComments()) {
        break;
      }
      if (lexemes.get(next).kind() == Lexeme.Kind.PIPE) {
        parts.add(new Layout.Line(" "));
        parts.add(new Layout.Text("|>"));
        take();
      } else {
        parts.add(part(before == from ? next : from));
      }
    } while (!atExpressionEnd());
    return new Layout.Group(new Layout.Indent(new Layout.Sequence(parts)));
  }

  private boolean atExpressionEnd() {
    return atClose() || lexemes.get(next).kind() == Lexeme.Kind.COMMA || atStatement();
  }

  private boolean endsAfterComments() {
    int here = next;
    while (atComment()) {
      next++;
    }
    boolean ends = atExpressionEnd();
    next = here;
    return ends;
  }

  /**
   * A word, a symbol, a comment or a pair of brackets with its content, and the space before it.
   *
   * @param from the first lexeme of the expression
   */
  private Layout part(int from) {
    if (atComment()) {
      return comment();
    }
    String space = isSpaced(from) ? " " : "";
    Lexeme lexeme = take();
    if (lexeme.kind() == Lexeme.Kind.OPEN) {
      return new Layout.Sequence(List.of(new Layout.Text(space), brackets(lexeme)));
    }
    return new Layout.Text(space + lexeme.text());
  }

  private boolean isSpaced(int from) {
    if (next == from || atCommentBefore()) {
      return false;
    }
    Lexeme before = lexemes.get(next - 1);
    Lexeme here = lexemes.get(next);
    return switch (here.kind()) {
      case COMMA, COLON, CLOSE -> false;
      case OPEN ->
          here.is("{") || before.kind() == Lexeme.Kind.PIPE || isSpacedOperator(next - 1, from);
      case OPERATOR -> !isUnary(next, from) || isSpacedOperator(next - 1, from);
      case WORD -> before.kind() != Lexeme.Kind.OPERATOR || isSpacedOperator(next - 1, from);
      case PIPE, COMMENT -> true;
    };
  }

  private boolean isSpacedOperator(int index, int from) {
    return lexemes.get(index).kind() == Lexeme.Kind.OPERATOR && !isUnary(index, from);
  }

  private boolean isUnary(int index, int from) {
    if (!lexemes.get(index).is("-")) {
      return false;
    }
    int before = index - 1;
    while (before >= from && lexemes.get(before).kind() == Lexeme.Kind.COMMENT) {
      before--;
    }
    return before < from
        || lexemes.get(before).kind() == Lexeme.Kind.OPERATOR
        || lexemes.get(before).kind() == Lexeme.Kind.PIPE;
  }

  /** What stands behind an opening bracket, which has been taken, and the closing one. */
  private Layout brackets(Lexeme open) {
    List<Layout> inner = new ArrayList<>();
    List<Layout> leading = new ArrayList<>();
    addTrailingComments(leading);
    Layout edge = new Layout.Line(open.is("{") ? " " : "");
    if (open.is("{")) {
      inner.add(edge);
      inner.add(statements(false, false));
    } else if (!atClose()) {
      inner.add(edge);
      addArguments(inner, open.is("["));
    }
    Lexeme close = take();
    List<Layout> parts = new ArrayList<>();
    parts.add(new Layout.Text(open.text()));
    parts.addAll(leading);
    parts.add(new Layout.Indent(new Layout.Sequence(inner)));
    if (!inner.isEmpty()) {
      parts.add(edge);
    }
    parts.add(new Layout.Text(close.text()));
    return new Layout.Group(new Layout.Sequence(parts));
  }

  private void addArguments(List<Layout> parts, boolean filled) {
    while (!atClose()) {
      if (atComment()) {
        parts.add(comment());
      } else if (lexemes.get(next).kind() == Lexeme.Kind.COMMA) {
        take();
        parts.add(new Layout.Text(","));
        addTrailingComments(parts);
        parts.add(filled ? new Layout.FillLine() : new Layout.Line(" "));
      } else {
        parts.add(expression());
      }
    }
  }
}
