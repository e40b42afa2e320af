package dev.signet.schedule;

import dev.signet.schedule.WindowGeometry.Extent;

/**
 * When a {@link SlidingWindowUnit} takes the words of a map and gives those under its windows.
 *
 * <p>A word under the window is read where it is in the ring and the output is free. With the last
 * word of a row of windows, rows of the map are given up; their places are free in the next clock.
 */
final class WindowTiming extends UnitTiming {
  private final StreamTimes in;
  private final StreamTimes out;
  private final int depth;
  private final int wordsIn;
  private final int wordsOut;
  private final int rowEnd;

  /** For each word out, how many words of the frame have to be there. */
  private final int[] needed;

  /** For each row of results, how many words of the frame are given up when it is out. */
  private final int[] givenUp;

  private final TimeRing arrived;

  /** When rows of results were out. */
  private final TimeRing rowAt;

  private long taken;
  private long frame;
  private int given;
  private int nextRowEnd;
  private long rows;
  private long frees;
  private long readAt;

  WindowTiming(StreamTimes in, StreamTimes out, WindowGeometry geometry) {
    this.in = in;
    this.out = out;
    this.depth = geometry.depth();
    this.wordsIn = geometry.wordsIn();
    this.wordsOut = geometry.wordsOut();
    this.rowEnd = geometry.columns().results() * geometry.windowWords();
    this.givenUp = givenUp(geometry);
    this.needed = needed(geometry);
    this.arrived = new TimeRing(depth);
    // A ring of several frames waits for no row further back than it is long.
    this.rowAt = new TimeRing(givenUp.length * (2 + Math.ceilDiv(depth, wordsIn)));
  }

  private static int[] givenUp(WindowGeometry geometry) {
    Extent rows = geometry.rows();
    int[] givenUp = new int[rows.results()];
    for (int row = 0; row < givenUp.length; row++) {
      givenUp[row] = (rows.firstKept(row) + rows.givenUp(row)) * geometry.rowWords();
    }
    return givenUp;
  }

  private int[] needed(WindowGeometry geometry) {
    int[] words = new int[wordsOut];
    Extent rows = geometry.rows();
    Extent columns = geometry.columns();
    int index = 0;
    for (int row = 0; row < rows.results(); row++) {
      for (int column = 0; column < columns.results(); column++) {
        for (int group = 0; group < geometry.groups(); group++) {
          for (int tapRow = 0; tapRow < rows.kernel(); tapRow++) {
            int y = rows.window().first(row) + tapRow;
            for (int tapColumn = 0; tapColumn < columns.kernel(); tapColumn++) {
              int x = columns.window().first(column) + tapColumn;
              boolean inside = y >= 0 && y < rows.length() && x >= 0 && x < columns.length();
              int first =
                  (y * columns.length() + x) * geometry.placeWords()
                      + group * geometry.groupWords();
              for (int word = 0; word < geometry.groupWords(); word++) {
                words[index++] = inside ? first + word + 1 : 0;
              }
            }
          }
        }
      }
      if (geometry.givesUpUnseen()) {
        words[index - 1] = Math.max(words[index - 1], givenUp[row]);
      }
    }
    return words;
  }

  @Override
  void restart(long period) {
    taken = 0;
    frame = 0;
    given = 0;
    nextRowEnd = rowEnd;
    rows = 0;
    frees = 0;
    readAt = StreamTimes.NEVER;
  }

  @Override
  int lookback() {
    return Math.ceilDiv(depth, wordsIn);
  }

  @Override
  void offered() {
    take();
  }

  @Override
  void run() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = read();
      goesOn |= take();
    }
  }

  private boolean take() {
    if (!in.isOffered()) {
      return false;
    }
    long time = in.offeredAt();
    if (taken >= depth) {
      while (freedBy(frees) < taken + 1 - depth) {
        frees++;
      }
      if (frees >= rows) {
        return false;
      }
      time = Math.max(time, rowAt.get(frees) + 1);
    }
    arrived.set(taken++, time);
    in.take(time);
    return true;
  }

  /** Words given up when a row of results is out, of all frames. */
  private long freedBy(long row) {
    return row / givenUp.length * wordsIn + givenUp[(int) (row % givenUp.length)];
  }

  private boolean read() {
    int need = needed[given];
    if (!out.isFree() || (need > 0 && frame * wordsIn + need > taken)) {
      return false;
    }
    long time = Math.max(readAt + 1, out.takenAt());
    if (need > 0) {
      time = Math.max(time, arrived.get(frame * wordsIn + need - 1) + 1);
    }
    readAt = Math.max(time, 0);
    given++;
    if (given == nextRowEnd) {
      rowAt.set(rows++, readAt);
      nextRowEnd += rowEnd;
    }
    if (given == wordsOut) {
      given = 0;
      nextRowEnd = rowEnd;
      frame++;
    }
    out.offer(readAt + 1);
    return true;
  }
}
