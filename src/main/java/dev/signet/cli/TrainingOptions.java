package dev.signet.cli;

import dev.signet.SignetException;
import dev.signet.data.DataSet;
import dev.signet.data.NamedTensors;
import dev.signet.data.Safetensors;
import dev.signet.network.Network;
import dev.signet.network.NetworkCost;
import dev.signet.network.TrainingRecipe;
import dev.signet.report.NetworkSummary;
import dev.signet.report.TrainingCurves;
import dev.signet.report.TrainingReport;
import dev.signet.train.Checkpoint;
import dev.signet.train.FloatForward;
import dev.signet.train.Trainer;
import dev.signet.train.TrainerOptions;
import dev.signet.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a command trains: what may differ from the text, and how it goes on after an interruption.
 */
final class TrainingOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images, instead of the text's.")
  Optional<Integer> epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random choice, instead of the text's.")
  Optional<Long> seed;

  @Option(
      names = "--resume",
      description = "Go on from the checkpoint an interrupted run left beside the weights.")
  boolean resume;

  @Option(
      names = "--log",
      paramLabel = "FILE.csv",
      description = "Where the log of the epochs goes (default: beside the weights, W.log.csv).")
  Optional<Path> log;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg|png",
      description =
          "Where the curves of the epochs go, as SVG or PNG (default: beside the weights, W.curves.svg).")
  Optional<Path> plot;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Also write the values of the epochs for TensorBoard, as an event file in DIR.")
  Optional<Path> tensorBoard;

  @Mixin ThreadOptions threads;

  /**
   * What training gave.
   *
   * @param result the model and its history
   * @param report for people and scripts
   */
  record Trained(TrainingResult result, TrainingReport report) {}

  /** The network with the options' changes to its recipe. */
  Network adjust(Network network) {
    TrainingRecipe recipe = network.training();
    if (epochs.isPresent() && (epochs.get() < 0 || epochs.get() > 1_000_000)) {
      throw new UsageException("--epochs takes 0 to 1,000,000, not " + epochs.get());
    }
    TrainingRecipe changed =
        recipe.toBuilder()
            .epochs(epochs.orElse(recipe.epochs()))
            .seed(seed.orElse(recipe.seed()))
            .build();
    return new Network(
        network.name(), network.nodes(), network.outputName(), changed, network.hardware());
  }

  /**
   * What it writes if its weights go there.
   *
   * @throws UsageException when the options cannot be
   */
  TrainingFiles files(Path weights) {
    return TrainingFiles.of(weights, log, plot, tensorBoard);
  }

  /**
   * Trains and writes the weights; a checkpoint stands beside them while training is under way. The
   * caller holds the lock of the files.
   */
  Trained train(SignetCommand command, Network network, DataSet data, TrainingFiles files) {
    files.prepare();
    command.note(new NetworkSummary(NetworkCost.of(network)).line());
    Optional<Checkpoint> from = checkpoint(files.checkpoint());
    TrainingResult result;
    try (Interruption interruption = new Interruption(command, files.checkpoint())) {
      result = train(command, network, data, files, from, interruption);
      interruption.holdOffDuring(
          () -> {
            Safetensors.write(
                files.weights(),
                new NamedTensors(result.model().tensors(), Map.of("network", network.name())));
            removeCheckpoint(command, files.checkpoint());
            interruption.trainingFinished();
          });
    }
    boolean plotted = plot(command, network, result, files);
    double accuracy =
        data.test().count() == 0
            ? 0
            : FloatForward.run(result.model(), data.test(), threads.count()).accuracy(data.test());
    return new Trained(
        result,
        TrainingReport.of(network.name(), result, accuracy, written(files, result, plotted)));
  }

  private Optional<Checkpoint> checkpoint(Path file) {
    if (!resume) {
      return Optional.empty();
    }
    if (!Files.exists(file)) {
      throw new CliException("there is no checkpoint " + file + " to resume from");
    }
    return Optional.of(new Checkpoint(Safetensors.read(file)));
  }

  private TrainingResult train(
      SignetCommand command,
      Network network,
      DataSet data,
      TrainingFiles files,
      Optional<Checkpoint> from,
      Interruption interruption) {
    try (TrainingProgress progress =
            new TrainingProgress(command.err(), ScreenBar.columns(), System::nanoTime);
        TrainingJournal journal = new TrainingJournal(files, from, interruption)) {
      interruption.clearScreenBy(progress::close);
      return Trainer.train(
          network, data, new TrainerOptions(threads.count(), from, journal.andThen(progress)));
    }
  }

  /** Draws the curves; that it cannot is no reason to fail. Whether there is a picture. */
  private static boolean plot(
      SignetCommand command, Network network, TrainingResult result, TrainingFiles files) {
    if (result.epochs().isEmpty()) {
      return false;
    }
    TrainingCurves curves = TrainingCurves.of(network.name(), result);
    try {
      files.plot().write(curves::svg, curves::png);
      return true;
    } catch (SignetException e) {
      command.note("signet: the curves are not drawn: " + e.getMessage());
    }
    return false;
  }

  private static TrainingReport.Files written(
      TrainingFiles files, TrainingResult result, boolean plotted) {
    return new TrainingReport.Files(
        files.weights().toString(),
        result.epochs().isEmpty() ? Optional.empty() : Optional.of(files.log().toString()),
        plotted ? Optional.of(files.plot().toString()) : Optional.empty(),
        files.tensorBoard().map(Path::toString));
  }

  private static void removeCheckpoint(SignetCommand command, Path checkpoint) {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      command.note(
          "signet: the checkpoint " + checkpoint + " could not be removed: " + e.getMessage());
    }
  }
}
