package dev.signet.cli;

import dev.signet.train.Checkpoint;
import dev.signet.train.ProgressListener;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes: a bar on a terminal, else a line an epoch; and hands checkpoints on. */
final class TrainingProgress implements ProgressListener, AutoCloseable {
  private final PrintWriter err;
  private final Consumer<Supplier<Checkpoint>> keep;
  private final boolean terminal;
  private int epochs;
  private final ProgressBar bar;

  /**
   * @param err takes the lines of a run that is not watched on a terminal
   * @param keep is given each epoch's checkpoint
   */
  TrainingProgress(PrintWriter err, Consumer<Supplier<Checkpoint>> keep) {
    this.err = err;
    this.keep = keep;
    // The launcher knows whether standard error is a terminal; the JVM does not.
    this.terminal = Boolean.getBoolean("signet.terminal");
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("train")
            .setInitialMax(1)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(terminal ? System.err : silence()))
            .build();
  }

  @Override
  public void stepped(Progress progress) {
    epochs = progress.epochs();
    if (terminal) {
      bar.maxHint((long) progress.epochs() * progress.steps());
      bar.stepTo((long) (progress.epoch() - 1) * progress.steps() + progress.step());
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " epoch %d/%d, loss %.3f, %.1f %% right",
              progress.epoch(),
              progress.epochs(),
              progress.loss(),
              100 * progress.accuracy()));
    }
  }

  @Override
  public void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {
    keep.accept(checkpoint);
    if (!terminal) {
      err.printf(
          Locale.ROOT,
          "epoch %d/%d: loss %.4f, %.2f %% of the training images right%n",
          epoch.number(),
          epochs,
          epoch.loss(),
          100 * epoch.accuracy());
      err.flush();
    }
  }

  @Override
  public void close() {
    bar.close();
  }

  private static PrintStream silence() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
