package dev.signet.cli;

import dev.signet.train.Checkpoint;
import dev.signet.train.ProgressListener;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how training goes: a bar on a terminal, else a line an epoch. */
final class TrainingProgress implements ProgressListener, AutoCloseable {
  /** Cells of the bar between its brackets: as many as there is room for, within these. */
  private static final int SHORTEST = 5;

  private static final int LONGEST = 40;

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final TimeLeft timeLeft = new TimeLeft();
  private final ProgressBar bar;

  /** Epochs before a resume. */
  private int before;

  private int epochs;
  private long steps;
  private long total;
  private Optional<Validation> validation = Optional.empty();

  /** Epoch, and what stands behind the bar; read by the thread that draws it. */
  private volatile Status status = new Status("train", "");

  record Status(String epoch, String values) {}

  /**
   * @param err takes the lines of a run that is not watched on a terminal
   * @param columns of the terminal that standard error is; 0 where it is none
   * @param nanos the time, from any beginning
   */
  TrainingProgress(PrintWriter err, int columns, LongSupplier nanos) {
    this.err = err;
    this.terminal = columns > 0;
    this.nanos = nanos;
    this.bar =
        new ProgressBarBuilder()
            .setInitialMax(1)
            .setRenderer((state, width) -> line(status, state.getNormalizedProgress(), width))
            // With a width of its own it does not ask the terminal: that makes Ctrl-C end the JVM
            // at once.
            .setConsumer(
                new ConsoleProgressBarConsumer(
                    terminal ? System.err : silence(), Math.max(1, columns - 1)))
            .build();
  }

  @Override
  public void started(List<Epoch> finished) {
    before = finished.size();
    validation = finished.isEmpty() ? Optional.empty() : finished.getLast().validation();
    timeLeft.mark(0, nanos.getAsLong());
  }

  @Override
  public void stepped(Progress progress) {
    epochs = progress.epochs();
    steps = (long) (progress.epoch() - 1 - before) * progress.steps() + progress.step();
    total = (long) (epochs - before) * progress.steps();
    if (terminal) {
      bar.maxHint((long) epochs * progress.steps());
      bar.stepTo((long) before * progress.steps() + steps);
      status =
          new Status(
              "epoch %d/%d".formatted(progress.epoch(), epochs),
              String.format(
                  Locale.ROOT,
                  "loss %.3f, %.1f %% right%s%s",
                  progress.loss(),
                  100 * progress.accuracy(),
                  validation
                      .map(
                          held ->
                              String.format(
                                  Locale.ROOT, ", validation %.1f %%", 100 * held.accuracy()))
                      .orElse(""),
                  left().map(time -> ", " + time + " left").orElse("")));
    }
  }

  @Override
  public void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {
    validation = epoch.validation();
    timeLeft.mark(steps, nanos.getAsLong());
    if (!terminal) {
      err.printf(
          Locale.ROOT,
          "epoch %d/%d: loss %.4f, %.2f %% of the training images right%s%s%s%n",
          epoch.number(),
          epochs,
          epoch.loss(),
          100 * epoch.accuracy(),
          validation
              .map(
                  held ->
                      String.format(Locale.ROOT, ", %.2f %% in validation", 100 * held.accuracy()))
              .orElse(""),
          epoch.best() ? " (best)" : "",
          steps < total ? left().map(time -> ", " + time + " left").orElse("") : "");
      err.flush();
    }
  }

  private Optional<String> left() {
    return timeLeft.after(steps, total, nanos.getAsLong()).map(TimeLeft::text);
  }

  /** What the bar's thread draws: epoch, bar, values. */
  static String line(Status status, double share, int width) {
    int room = width - status.epoch().length() - status.values().length() - 5;
    int cells = Math.clamp(room, SHORTEST, LONGEST);
    int full = (int) Math.floor(cells * Math.clamp(share, 0, 1));
    String line =
        "%s [%s%s]  %s"
            .formatted(status.epoch(), "=".repeat(full), " ".repeat(cells - full), status.values());
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
