package dev.signet.cli;

import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The style of hardware, where it is not to be that of the text. */
final class StyleOptions {
  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description = "dataflow or spatial, instead of the text's.")
  Optional<Style> style;

  /** The style of a network's hardware. */
  Style of(Network network) {
    return style.orElse(network.hardware().style());
  }
}
