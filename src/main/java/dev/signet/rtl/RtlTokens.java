package dev.signet.rtl;

import dev.signet.rtl.RtlLexer.Kind;
import dev.signet.rtl.RtlLexer.Token;
import java.util.List;
import java.util.function.Supplier;

/** The tokens of a text with one token of lookahead, and what a parser expects of them. */
final class RtlTokens {
  private final RtlLexer lexer;
  private Token token;

  RtlTokens(String text) {
    lexer = new RtlLexer(text);
    token = lexer.next();
  }

  /** The token that comes next. */
  Token peek() {
    return token;
  }

  boolean at(String text) {
    return (token.kind() == Kind.WORD || token.kind() == Kind.SIGN) && token.text().equals(text);
  }

  Token take() {
    Token taken = token;
    if (taken.kind() != Kind.END) {
      token = lexer.next();
    }
    return taken;
  }

  /** Takes the token if it is this one. */
  boolean accept(String text) {
    if (!at(text)) {
      return false;
    }
    take();
    return true;
  }

  void expect(String text) {
    if (!accept(text)) {
      throw token.error("expected '" + text + "' but found " + token.describe());
    }
  }

  /** Expects a sign and takes the comment lines that follow it. */
  List<String> expectAndComments(String sign) {
    if (!at(sign)) {
      throw token.error("expected '" + sign + "' but found " + token.describe());
    }
    List<String> comments = commentsAfter(sign.length());
    token = lexer.next();
    return comments;
  }

  private List<String> commentsAfter(int length) {
    lexer.rewind(
        new Token(
            token.kind(), "", token.offset() + length, token.line(), token.column() + length));
    return lexer.comments();
  }

  /** Goes back to a token. */
  void rewind(Token to) {
    lexer.rewind(to);
    token = lexer.next();
  }

  Token name() {
    return word("a name");
  }

  Token word(String what) {
    if (token.kind() != Kind.WORD) {
      throw token.error("expected " + what + " but found " + token.describe());
    }
    return take();
  }

  String string() {
    if (token.kind() != Kind.STRING) {
      throw token.error("expected a string but found " + token.describe());
    }
    return take().text();
  }

  /** A decimal number in a range. */
  int number(String what, int min, int max) {
    Token digits = word(what);
    if (digits.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
      // More than nine digits are beyond any range here.
      long value = digits.text().length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits.text());
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    throw digits.error(
        "expected %s from %d to %d but found %s".formatted(what, min, max, digits.describe()));
  }

  /** Makes something at a token; what its factory does not allow is an error there. */
  static <T> T make(Token at, Supplier<T> factory) {
    try {
      return factory.get();
    } catch (RtlException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw at.error(String.valueOf(e.getMessage()));
    }
  }
}
