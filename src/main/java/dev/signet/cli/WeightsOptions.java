package dev.signet.cli;

import dev.signet.data.Safetensors;
import dev.signet.network.Model;
import dev.signet.network.Network;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The trained weights of a command. */
final class WeightsOptions {
  @Option(
      names = "--weights",
      paramLabel = "W.safetensors",
      required = true,
      description = "Trained weights, as signet train writes them.")
  Path weights;

  Model load(Network network) {
    return read(weights, network);
  }

  static Model read(Path weights, Network network) {
    return new Model(network, Safetensors.read(weights).tensors());
  }
}
