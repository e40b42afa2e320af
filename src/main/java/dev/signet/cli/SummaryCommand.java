package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.network.NetworkCost;
import dev.signet.report.NetworkSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signet summary}: what a network holds and computes. */
@Command(
    name = "summary",
    description =
        "Counts a network's parameters, memory and operations, layer by layer, and what remains of them in hardware.")
final class SummaryCommand extends SignetCommand {
  @Mixin SourceOptions source;

  @Override
  public Integer call() {
    NetworkSummary summary = new NetworkSummary(NetworkCost.of(source.load(this)));
    ObjectNode result = object();
    summary.putInto(result);
    show(result, summary.text());
    return 0;
  }
}
