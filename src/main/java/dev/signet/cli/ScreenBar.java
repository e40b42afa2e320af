package dev.signet.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar on the terminal, with words before and behind it; where there is none, nothing. */
final class ScreenBar implements AutoCloseable {
  /** Cells of the bar between its brackets: as many as there is room for, within these. */
  private static final int SHORTEST = 5;

  private static final int LONGEST = 40;

  private final ProgressBar bar;

  /** Read by the thread that draws. */
  private volatile Status status;

  /**
   * What stands around the bar.
   *
   * @param before such as the epoch
   * @param behind such as the time left
   */
  record Status(String before, String behind) {}

  /**
   * @param columns of the terminal that standard error is; 0 where it is none
   * @param before what stands before the bar as long as nothing has been shown
   */
  ScreenBar(int columns, String before) {
    status = new Status(before, "");
    bar =
        new ProgressBarBuilder()
            .setInitialMax(1)
            .setRenderer((state, width) -> line(status, state.getNormalizedProgress(), width))
            // With a width of its own it does not ask the terminal: that makes Ctrl-C end the JVM
            // at once.
            .setConsumer(
                new ConsoleProgressBarConsumer(
                    columns > 0 ? System.err : silence(), Math.max(1, columns - 1)))
            .build();
  }

  /** How wide the terminal is: the launcher knows, if standard error is one; the JVM does not. */
  static int columns() {
    return Integer.getInteger("signet.columns", 0);
  }

  /** So much is done, and there is this to be said of it. */
  void show(long done, long total, Status now) {
    bar.maxHint(total);
    bar.stepTo(done);
    status = now;
  }

  /** What the bar's thread draws. */
  static String line(Status status, double share, int width) {
    int room = width - status.before().length() - status.behind().length() - 5;
    int cells = Math.clamp(room, SHORTEST, LONGEST);
    int full = (int) Math.floor(cells * Math.clamp(share, 0, 1));
    String line =
        "%s [%s%s]  %s"
            .formatted(
                status.before(), "=".repeat(full), " ".repeat(cells - full), status.behind());
    return line.substring(0, Math.min(line.length(), Math.max(0, width)));
  }

  @Override
  public void close() {
    bar.close();
  }

  private static PrintStream silence() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
