package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.EdaTool;
import dev.signet.flow.ToolLocator;
import dev.signet.report.TextTable;
import picocli.CommandLine.Command;

/** {@code signet doctor}: what is there and what is not. */
@Command(
    name = "doctor",
    description = "Shows which JDK and tools are there, and what each missing one is needed for.")
final class DoctorCommand extends SignetCommand {

  @Override
  public Integer call() {
    ObjectNode result = object();
    Runtime runtime = Runtime.getRuntime();
    String java = System.getProperty("java.vendor") + " " + System.getProperty("java.version");
    result.put("java", java);
    result.put("java_home", System.getProperty("java.home"));
    result.put("processors", runtime.availableProcessors());
    result.put("max_memory_bytes", runtime.maxMemory());
    TextTable table = new TextTable("tool", "found", "needed for");
    table.row("java", java, "everything");
    ToolLocator tools = ToolLocator.ofEnvironment();
    ArrayNode array = result.putArray("tools");
    StringBuilder missing = new StringBuilder();
    boolean complete = true;
    for (EdaTool tool : EdaTool.values()) {
      ToolLocator.Status status = tools.status(tool);
      boolean found = status.path().isPresent();
      String version =
          status.version().orElse(found ? "found, but does not tell its version" : "missing");
      ObjectNode entry = array.addObject();
      entry.put("tool", tool.command());
      entry.put("found", found);
      entry.put("version", status.version().orElse(null));
      entry.put("needed_for", tool.purpose());
      table.row(tool.command(), version, tool.purpose());
      complete &= found || !tool.isRequired();
      if (!found) {
        missing.append(
            "%s is missing; to get it: %s%n".formatted(tool.command(), tool.installation()));
      }
    }
    result.put("ok", complete);
    show(
        result,
        table.render()
            + "%d processors, at most %,d MiB of memory%n"
                .formatted(runtime.availableProcessors(), runtime.maxMemory() >> 20)
            + missing);
    return 0;
  }
}
