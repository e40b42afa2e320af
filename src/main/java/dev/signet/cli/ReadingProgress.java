package dev.signet.cli;

import dev.signet.data.Reading;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Shows how the reading of images goes, where it takes a while: a bar on a terminal, else a line
 * that it has begun.
 */
final class ReadingProgress implements Reading.Listener, AutoCloseable {
  /** What is over sooner is not worth a word. */
  private static final long SILENT_NANOS = 700_000_000;

  private final PrintWriter err;
  private final int columns;
  private final LongSupplier nanos;
  private final long start;
  private Optional<ScreenBar> bar = Optional.empty();
  private boolean told;

  /**
   * @param err takes the line of a reading that is not watched on a terminal
   * @param columns of the terminal that standard error is; 0 where it is none
   * @param nanos the time, from any beginning
   */
  ReadingProgress(PrintWriter err, int columns, LongSupplier nanos) {
    this.err = err;
    this.columns = columns;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  @Override
  public void decoded(int done, int total) {
    if (!told && nanos.getAsLong() - start >= SILENT_NANOS) {
      told = true;
      if (columns > 0) {
        bar = Optional.of(new ScreenBar(columns, "read"));
      } else {
        err.printf(Locale.ROOT, "reading %,d images ...%n", total);
        err.flush();
      }
    }
    bar.ifPresent(
        shown ->
            shown.show(
                done,
                total,
                new ScreenBar.Status(
                    "read", String.format(Locale.ROOT, "%,d of %,d images", done, total))));
  }

  @Override
  public void close() {
    bar.ifPresent(ScreenBar::close);
  }
}
