package dev.signet.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest cell; numbers stand to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    this.header = List.of(header);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException when it has not as many cells as the header
   */
  public TextTable row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + header);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The table, each line ended by a newline. */
  public String render() {
    int[] widths = new int[header.size()];
    boolean[] numeric = new boolean[header.size()];
    for (int column = 0; column < widths.length; column++) {
      int at = column;
      widths[column] = width(header.get(column));
      rows.forEach(row -> widths[at] = Math.max(widths[at], width(row.get(at))));
      numeric[column] = !rows.isEmpty() && rows.stream().allMatch(row -> isNumeric(row.get(at)));
    }
    StringBuilder text = new StringBuilder();
    line(text, header, widths, numeric);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("─".repeat(width));
    }
    line(text, rule, widths, numeric);
    rows.forEach(row -> line(text, row, widths, numeric));
    return text.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static boolean isNumeric(String cell) {
    return cell.isEmpty()
        || cell.equals("–")
        || Character.isDigit(cell.charAt(0))
        || cell.charAt(0) == '-';
  }

  private static void line(
      StringBuilder text, List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String padding = " ".repeat(widths[column] - width(cells.get(column)));
      line.append(column == 0 ? "" : GAP);
      line.append(numeric[column] ? padding + cells.get(column) : cells.get(column) + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
