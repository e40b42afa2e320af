package dev.signet.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.flow.FileTreeWriter;
import dev.signet.flow.IcarusRun;
import dev.signet.flow.SimulationOutcome;
import dev.signet.flow.ToolLocator;
import dev.signet.flow.VerilatorRun;
import dev.signet.flow.YosysCheck;
import dev.signet.rtl.Design;
import dev.signet.rtl.PortTrace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random designs of every operation: silent under lint, and equal to the interpreter's trace. */
class RandomDesignsTest {
  private static final String TOP = "random_top";
  private static final int CYCLES = 120;
  private static final ToolLocator TOOLS = ToolLocator.ofEnvironment();

  @TempDir static Path temporary;
  private static Path folder;
  private static List<GeneratedFile> verilog;

  @BeforeAll
  static void emit() {
    long seed = Long.getLong("signet.seed", 20);
    Design design = RandomDesigns.design(TOP, Integer.getInteger("signet.modules", 40), seed);
    PortTrace trace = RtlInterpreter.trace(design.top(), RandomDesigns.stimuli(CYCLES, seed));
    verilog = new VerilogEmitter().emit(design);
    List<GeneratedFile> files = new ArrayList<>(verilog);
    files.addAll(new TestbenchEmitter().emit(design, Map.of("random", trace)));
    files.addAll(new ScriptEmitter().emit(design, verilog));
    folder = temporary.resolve("emitted");
    new FileTreeWriter().write(folder, files);
  }

  @Test
  void noLineIsLongerThan120Columns() {
    for (GeneratedFile file : verilog) {
      assertThat(file.content().lines().mapToInt(String::length).max().orElse(0))
          .as(file.path())
          .isLessThanOrEqualTo(120);
    }
  }

  @Test
  void emissionIsByteIdentical() {
    Design again =
        RandomDesigns.design(
            TOP, Integer.getInteger("signet.modules", 40), Long.getLong("signet.seed", 20));
    assertThat(new VerilogEmitter().emit(again)).isEqualTo(verilog);
  }

  @Test
  void verilatorLintIsSilent() throws Exception {
    assertThat(
            Commands.output(
                folder, "verilator", "--lint-only", "-Wall", "--top-module", TOP, "-f", TOP + ".f"))
        .isEmpty();
  }

  /**
   * No output is asked for: Icarus Verilog takes the write permission off a device it writes to.
   */
  @Test
  void icarusIsSilent() throws Exception {
    assertThat(
            Commands.output(
                folder, "iverilog", "-g2005", "-Wall", "-t", "null", "-s", TOP, "-c", TOP + ".f"))
        .isEmpty();
    assertThat(
            Commands.output(
                folder,
                "iverilog",
                "-g2005",
                "-Wall",
                "-t",
                "null",
                "-s",
                TOP + "_tb",
                "-c",
                TOP + ".f",
                TOP + "_tb.v"))
        .isEmpty();
  }

  @Test
  void yosysFindsNothingToSay() {
    new YosysCheck(TOOLS).check(folder, TOP);
  }

  @Test
  void icarusAgreesWithTheInterpreterOnEveryPortInEveryCycle() {
    SimulationOutcome outcome = new IcarusRun(TOOLS).run(folder, TOP, List.of("random")).getFirst();
    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.mismatches()).isZero();
    assertThat(outcome.cycles()).isEqualTo(CYCLES);
  }

  @Test
  void verilatorAgreesWithTheInterpreterOnEveryPortInEveryCycle() {
    SimulationOutcome outcome =
        new VerilatorRun(TOOLS).run(folder, TOP, List.of("random"), CYCLES).getFirst();
    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.mismatches()).isZero();
    assertThat(outcome.cycles()).isEqualTo(CYCLES);
  }
}
