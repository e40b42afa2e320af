package dev.signet.ir;

import java.util.List;

/**
 * Which places of a feature map have parameters of their own. Where padding adds nothing to a sum,
 * a place near the border has fewer terms than one inside, so its thresholds differ; all places
 * with the same row class and the same column class share theirs.
 *
 * @param rows the class of each row, 0 and up; empty where all rows are alike
 * @param columns the class of each column, 0 and up; empty where all columns are alike
 */
public record Borders(List<Integer> rows, List<Integer> columns) {
  /** All places are alike. */
  public static final Borders NONE = new Borders(List.of(), List.of());

  public Borders {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
  }

  /** The number of classes. */
  public int classes() {
    return count(rows) * count(columns);
  }

  /** The class of a place, 0 to {@code classes() − 1}. */
  public int classOf(int row, int column) {
    int ofRow = rows.isEmpty() ? 0 : rows.get(row);
    int ofColumn = columns.isEmpty() ? 0 : columns.get(column);
    return ofRow * count(columns) + ofColumn;
  }

  private static int count(List<Integer> classes) {
    return classes.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
  }
}
