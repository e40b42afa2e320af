package dev.signet.cli;

import dev.signet.data.DataSet;
import dev.signet.flow.NetworkData;
import dev.signet.network.Network;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the images of a command come from. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Where the data are: a directory with the four MNIST files (plain or gzip), or a CSV file. Not needed for the"
              + " built-in drawn digits.")
  Optional<Path> data;

  DataSet load(Network network) {
    return NetworkData.load(network, data);
  }
}
