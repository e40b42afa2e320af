package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.DataSet;
import dev.signet.data.OutputLock;
import dev.signet.network.Network;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet train}: from text and data to weights. */
@Command(name = "train", description = "Trains a network and writes its weights.")
final class TrainCommand extends SignetCommand {
  @Mixin SourceOptions source;
  @Mixin DataOptions data;
  @Mixin TrainingOptions training;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "W.safetensors",
      description = "Where the weights go (default: NETWORK.safetensors).")
  Optional<Path> output;

  @Override
  public Integer call() {
    Network network = training.adjust(source.load(this));
    DataSet set = data.load(this, network, training.threads);
    TrainingFiles files = training.files(output.orElse(Path.of(network.name() + ".safetensors")));
    TrainingOptions.Trained trained;
    try (OutputLock _ = TrainingFiles.lock(files.weights())) {
      trained = training.train(this, network, set, files);
    }
    ObjectNode result = object();
    trained.report().putInto(result);
    show(result, trained.report().text());
    return 0;
  }
}
