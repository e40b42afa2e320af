package dev.signet.flow;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Verilog simulators that run the emitted hardware. */
public enum VerilogTool {
  VERILATOR,
  IVERILOG;

  /** Why it cannot run on this machine; empty where it can. */
  Optional<String> missing(ToolLocator tools) {
    return needs().stream()
        .filter(tool -> tools.find(tool).isEmpty())
        .findFirst()
        .map(tool -> tool.command() + " is not installed; to get it: " + tool.installation());
  }

  /**
   * Compiles the testbench of a top module once and replays each of its vectors.
   *
   * @param folder what {@link FileTreeWriter} wrote
   * @param vectors names of folders below {@code vectors}
   * @param cycles of all of them together
   * @throws FlowException when the tool fails; mismatches are no failure
   */
  List<SimulationOutcome> run(
      ToolLocator tools, Path folder, String topName, List<String> vectors, long cycles) {
    return switch (this) {
      case VERILATOR -> new VerilatorRun(tools).run(folder, topName, vectors, cycles);
      case IVERILOG -> new IcarusRun(tools).run(folder, topName, vectors);
    };
  }

  private List<EdaTool> needs() {
    return switch (this) {
      case VERILATOR -> List.of(EdaTool.VERILATOR, EdaTool.CXX, EdaTool.MAKE);
      case IVERILOG -> List.of(EdaTool.IVERILOG, EdaTool.VVP);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
