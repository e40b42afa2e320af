package dev.signet.cli;

import dev.signet.data.DataSet;
import dev.signet.data.Reading;
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
          "Where the data are: a directory with the four MNIST files (plain or gzip) or with CIFAR-10's binary files, a"
              + " directory or a zip with images as train|test/CLASS/NAME.png, or a CSV file. Not needed for the built-in"
              + " digits and tones.")
  Optional<Path> data;

  /** All images. */
  DataSet load(SignetCommand command, Network network, ThreadOptions threads) {
    return load(command, network, threads.count(), Reading.Splits.ALL);
  }

  /** The test images; there may be none to train with. */
  DataSet loadTest(SignetCommand command, Network network, ThreadOptions threads) {
    return load(command, network, threads.count(), Reading.Splits.TEST);
  }

  private DataSet load(SignetCommand command, Network network, int threads, Reading.Splits splits) {
    try (ReadingProgress progress =
        new ReadingProgress(command.err(), ScreenBar.columns(), System::nanoTime)) {
      return NetworkData.load(network, data, new Reading(splits, threads, progress));
    }
  }
}
