package dev.signet.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Parses one CSV file byte by byte, so that no line, however long, is held as text.
 *
 * <p>Used once: make one, call {@link #parse}.
 */
final class CsvParser {
  private static final int MOST_PIXELS = 1 << 20;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 16;
  private static final int SHOWN = 20;

  /** Enough for the most pixels; what never ends a line is no CSV file. */
  private static final int MOST_LINE_BYTES = 16 << 20;

  private final Path file;
  private final InputStream input;
  private int line = 1;
  private int next;
  private int lineBytes;

  private byte[] pixels = new byte[1 << 16];
  private int pixelCount;
  private byte[] labels = new byte[1 << 10];
  private int rows;
  private int width = -1;

  CsvParser(Path file, InputStream input) {
    this.file = file;
    this.input = new BufferedInputStream(input, 1 << 16);
  }

  Csv.Rows parse() throws IOException {
    advance();
    if (next == 0xef) { // A byte order mark in UTF-8, as spreadsheets write it.
      input.skipNBytes(2);
      advance();
    }
    if (next >= 0 && !isDigit(next) && !isSpace(next) && next != '\n') {
      skipLine();
    }
    while (next >= 0) {
      skipSpaces();
      if (next == '\n') {
        advanceLine();
      } else if (next >= 0) {
        row();
      }
    }
    if (rows == 0) {
      throw new DataException(file + " holds no images");
    }
    return new Csv.Rows(width, Arrays.copyOf(pixels, pixelCount), Arrays.copyOf(labels, rows));
  }

  private void row() throws IOException {
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, grown(labels.length));
    }
    labels[rows] = (byte) number("label");
    int inRow = 0;
    while (next == ',') {
      advance();
      if (inRow == MOST_PIXELS) {
        throw error("more than " + MOST_PIXELS + " pixels on one line");
      }
      if (pixelCount == pixels.length) {
        pixels = Arrays.copyOf(pixels, grown(pixels.length));
      }
      pixels[pixelCount++] = (byte) number("pixel");
      inRow++;
    }
    if (inRow == 0) {
      throw error("a label without pixels; expected label, pixel, pixel, … separated by commas");
    }
    if (width >= 0 && inRow != width) {
      throw error(inRow + " pixels, but the lines before it have " + width);
    }
    width = inRow;
    rows++;
    if (next == '\n') {
      advanceLine();
    }
  }

  /** One whole number, 0 to 255, up to the comma, line end or end of file that follows it. */
  private int number(String what) throws IOException {
    skipSpaces();
    int value = 0;
    int digits = 0;
    StringBuilder seen = new StringBuilder();
    while (isDigit(next)) {
      value = Math.min(1000, value * 10 + (next - '0'));
      digits++;
      remember(seen);
      advance();
    }
    skipSpaces();
    boolean ended = next == ',' || next == '\n' || next < 0;
    if (digits > 0 && ended && value <= 255) {
      return value;
    }
    while (next != ',' && next != '\n' && next >= 0 && seen.length() < SHOWN) {
      remember(seen);
      advance();
    }
    throw error("expected a " + what + ", a whole number from 0 to 255, but found '" + seen + "'");
  }

  private void remember(StringBuilder seen) {
    if (seen.length() < SHOWN) {
      seen.append(next >= ' ' && next < 127 ? (char) next : '?');
    }
  }

  private int grown(int length) {
    if (length == MOST_BYTES) {
      throw new DataException(file + " holds more than " + MOST_BYTES + " pixels");
    }
    return (int) Math.min(MOST_BYTES, 2L * length);
  }

  private void skipLine() throws IOException {
    while (next >= 0 && next != '\n') {
      advance();
    }
    if (next == '\n') {
      advanceLine();
    }
  }

  private void advance() throws IOException {
    if (++lineBytes > MOST_LINE_BYTES) {
      throw error("the line is longer than " + MOST_LINE_BYTES + " bytes; this is no CSV file");
    }
    next = input.read();
  }

  private void advanceLine() throws IOException {
    lineBytes = 0;
    advance();
    line++;
  }

  private void skipSpaces() throws IOException {
    while (isSpace(next)) {
      advance();
    }
  }

  private static boolean isSpace(int character) {
    return character == ' ' || character == '\t' || character == '\r';
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private DataException error(String message) {
    return new DataException(file + ":" + line + ": " + message);
  }
}
