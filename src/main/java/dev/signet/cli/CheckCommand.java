package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.UntrainedNetwork;
import dev.signet.lang.Compilation;
import dev.signet.lang.DiagnosticRenderer;
import dev.signet.lang.SignetLanguage;
import dev.signet.lower.LoweringException;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.report.EstimateReport;
import dev.signet.report.TextTable;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.schedule.Scheduler.ScheduleException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signet check}: what is wrong with a text, or what its networks are. */
@Command(
    name = "check",
    description =
        "Diagnoses a .bnn file and shows the shapes of its networks; warns of a clock that the hardware may not reach.")
final class CheckCommand extends SignetCommand {
  /** Weights up to which hardware is planned, so that a check takes no more than seconds. */
  private static final long MOST_WEIGHTS = 20_000_000;

  @Mixin SourceOptions source;

  @Override
  public Integer call() {
    Compilation compilation =
        SignetLanguage.compile(SourceOptions.read(source.file), source.parameters);
    if (compilation.hasErrors()) {
      throw new DiagnosticsException(compilation);
    }
    DiagnosticRenderer renderer = new DiagnosticRenderer(compilation.source());
    err().print(renderer.render(compilation.diagnostics()));
    ObjectNode result = object();
    result.put("ok", true);
    result.set("diagnostics", renderer.toJson(compilation.diagnostics()));
    ArrayNode networks = result.putArray("networks");
    StringBuilder text = new StringBuilder();
    for (Network network : source.meant(compilation)) {
      ObjectNode entry = networks.addObject();
      entry.put("name", network.name()).put("weights", network.weightCount());
      text.append(describe(network));
      doubt(network)
          .ifPresent(
              warning -> {
                entry.put("warning", warning);
                note("signet: warning: " + warning);
              });
    }
    show(result, text.toString());
    return 0;
  }

  /** What is doubtful of the hardware that the text asks for. */
  private static Optional<String> doubt(Network network) {
    HardwareGoals goals = network.hardware();
    if (goals.style() != Style.DATAFLOW || network.weightCount() > MOST_WEIGHTS) {
      return Optional.empty();
    }
    try {
      Hardware hardware =
          Scheduler.schedule(UntrainedNetwork.compile(network), Style.DATAFLOW, goals);
      return EstimateReport.of(hardware, goals).flatMap(EstimateReport::warning);
    } catch (ScheduleException e) {
      return Optional.of("the goals of the text cannot be met: " + e.getMessage());
    } catch (LoweringException _) {
      // Whether it can be built depends on its weights, and there are none yet.
      return Optional.empty();
    }
  }

  private static String describe(Network network) {
    TextTable table = new TextTable("layer", "result", "weights");
    for (Node node : network.nodes()) {
      long weights = Network.weightCount(network, node);
      table.row(
          node.name(),
          node.type().toString(),
          weights == 0 ? "" : String.format(Locale.ROOT, "%,d", weights));
    }
    return String.format(
            Locale.ROOT,
            "network %s: %,d weights of one bit%n%n",
            network.name(),
            network.weightCount())
        + table.render();
  }
}
