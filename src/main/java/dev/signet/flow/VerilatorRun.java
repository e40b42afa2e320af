package dev.signet.flow;

import dev.signet.verilog.ScriptEmitter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Simulates an emitted folder in Verilator. */
public final class VerilatorRun {
  private final ToolLocator tools;
  private final Duration timeout;

  /** With twenty minutes each for compiling and for running. */
  public VerilatorRun(ToolLocator tools) {
    this(tools, Duration.ofMinutes(20));
  }

  /**
   * A runner.
   *
   * @param timeout for compiling and for running, each; more than nothing
   */
  public VerilatorRun(ToolLocator tools, Duration timeout) {
    this.tools = tools;
    this.timeout = TestbenchRun.checkedTimeout(timeout);
  }

  /**
   * Compiles the testbench of a top module once and runs it with each of its vectors. The folder is
   * not changed.
   *
   * @param folder what {@link FileTreeWriter} wrote
   * @param vectors names of folders below {@code vectors}
   * @throws FlowException when a tool is missing, fails or takes too long; mismatches are no
   *     failure
   */
  public List<SimulationOutcome> run(Path folder, String topName, List<String> vectors) {
    Path emitted = TestbenchRun.checkedFolder(folder, topName);
    Path verilator = tools.require(EdaTool.VERILATOR);
    return TestbenchRun.run(
        new TestbenchRun.Commands() {
          @Override
          public ToolProcess build(Path build) {
            List<String> arguments = new ArrayList<>(ScriptEmitter.verilatorArguments(topName));
            arguments.addAll(
                List.of("--Mdir", build.toString(), "-f", topName + ".f", topName + "_tb.v"));
            return ToolProcess.of(verilator, arguments, emitted, timeout);
          }

          @Override
          public ToolProcess run(Path build, List<String> plusArguments) {
            Path program = build.resolve("V" + topName + "_tb");
            return ToolProcess.of(program, plusArguments, emitted, timeout);
          }
        },
        vectors);
  }
}
