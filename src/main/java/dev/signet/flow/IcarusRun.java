package dev.signet.flow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Simulates an emitted folder in Icarus Verilog. */
public final class IcarusRun {
  /** For compiling and for running, each. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final ToolLocator tools;

  /** With the tools of a search path. */
  public IcarusRun(ToolLocator tools) {
    this.tools = tools;
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
    Path iverilog = tools.require(EdaTool.IVERILOG);
    Path vvp = tools.require(EdaTool.VVP);
    return TestbenchRun.run(
        new TestbenchRun.Commands() {
          @Override
          public ToolProcess build(Path build) {
            List<String> arguments =
                List.of(
                    "-g2005",
                    "-s",
                    topName + "_tb",
                    "-o",
                    build.resolve("simulation").toString(),
                    "-c",
                    topName + ".f",
                    topName + "_tb.v");
            return ToolProcess.of(iverilog, arguments, emitted, TIMEOUT);
          }

          @Override
          public ToolProcess run(Path build, List<String> plusArguments) {
            List<String> arguments =
                new ArrayList<>(List.of("-n", build.resolve("simulation").toString()));
            arguments.addAll(plusArguments);
            return ToolProcess.of(vvp, arguments, emitted, TIMEOUT);
          }
        },
        vectors);
  }
}
