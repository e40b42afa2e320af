package dev.signet.flow;

import dev.signet.verilog.ScriptEmitter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Simulates an emitted folder in Verilator. */
public final class VerilatorRun {
  /** For compiling and for running, each. */
  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  /** Cycles up to which the generated C++ is run sooner than it would be optimized. */
  private static final long SHORT_RUN = 60_000;

  private final ToolLocator tools;

  /** With the tools of a search path. */
  public VerilatorRun(ToolLocator tools) {
    this.tools = tools;
  }

  /**
   * Compiles the testbench of a top module once and runs it with each of its vectors. The folder is
   * not changed.
   *
   * @param folder what {@link FileTreeWriter} wrote
   * @param vectors names of folders below {@code vectors}
   * @param cycles of all of them together
   * @throws FlowException when a tool is missing, fails or takes too long; mismatches are no
   *     failure
   */
  public List<SimulationOutcome> run(
      Path folder, String topName, List<String> vectors, long cycles) {
    Path emitted = TestbenchRun.checkedFolder(folder, topName);
    Path verilator = tools.require(EdaTool.VERILATOR);
    return TestbenchRun.run(
        new TestbenchRun.Commands() {
          @Override
          public ToolProcess build(Path build) {
            List<String> arguments =
                new ArrayList<>(
                    ScriptEmitter.verilatorArguments(topName, cycles <= SHORT_RUN ? 0 : 1));
            tools
                .find(EdaTool.CCACHE)
                .ifPresent(cache -> arguments.addAll(List.of("-MAKEFLAGS", "OBJCACHE=" + cache)));
            arguments.addAll(
                List.of("--Mdir", build.toString(), "-f", topName + ".f", topName + "_tb.v"));
            return ToolProcess.of(verilator, arguments, emitted, TIMEOUT);
          }

          @Override
          public ToolProcess run(Path build, List<String> plusArguments) {
            Path program = build.resolve("V" + topName + "_tb");
            return ToolProcess.of(program, plusArguments, emitted, TIMEOUT);
          }
        },
        vectors);
  }
}
