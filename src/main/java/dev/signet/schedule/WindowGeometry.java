package dev.signet.schedule;

import dev.signet.network.Window;
import dev.signet.schedule.StreamUnit.Lag;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of a {@link SlidingWindowUnit}: in which order it reads the words of a map, and how
 * many of them it has to keep.
 *
 * @param rows down
 * @param columns to the right
 * @param placeWords words of a place
 * @param groups groups of them, a divisor
 */
record WindowGeometry(Extent rows, Extent columns, int placeWords, int groups) {

  /**
   * A window over a map. A map one row high is taken as one column wide, which has the same places
   * in the same order: then the ring of rows is one of places.
   *
   * @param height rows of the map
   * @param length places of a row
   */
  static WindowGeometry of(int height, int length, Window window, int placeWords, int groups) {
    boolean flat = height == 1 && window.rows().kernel() == 1;
    return flat
        ? new WindowGeometry(
            new Extent(length, window.columns()),
            new Extent(1, Window.Extent.ONE),
            placeWords,
            groups)
        : new WindowGeometry(
            new Extent(height, window.rows()),
            new Extent(length, window.columns()),
            placeWords,
            groups);
  }

  /** One direction: how long the map is, and how the window moves along it. */
  record Extent(int length, Window.Extent window) {
    int results() {
      return window.results(length);
    }

    int kernel() {
      return window.kernel();
    }

    int stride() {
      return window.stride();
    }

    int lastResult() {
      return results() - 1;
    }

    /** The first place on the map that the window of a result, or of a later one, can see. */
    int firstKept(int result) {
      return Math.max(0, window.first(result));
    }

    /** The last place on the map under the window of a result; there is always one. */
    int lastSeen(int result) {
      return Math.min(length, window.first(result) + kernel()) - 1;
    }

    /** The places that no later result sees; for the last result all that are left. */
    int givenUp(int result) {
      return (result == lastResult() ? length : firstKept(result + 1)) - firstKept(result);
    }

    /** Whether any window sees padding. */
    boolean isPadded() {
      return window.before() > 0 || end() > length;
    }

    boolean isIdentity() {
      return kernel() == 1 && results() == length;
    }

    /** One past the last place under any window, counted from the first of the padding. */
    int end() {
      return lastResult() * stride() + kernel();
    }
  }

  /** Words of a group at a place. */
  int groupWords() {
    return placeWords / groups;
  }

  /** Words of a row of the map. */
  int rowWords() {
    return columns.length() * placeWords;
  }

  /** Places at which the window stands. */
  int results() {
    return rows.results() * columns.results();
  }

  /** Whether what goes out is what comes in. */
  boolean isIdentity() {
    return rows.isIdentity() && columns.isIdentity();
  }

  /** Words of a frame on the way in. */
  int wordsIn() {
    return rows.length() * rowWords();
  }

  /** Words of a frame on the way out. */
  int wordsOut() {
    return results() * windowWords();
  }

  /** Words under the window. */
  int windowWords() {
    return rows.kernel() * columns.kernel() * placeWords;
  }

  /**
   * Lines of the ring: those under the window and those that the next row of results adds; or those
   * that the last row of results sees and the first of the next frame. Where rows are skipped a
   * line more keeps the input from waiting while the window does.
   */
  int lines() {
    int steady = rows.kernel() + rows.stride() + (rows.stride() > rows.kernel() ? 1 : 0);
    int last = rows.lastResult();
    return Math.max(steady, rows.length() - rows.firstKept(last) + rows.lastSeen(0) + 1);
  }

  /** Words of the ring. */
  int depth() {
    return lines() * rowWords();
  }

  /**
   * Bounds at each place: what was read for the one before is there, and what is kept for this one
   * fills the ring. A word more may be read than has left.
   */
  Lag lag() {
    double least = 0;
    double most = 0;
    for (int row = 0; row < rows.results(); row++) {
      long kept = (long) rows.firstKept(row) * rowWords();
      for (int column = 0; column < columns.results(); column++) {
        long before = (long) (row * columns.results() + column) * windowWords();
        most =
            Math.max(
                most,
                (double) (kept + depth()) / wordsIn()
                    - (double) Math.max(0, before - 1) / wordsOut());
        long needed = kept;
        if (column > 0) {
          needed = wordsUpTo(rows.lastSeen(row), columns.lastSeen(column - 1));
        } else if (row > 0) {
          int seen = columns.lastSeen(columns.lastResult());
          needed = Math.max(kept, wordsUpTo(rows.lastSeen(row - 1), seen));
        }
        least =
            Math.min(
                least,
                (double) needed / wordsIn() - (double) (before + windowWords()) / wordsOut());
      }
    }
    return new Lag(least, most + 1.0 / wordsOut());
  }

  private long wordsUpTo(int row, int column) {
    return (long) row * rowWords() + (column + 1L) * placeWords;
  }

  /** By how many words the place of reading moves on, by the loop that goes on. */
  List<Long> steps() {
    long row = rowWords();
    long window = (rows.kernel() - 1) * row + (columns.kernel() - 1L) * placeWords;
    long lastWindow = (long) columns.lastResult() * columns.stride() * placeWords;
    long end =
        (long) rows.lastResult() * rows.stride() * row + lastWindow + window + placeWords - 1;
    return List.of(
        1L,
        placeWords - groupWords() + 1L,
        row - (columns.kernel() - 1L) * placeWords - groupWords() + 1,
        1 - window,
        (long) columns.stride() * placeWords - window - placeWords + 1,
        rows.stride() * row - lastWindow - window - placeWords + 1,
        rows.length() * row - end);
  }

  /** Where reading begins in a row of results, counted from the first word that is kept. */
  long firstOffset(int result) {
    return (long) (rows.window().first(result) - rows.firstKept(result)) * rowWords()
        - (long) columns.window().before() * placeWords;
  }

  /** The offset with which the row of results behind each begins. */
  List<Long> offsets() {
    List<Long> offsets = new ArrayList<>();
    for (int row = 0; row < rows.results(); row++) {
      offsets.add(firstOffset((row + 1) % rows.results()));
    }
    return offsets;
  }

  /** Whether some row of results gives up words behind the last it reads. */
  boolean givesUpUnseen() {
    for (int row = 0; row < rows.results(); row++) {
      int seen =
          (rows.lastSeen(row) - rows.firstKept(row)) * rowWords()
              + (columns.lastSeen(columns.lastResult()) + 1) * placeWords;
      if (seen < rows.givenUp(row) * rowWords()) {
        return true;
      }
    }
    return false;
  }
}
