package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.lang.Compilation;
import dev.signet.lang.DiagnosticRenderer;
import dev.signet.lang.SignetLanguage;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.report.TextTable;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signet check}: what is wrong with a text, or what its networks are. */
@Command(
    name = "check",
    description = "Diagnoses a .bnn file and shows the shapes of its networks.")
final class CheckCommand extends SignetCommand {
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
      networks.addObject().put("name", network.name()).put("weights", network.weightCount());
      text.append(describe(network));
    }
    show(result, text.toString());
    return 0;
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
