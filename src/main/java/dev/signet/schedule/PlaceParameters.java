package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.ir.Borders;
import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which parameters the elements of a word have: a row of a table that holds, for each class of
 * places, those of each word of a place. Counters follow the stream, and tell the row.
 */
final class PlaceParameters {
  private static final int WORD = 0;
  private static final int COLUMN = 1;
  private static final int ROW = 2;

  private final int words;
  private final Borders borders;
  private final int columnClasses;
  private final int rowClasses;
  private final int height;
  private final int length;

  /**
   * @param words words of a place
   * @param type of what streams: a vector or a map
   * @param borders the classes of its places
   */
  PlaceParameters(int words, IrType type, Borders borders) {
    this.words = words;
    this.borders = borders;
    this.columnClasses = classes(borders.columns());
    this.rowClasses = classes(borders.rows());
    boolean isMap = type.shape().rank() == 3;
    this.height = isMap ? type.shape().extents().get(0) : 1;
    this.length = isMap ? type.shape().extents().get(1) : 1;
  }

  private static int classes(List<Integer> ofPlaces) {
    return ofPlaces.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
  }

  /** Rows of the table. */
  int depth() {
    return rowClasses * columnClasses * words;
  }

  /** The class of places that a row of the table is for. */
  int classOf(int row) {
    return row / words;
  }

  /** The word of a place that a row of the table is for. */
  int wordOf(int row) {
    return row % words;
  }

  private List<LoopNest.Loop> loops() {
    boolean byRow = rowClasses > 1;
    return List.of(
        new LoopNest.Loop("place_word", words),
        new LoopNest.Loop("place_column", byRow || columnClasses > 1 ? length : 1),
        new LoopNest.Loop("place_row", byRow ? height : 1));
  }

  /** Bits of the counters that follow the stream. */
  int counterBits() {
    return depth() == 1
        ? 0
        : loops().stream()
            .filter(loop -> loop.turns() > 1)
            .mapToInt(loop -> bitsFor(loop.turns() - 1L))
            .sum();
  }

  /**
   * The row for the next word, {@code bitsFor(depth − 1)} bits; nothing where there is one only.
   *
   * @param step one bit: the next word has passed
   */
  Optional<Expression> row(ModuleBuilder module, Expression step) {
    if (depth() == 1) {
      return Optional.empty();
    }
    LoopNest loops = new LoopNest(module, step, loops());
    int bits = bitsFor(depth() - 1L);
    List<Expression> terms = new ArrayList<>();
    loops.counter(WORD).ifPresent(word -> terms.add(zeroExtend(word, bits)));
    if (columnClasses > 1) {
      Signal column = loops.counter(COLUMN).orElseThrow();
      terms.add(module.wire("column_class", byPlace(column, borders.columns(), words, bits)));
    }
    if (rowClasses > 1) {
      Signal row = loops.counter(ROW).orElseThrow();
      terms.add(
          module.wire("row_class", byPlace(row, borders.rows(), columnClasses * words, bits)));
    }
    return terms.stream().reduce((left, right) -> add(left, right));
  }

  /**
   * The first row of the table for the class of a place. Places of one class are mostly in a row.
   */
  private static Expression byPlace(
      Signal place, List<Integer> classes, int rowsOfClass, int bits) {
    Expression chosen = constant(bits, (long) classes.getLast() * rowsOfClass);
    for (int index = classes.size() - 2; index >= 0; index--) {
      if (!classes.get(index).equals(classes.get(index + 1))) {
        chosen =
            mux(
                new Expression.Compare(
                    Expression.Comparison.UNSIGNED_LESS,
                    place,
                    constant(place.width(), index + 1L)),
                constant(bits, (long) classes.get(index) * rowsOfClass),
                chosen);
      }
    }
    return chosen;
  }
}
