package dev.signet.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the words of IR text one after the other. White space and comments, from {@code //} to the
 * end of the line, may stand between any two.
 */
final class IrScanner {
  private static final int MAX_QUOTED = 24;

  private final String text;
  private int position;

  IrScanner(String text) {
    this.text = text;
  }

  /** Where the next word begins. */
  int position() {
    skipSpace();
    return position;
  }

  /** The number of characters left. */
  int remaining() {
    return text.length() - position;
  }

  boolean atEnd() {
    skipSpace();
    return position == text.length();
  }

  /** Steps over the word or mark when it is next. */
  boolean accept(String word) {
    skipSpace();
    int end = position + word.length();
    if (!text.startsWith(word, position)) {
      return false;
    }
    if (isNamePart(word.charAt(word.length() - 1))
        && end < text.length()
        && isNamePart(text.charAt(end))) {
      return false;
    }
    position = end;
    return true;
  }

  /** Steps over the word or mark, which must be next. */
  void expect(String word) {
    if (!accept(word)) {
      throw expected("'" + word + "'");
    }
  }

  /** A letter and the letters, digits and underscores that follow it. */
  String name(String what) {
    skipSpace();
    int end = position;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    if (end == position || !isLetter(text.charAt(position))) {
      throw expected(what);
    }
    String name = text.substring(position, end);
    position = end;
    return name;
  }

  /** A name behind a sign such as {@code %}. */
  String symbol(String sigil, String what) {
    if (!accept(sigil)) {
      throw expected(what);
    }
    return name(what);
  }

  /** Any number of elements between brackets. */
  <T> List<T> list(Supplier<T> element) {
    expect("[");
    List<T> elements = new ArrayList<>();
    if (accept("]")) {
      return elements;
    }
    do {
      elements.add(element.get());
    } while (accept(","));
    expect("]");
    return elements;
  }

  /** A decimal integer within the bounds. */
  long integer(String what, long min, long max) {
    skipSpace();
    int end = position;
    if (end < text.length() && text.charAt(end) == '-') {
      end++;
    }
    int digits = end;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    if (end == digits) {
      throw expected(what);
    }
    long value;
    try {
      value = Long.parseLong(text, position, end, 10);
    } catch (NumberFormatException e) {
      throw outside(what, min, max);
    }
    if (value < min || value > max) {
      throw outside(what, min, max);
    }
    position = end;
    return value;
  }

  private IrException outside(String what, long min, long max) {
    return error(
        position, "expected " + what + " from " + min + " to " + max + ", found " + next());
  }

  /** Text between double quotes. */
  String quoted(String what) {
    skipSpace();
    int start = position;
    if (!text.startsWith("\"", start)) {
      throw expected(what + " in double quotes");
    }
    StringBuilder content = new StringBuilder();
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      if (text.charAt(at) == '\\') {
        at = escape(at, content);
      } else {
        content.append(text.charAt(at++));
      }
    }
    if (at >= text.length() || text.charAt(at) != '"') {
      throw error(start, what + " has no closing double quote on its line");
    }
    position = at + 1;
    return content.toString();
  }

  private int escape(int backslash, StringBuilder content) {
    int kind = backslash + 1 < text.length() ? text.charAt(backslash + 1) : ' ';
    switch (kind) {
      case '"', '\\' -> content.append((char) kind);
      case 'n' -> content.append('\n');
      case 't' -> content.append('\t');
      case 'u' -> {
        int end = backslash + 6;
        int code = 0;
        for (int at = backslash + 2; at < end; at++) {
          code = 16 * code + (at < text.length() ? hexDigit(at) : hexDigit(backslash));
        }
        content.append((char) code);
        return end;
      }
      default -> throw error(backslash, "expected one of \\\" \\\\ \\n \\t \\uXXXX");
    }
    return backslash + 2;
  }

  /**
   * One row of a bit matrix, column 0 in the lowest bit of the last digit.
   *
   * @param words receives {@code ⌈columns/64⌉} longs from {@code start} on
   */
  void hexRow(int columns, long[] words, int start) {
    skipSpace();
    int digits = (columns + 3) / 4;
    int end = position;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    if (end - position != digits) {
      throw expected(
          "a row of " + digits + " hexadecimal digits for " + columns + " bits", end - position);
    }
    for (int digit = 0; digit < digits; digit++) {
      words[start + digit / 16] |= (long) hexDigit(end - 1 - digit) << (digit % 16 * 4);
    }
    if (columns % 64 != 0 && words[start + columns / 64] >>> (columns % 64) != 0) {
      throw error(position, "the row has a bit beyond column " + (columns - 1));
    }
    position = end;
  }

  /** One row of hexadecimal digits; room for it is made only where the text can hold it. */
  BitMatrix hexRow(int columns) {
    if ((columns + 3) / 4 > remaining()) {
      throw error(position(), "the text ends before a row of " + columns + " bits");
    }
    long[] words = new long[BitMatrix.wordsFor(columns)];
    hexRow(columns, words, 0);
    return BitMatrix.of(1, columns, words);
  }

  private int hexDigit(int at) {
    int digit = Character.digit(text.charAt(at), 16);
    if (digit < 0 || text.charAt(at) > 'f') {
      throw error(at, "expected a hexadecimal digit");
    }
    return digit;
  }

  /** What was expected where the next word is. */
  IrException expected(String what) {
    skipSpace();
    return error(position, "expected " + what + ", found " + next());
  }

  private IrException expected(String what, int length) {
    return error(position, "expected " + what + ", found " + length + ": " + next());
  }

  /** An error at a position, {@code line:column: message}, both counted from 1. */
  IrException error(int at, String message) {
    int line = 1;
    int lineStart = 0;
    for (int k = 0; k < at; k++) {
      if (text.charAt(k) == '\n') {
        line++;
        lineStart = k + 1;
      }
    }
    return new IrException(line + ":" + (at - lineStart + 1) + ": " + message);
  }

  private String next() {
    if (position >= text.length()) {
      return "the end of the text";
    }
    int end = position + 1;
    while (end < text.length()
        && end - position < MAX_QUOTED
        && isNamePart(text.charAt(end - 1))
        && isNamePart(text.charAt(end))) {
      end++;
    }
    char first = text.charAt(position);
    return Character.isISOControl(first) || Character.isSurrogate(first)
        ? String.format("character U+%04X", (int) first)
        : "'" + text.substring(position, end) + "'";
  }

  private void skipSpace() {
    while (position < text.length()) {
      if (text.startsWith("//", position)) {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
      } else if (isSpace(text.charAt(position))) {
        position++;
      } else {
        return;
      }
    }
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\n' || character == '\t' || character == '\r';
  }

  private static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  private static boolean isNamePart(char character) {
    return isLetter(character) || (character >= '0' && character <= '9') || character == '_';
  }
}
