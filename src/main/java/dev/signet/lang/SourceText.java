package dev.signet.lang;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of one source and the name it goes by in messages.
 *
 * <p>A source that is no text at all (too large, not UTF-8, with control characters) is a value of
 * this class too: it carries its defect, which the compiler and the formatter report as their only
 * diagnostic.
 */
public final class SourceText {

  /** The largest source accepted, in bytes of UTF-8: 4 MiB. */
  public static final int MAX_BYTES = 4 << 20;

  private final String name;
  private final String text;
  private final Optional<Diagnostic> defect;
  private final int[] lineStarts;

  private SourceText(String name, String text, Optional<Diagnostic> defect) {
    this.name = name;
    this.text = text;
    this.defect = defect;
    this.lineStarts = lineStarts(text);
  }

  /**
   * A source that is already text.
   *
   * @param name what messages call it, usually the file's path
   * @param text its text
   */
  public static SourceText of(String name, String text) {
    if (text.length() > MAX_BYTES) {
      return tooLarge(name, text.length(), "characters");
    }
    Optional<Diagnostic> defect = firstBadCharacter(text);
    return new SourceText(
        name, defect.isPresent() ? upToEndOfLine(text, defect.get()) : text, defect);
  }

  /**
   * A source as the bytes of a file, in UTF-8 (a byte order mark is skipped). It is enough to read
   * one byte more than {@link #MAX_BYTES} of a larger file.
   *
   * @param name what messages call it, usually the file's path
   * @param bytes the content of the file
   */
  public static SourceText decode(String name, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return tooLarge(name, bytes.length, "bytes");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(input, output, true);
    String text = output.flip().toString();
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    if (result.isError()) {
      Optional<Diagnostic> earlier = firstBadCharacter(text);
      Diagnostic notUtf8 =
          Diagnostic.error(
                  DiagnosticCode.NOT_TEXT,
                  new SourceSpan(text.length(), text.length()),
                  String.format(
                      Locale.ROOT,
                      "this is not a text file in UTF-8: byte 0x%02X at offset %d",
                      bytes[input.position()] & 0xff,
                      input.position()))
              .withSuggestion("save the file as UTF-8 text");
      return new SourceText(name, text, Optional.of(earlier.orElse(notUtf8)));
    }
    return of(name, text);
  }

  private static SourceText tooLarge(String name, int size, String unit) {
    return new SourceText(
        name,
        "",
        Optional.of(
            Diagnostic.error(
                DiagnosticCode.LIMIT,
                new SourceSpan(0, 0),
                String.format(
                    Locale.ROOT,
                    "the source has %s%,d %s; at most %,d (4 MiB) are accepted",
                    size == MAX_BYTES + 1 ? "at least " : "",
                    size,
                    unit,
                    MAX_BYTES))));
  }

  private static Optional<Diagnostic> firstBadCharacter(String text) {
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      boolean control =
          (character < ' ' && character != '\n' && character != '\r' && character != '\t')
              || (character >= 0x7f && character < 0xa0);
      boolean pair =
          Character.isHighSurrogate(character)
              && index + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(index + 1));
      if (control || (Character.isSurrogate(character) && !pair)) {
        return Optional.of(
            Diagnostic.error(
                    DiagnosticCode.NOT_TEXT,
                    new SourceSpan(index, index + 1),
                    String.format(
                        Locale.ROOT,
                        "the source holds a %s: U+%04X at offset %d",
                        character == 0
                            ? "NUL character"
                            : control ? "control character" : "broken character",
                        (int) character,
                        index))
                .withSuggestion("is this a text file? remove the character"));
      }
      if (pair) {
        index++;
      }
    }
    return Optional.empty();
  }

  /** What follows the line of the defect is of no use, and may be large. */
  private static String upToEndOfLine(String text, Diagnostic defect) {
    int end = text.indexOf('\n', defect.span().end());
    return end < 0 ? text : text.substring(0, end);
  }

  private static int[] lineStarts(String text) {
    int count = 1;
    for (int index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) {
      count++;
    }
    int[] starts = new int[count];
    int line = 1;
    for (int index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) {
      starts[line++] = index + 1;
    }
    return starts;
  }

  /** What messages call this source. */
  public String name() {
    return name;
  }

  /** The text; only its beginning when it has a defect. */
  public String text() {
    return text;
  }

  /** Why this is not a text that can be read, if so. */
  Optional<Diagnostic> defect() {
    return defect;
  }

  /** The defect as the list of all diagnostics. */
  List<Diagnostic> defects() {
    return defect.stream().toList();
  }

  /** The line, counted from 1, of an offset from 0 to the length of the text. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column, counted from 1 in code points, of an offset. */
  public int column(int offset) {
    return text.codePointCount(lineStarts[line(offset) - 1], offset) + 1;
  }

  /** The offset of the first character of a line counted from 1. */
  int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /** A line counted from 1, without its end. */
  String lineText(int line) {
    int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
    if (end > lineStarts[line - 1] && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(lineStarts[line - 1], end);
  }

  /** {@code line 3, column 14}. */
  String place(SourceSpan span) {
    return "line " + line(span.start()) + ", column " + column(span.start());
  }

  @Override
  public String toString() {
    return "SourceText[" + name + ", " + text.length() + " characters]";
  }
}
