package dev.signet.cli;

import dev.signet.data.ImageSet;
import dev.signet.network.Network;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The test images of a command, all or the first of them. */
final class TestImageOptions {
  @Mixin DataOptions data;

  @Option(names = "--frames", paramLabel = "N", description = "Only the first N test images.")
  Optional<Integer> frames;

  ImageSet load(Network network) {
    ImageSet all = data.load(network).test();
    return frames.map(count -> all.first(Counts.positive("--frames", count))).orElse(all);
  }
}
