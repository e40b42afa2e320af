package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.network.Network;
import dev.signet.schedule.Area;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.verilog.GeneratedFile;
import dev.signet.verilog.ScriptEmitter;
import dev.signet.verilog.VerilogEmitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;

/** Holds the estimate of an example's area to what Yosys makes of its Verilog. */
final class AreaEstimateFixture {
  private static final Percentage TOLERANCE = Percentage.withPercentage(15);

  private AreaEstimateFixture() {}

  static void assertEstimateIsClose(String example, Target target, Path temporary)
      throws IOException {
    Network network = Examples.network(example);
    HardwareGoals goals = network.hardware().withTarget(target);
    Program program = UntrainedNetwork.compile(network);
    Area estimate = Scheduler.plan(program, goals).area();

    Hardware hardware = Scheduler.schedule(program, Style.DATAFLOW, goals);
    List<GeneratedFile> verilog = new VerilogEmitter().emit(hardware.design());
    List<GeneratedFile> files = new ArrayList<>(verilog);
    files.addAll(new ScriptEmitter().emit(hardware.design(), verilog));
    Path folder = temporary.resolve(example);
    new FileTreeWriter().write(folder, files);
    Area made =
        new YosysSynthesis(ToolLocator.ofEnvironment())
            .area(folder, hardware.design().top().name(), target);

    assertThat(estimate.luts()).isCloseTo(made.luts(), TOLERANCE);
    assertThat(estimate.flipFlops()).isCloseTo(made.flipFlops(), TOLERANCE);
    assertThat(estimate.blockRams()).isCloseTo(made.blockRams(), TOLERANCE);
    assertThat(estimate.multipliers()).isEqualTo(made.multipliers());
  }
}
