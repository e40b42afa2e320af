package dev.signet.flow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Verilog simulators that run the emitted hardware. */
public enum VerilogTool {
  VERILATOR,
  IVERILOG;

  /** Why it cannot run on this machine; empty where it can. */
  public Optional<String> missing() {
    return needs().stream()
        .filter(tool -> tool.find().isEmpty())
        .findFirst()
        .map(tool -> tool.command() + " is not installed (" + tool.installHint() + ")");
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
