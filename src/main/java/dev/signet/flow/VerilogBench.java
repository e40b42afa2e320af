package dev.signet.flow;

import dev.signet.rtl.PortTrace;
import dev.signet.schedule.Hardware;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes hardware to a folder that is removed again, and lets a Verilog simulator replay traces on
 * it.
 */
final class VerilogBench {
  private final ToolLocator tools;

  VerilogBench(ToolLocator tools) {
    this.tools = tools;
  }

  /**
   * Compiles once and replays each trace.
   *
   * @param traces by name
   * @return an outcome for each, by the same names and in the same order
   * @throws FlowException when the tool fails
   */
  Map<String, SimulationOutcome> run(
      Hardware hardware, VerilogTool tool, Map<String, PortTrace> traces) {
    Path folder = TemporaryFolder.create("signet-verilog-");
    try {
      new FileTreeWriter().write(folder, HardwareFiles.of(hardware, traces));
      List<String> names = List.copyOf(traces.keySet());
      long cycles = traces.values().stream().mapToLong(PortTrace::cycles).sum();
      List<SimulationOutcome> outcomes =
          tool.run(tools, folder, hardware.design().top().name(), names, cycles);
      Map<String, SimulationOutcome> byName = new LinkedHashMap<>();
      for (int index = 0; index < names.size(); index++) {
        byName.put(names.get(index), outcomes.get(index));
      }
      return byName;
    } finally {
      FolderRemoval.removeQuietly(folder);
    }
  }
}
