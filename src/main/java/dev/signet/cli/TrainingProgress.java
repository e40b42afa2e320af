package dev.signet.cli;

import dev.signet.train.Checkpoint;
import dev.signet.train.ProgressListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows how training goes: a bar on a terminal, else a line an epoch. */
final class TrainingProgress implements ProgressListener, AutoCloseable {
  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final TimeLeft timeLeft = new TimeLeft();
  private final ScreenBar bar;

  /** Epochs before a resume. */
  private int before;

  private int epochs;
  private long steps;
  private long total;
  private Optional<Validation> validation = Optional.empty();

  /**
   * @param err takes the lines of a run that is not watched on a terminal
   * @param columns of the terminal that standard error is; 0 where it is none
   * @param nanos the time, from any beginning
   */
  TrainingProgress(PrintWriter err, int columns, LongSupplier nanos) {
    this.err = err;
    this.terminal = columns > 0;
    this.nanos = nanos;
    this.bar = new ScreenBar(columns, "train");
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
      bar.show(
          (long) before * progress.steps() + steps,
          (long) epochs * progress.steps(),
          new ScreenBar.Status(
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
                  left().map(time -> ", " + time + " left").orElse(""))));
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

  @Override
  public void close() {
    bar.close();
  }
}
