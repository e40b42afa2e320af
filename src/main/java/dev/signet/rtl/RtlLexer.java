package dev.signet.rtl;

import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a design into words, signs and strings, one at a time. */
final class RtlLexer {

  /** What a token is. */
  enum Kind {
    /** Letters, digits and underscores: a name, a number or digits. */
    WORD,
    SIGN,
    /** Quoted; the token's text is what the quotes hold. */
    STRING,
    END
  }

  /** A token and where it starts; lines and columns count from 1. */
  record Token(Kind kind, String text, int offset, int line, int column) {
    /** For messages. */
    String describe() {
      String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
      return kind == Kind.END ? "the end of the text" : "'" + shown + "'";
    }

    RtlException error(String message) {
      return new RtlException(line + ":" + column + ": " + message);
    }
  }

  private static final List<String> LONG_SIGNS = List.of("<=", "->", "==", ">=");
  private static final String SIGNS = "{}()[]:;,=<+-*&|^~?.'";

  private final String text;
  private int offset;
  private int line = 1;
  private int lineStart;

  RtlLexer(String text) {
    this.text = text;
  }

  /** Goes back to a token, which comes next again. */
  void rewind(Token token) {
    offset = token.offset();
    line = token.line();
    lineStart = token.offset() - (token.column() - 1);
  }

  /** The comment lines that come next, without their slashes and one space. */
  List<String> comments() {
    List<String> lines = new ArrayList<>();
    while (true) {
      skipSpace();
      if (!text.startsWith("//", offset)) {
        return lines;
      }
      String comment = text.substring(offset + 2, lineEnd());
      lines.add(comment.startsWith(" ") ? comment.substring(1) : comment);
      offset = lineEnd();
    }
  }

  /** The next token; comments are passed over. */
  Token next() {
    skipSpace();
    while (text.startsWith("//", offset)) {
      offset = lineEnd();
      skipSpace();
    }
    int start = offset;
    if (start == text.length()) {
      return token(Kind.END, "", start);
    }
    char first = text.charAt(start);
    if (isWord(first)) {
      while (offset < text.length() && isWord(text.charAt(offset))) {
        offset++;
      }
      return token(Kind.WORD, text.substring(start, offset), start);
    }
    if (first == '"') {
      return string();
    }
    for (String sign : LONG_SIGNS) {
      if (text.startsWith(sign, start)) {
        offset += sign.length();
        return token(Kind.SIGN, sign, start);
      }
    }
    offset++;
    Token sign = token(Kind.SIGN, String.valueOf(first), start);
    if (SIGNS.indexOf(first) < 0) {
      throw sign.error(
          first > ' ' && first < 127
              ? "'" + first + "' has no meaning here"
              : "the character U+%04X has no meaning here".formatted((int) first));
    }
    return sign;
  }

  private Token string() {
    int start = offset;
    StringBuilder content = new StringBuilder();
    for (offset++; offset < text.length() && text.charAt(offset) != '\n'; offset++) {
      char c = text.charAt(offset);
      if (c == '"') {
        offset++;
        return token(Kind.STRING, content.toString(), start);
      }
      if (c == '\\' && offset + 1 < text.length()) {
        offset++;
        c = text.charAt(offset) == 'n' ? '\n' : text.charAt(offset);
      }
      content.append(c);
    }
    throw token(Kind.STRING, "", start).error("the string does not end in its line");
  }

  private Token token(Kind kind, String content, int start) {
    return new Token(kind, content, start, line, start - lineStart + 1);
  }

  private void skipSpace() {
    while (offset < text.length() && " \t\r\n".indexOf(text.charAt(offset)) >= 0) {
      if (text.charAt(offset) == '\n') {
        line++;
        lineStart = offset + 1;
      }
      offset++;
    }
  }

  private int lineEnd() {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
