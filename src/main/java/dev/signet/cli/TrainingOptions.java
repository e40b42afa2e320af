package dev.signet.cli;

import dev.signet.data.DataSet;
import dev.signet.data.NamedTensors;
import dev.signet.data.OutputPaths;
import dev.signet.data.Safetensors;
import dev.signet.network.Network;
import dev.signet.network.TrainingRecipe;
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

  /** Trains and writes the weights; a checkpoint stands beside them while training is under way. */
  Trained train(SignetCommand command, Network network, DataSet data, Path weights) {
    OutputPaths.requireWritable(weights);
    Path checkpoint = checkpointPath(weights);
    OutputPaths.requireWritable(checkpoint);
    Optional<Checkpoint> from = Optional.empty();
    if (resume) {
      if (!Files.exists(checkpoint)) {
        throw new CliException("there is no checkpoint " + checkpoint + " to resume from");
      }
      from = Optional.of(new Checkpoint(Safetensors.read(checkpoint)));
    }
    TrainingResult result;
    try (TrainingProgress progress =
        new TrainingProgress(
            command.err(), state -> Safetensors.write(checkpoint, state.get().contents()))) {
      result = Trainer.train(network, data, new TrainerOptions(threads.count(), from, progress));
    }
    Safetensors.write(
        weights, new NamedTensors(result.model().tensors(), Map.of("network", network.name())));
    removeCheckpoint(command, checkpoint);
    double accuracy =
        data.test().count() == 0
            ? 0
            : FloatForward.run(result.model(), data.test(), threads.count()).accuracy(data.test());
    return new Trained(
        result,
        new TrainingReport(
            network.name(),
            result.epochs().size(),
            result.seconds(),
            result.imagesPerSecond(),
            accuracy,
            weights.toString()));
  }

  private static Path checkpointPath(Path weights) {
    String name = String.valueOf(weights.getFileName());
    String stem =
        name.endsWith(".safetensors")
            ? name.substring(0, name.length() - ".safetensors".length())
            : name;
    return weights.resolveSibling(stem + ".checkpoint.safetensors");
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
