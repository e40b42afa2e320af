package dev.signet.cli;

import dev.signet.data.DataSet;
import dev.signet.network.Network;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The test images of a command, all or the first of them. */
final class TestImageOptions {
  @Mixin DataOptions data;

  @Option(names = "--frames", paramLabel = "N", description = "Only the first N test images.")
  Optional<Integer> frames;

  /** The data with the test images that are meant, and perhaps none to train with. */
  DataSet load(SignetCommand command, Network network, ThreadOptions threads) {
    DataSet all = data.loadTest(command, network, threads);
    return frames.map(count -> all.first(0, Counts.positive("--frames", count))).orElse(all);
  }
}
