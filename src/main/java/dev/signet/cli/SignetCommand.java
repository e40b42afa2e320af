package dev.signet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.report.EstimateReport;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
abstract class SignetCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Print the result as one JSON object on standard output.")
  boolean json;

  final boolean wantsJson() {
    return json;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** A new JSON object. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Shows the result in the form that was asked for. */
  final void show(ObjectNode result, String text) {
    if (json) {
      out().println(result);
    } else {
      out().print(text);
    }
    out().flush();
  }

  /** Says where hardware may be slower than its clock. */
  final void warn(Optional<EstimateReport> estimate) {
    estimate
        .flatMap(EstimateReport::warning)
        .ifPresent(warning -> note("signet: warning: " + warning));
  }

  /** A note that is not the result. */
  final void note(String text) {
    err().println(text);
    err().flush();
  }
}
