package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.FreshProcess;
import dev.signet.flow.NoiseSimulation;
import dev.signet.network.Network;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet bench first-frames}: what {@code bench simulation} starts in a fresh process. */
@Command(
    name = "first-frames",
    hidden = true,
    description =
        "Makes hardware with random weights and runs random images through it clock by clock; bench"
            + " simulation measures how long that takes from the start.")
final class BenchFirstFramesCommand extends SignetCommand {
  @Mixin SourceOptions source;

  @Mixin StyleOptions style;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "How many images (default: ${DEFAULT-VALUE}).")
  int frames = 1000;

  @Override
  public Integer call() {
    Network network = source.load(this);
    NoiseSimulation simulation =
        NoiseSimulation.of(network, style.of(network), Counts.positive("--frames", frames));
    NoiseSimulation.Outcome outcome = simulation.run();
    ObjectNode result = object();
    result.put("frames", outcome.inferences().frames());
    result.put("clocks", outcome.clocks());
    result.put("hash", String.format(Locale.ROOT, "%08x", outcome.inferences().hashCode()));
    show(result, FreshProcess.summary(outcome) + "\n");
    return 0;
  }
}
