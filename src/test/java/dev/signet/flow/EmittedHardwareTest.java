package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.PortTrace;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.RandomPrograms;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.ResetPulse;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import dev.signet.verilog.GeneratedFile;
import dev.signet.verilog.ScriptEmitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks at all edges, in both styles, in the real tools: results equal the interpreter's, ports
 * the cycle simulator's in every cycle. Their testbenches run side by side, so that each tool
 * compiles once.
 */
class EmittedHardwareTest {
  private static final int FRAMES = 7;
  private static final String ALL = "all";
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final ToolLocator TOOLS = ToolLocator.ofEnvironment();

  @TempDir static Path folder;
  private static final List<String> names = new ArrayList<>();

  @BeforeAll
  static void emit() throws IOException {
    long seed = Long.getLong("signet.seed", 7);
    for (Style style : Style.values()) {
      for (CornerNetworks.Corner corner : CornerNetworks.all(seed)) {
        emit(corner, style, new Random(seed + names.size()));
      }
    }
    StringBuilder all = new StringBuilder("module " + ALL + "_tb;\n");
    names.forEach(name -> all.append("  %s_tb %s ();\n".formatted(name, name)));
    Files.writeString(folder.resolve(ALL + "_tb.v"), all.append("endmodule\n"));
  }

  /** Every third steady, the others with stalls; every second with resets in mid-frame. */
  private static void emit(CornerNetworks.Corner corner, Style style, Random random) {
    String name = corner.program().name() + "_" + style.name().toLowerCase(Locale.ROOT);
    Program program = new Program(name, corner.program().instructions(), corner.program().output());
    Hardware hardware = Scheduler.schedule(program, style, corner.goals());
    FrameBatch frames =
        new FrameBatch(
            RandomPrograms.frames(random, program, FRAMES),
            FRAMES,
            program.input().type().shape().size());
    StreamSettings settings = StreamSettings.DEFAULT;
    if (names.size() % 3 != 0) {
      settings = settings.withStalls(new Stalls(0.3, 0.4, random.nextLong()));
    }
    if (names.size() % 4 < 2) {
      long first = 6L + random.nextLong(2 * hardware.cyclesPerFrame() + 8);
      settings =
          settings.withResets(List.of(new ResetPulse(first, 1), new ResetPulse(2 * first + 5, 3)));
    }
    HardwareSimulation.TracedOutcome traced =
        new HardwareSimulation(hardware).trace(frames, FRAMES, settings);
    assertThat(traced.outcome().inferences())
        .as(name)
        .isEqualTo(LevelInference.interpret(program, frames));
    write(name, hardware, traced.trace());
    names.add(name);
  }

  private static void write(String name, Hardware hardware, PortTrace trace) {
    List<GeneratedFile> files =
        HardwareFiles.of(hardware, Map.of("trace", trace)).stream()
            .map(
                file ->
                    file.path().endsWith("_tb.v")
                        ? new GeneratedFile(file.path(), sideBySide(name, file.content()))
                        : file)
            .toList();
    new FileTreeWriter().write(folder.resolve(name), files);
  }

  /** A testbench that finds its vectors from the folder of all, and lets the others go on. */
  private static String sideBySide(String name, String testbench) {
    String last = "    $finish;\n  end\n\nendmodule";
    String path =
        "\\$sformat\\(tb_path, \"%0s/(\\w+\\.hex)\", tb_vectors\\);\\s+\\$readmemh\\(tb_path,";
    assertThat(testbench).contains(last).containsPattern(path);
    // Verilator 5.006 pads a string in a wide register with random bits when it is told to start
    // registers at random; a literal it takes as it stands.
    return testbench
        .replace(last, "  end\n\nendmodule")
        .replaceAll(path, "\\$readmemh(\"" + name + "/vectors/trace/$1\",");
  }

  private static List<String> sources(List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(options);
    for (String name : names) {
      for (String file : Files.readAllLines(folder.resolve(name).resolve(name + ".f"))) {
        arguments.add(name + "/" + file);
      }
      arguments.add(name + "/" + name + "_tb.v");
    }
    arguments.add(ALL + "_tb.v");
    return arguments;
  }

  private static void assertPasses(Path program, List<String> arguments) {
    String log =
        ToolProcess.of(program, arguments, folder, TIMEOUT).runChecked("run testbenches").log();
    assertThat(log.lines().filter(line -> line.startsWith("MISMATCH"))).isEmpty();
    assertThat(log.lines().filter(line -> line.equals("PASS"))).as(log).hasSameSizeAs(names);
  }

  private static ToolProcess.Ended run(EdaTool tool, List<String> arguments, Path where) {
    return ToolProcess.of(TOOLS.require(tool), arguments, where, TIMEOUT).run();
  }

  @Test
  void everyPortAgreesInEveryCycleInIcarusThroughStallsAndResets() throws IOException {
    ToolProcess.Ended built =
        run(
            EdaTool.IVERILOG,
            sources(List.of("-g2005", "-Wall", "-s", ALL + "_tb", "-o", "icarus")),
            folder);
    assertThat(built.log().lines().filter(line -> !line.contains("timescale"))).isEmpty();
    assertPasses(TOOLS.require(EdaTool.VVP), List.of("-n", "icarus"));
  }

  @Test
  void everyPortAgreesInEveryCycleInVerilatorWhateverTheRegistersHoldBeforeReset()
      throws IOException {
    // Few cycles are run: what counts is the time of the C++ compiler.
    List<String> options = new ArrayList<>(ScriptEmitter.verilatorArguments(ALL, 1));
    options.replaceAll(option -> option.replace("=-O1", "=-O0"));
    options.addAll(List.of("--x-initial", "unique", "--Mdir", "verilated"));
    ToolProcess.Ended built = run(EdaTool.VERILATOR, sources(options), folder);
    assertThat(built.status()).as(built.log()).isZero();
    Path program = folder.resolve("verilated").resolve("V" + ALL + "_tb").toAbsolutePath();
    assertPasses(program, List.of("+verilator+rand+reset+0"));
    assertPasses(program, List.of("+verilator+rand+reset+1"));
    for (int seed = 1; seed <= 3; seed++) {
      assertPasses(program, List.of("+verilator+rand+reset+2", "+verilator+seed+" + seed));
    }
  }

  @Test
  void everyLinterIsSilent() {
    for (String name : names) {
      Path where = folder.resolve(name);
      List<String> lint = List.of("--lint-only", "-Wall", "--top-module", name, "-f", name + ".f");
      assertThat(run(EdaTool.VERILATOR, lint, where).log()).as(name).isEmpty();
      List<String> icarus =
          List.of("-g2005", "-Wall", "-o", "/dev/null", "-s", name, "-c", name + ".f");
      assertThat(run(EdaTool.IVERILOG, icarus, where).log()).as(name).isEmpty();
      new YosysCheck(TOOLS).check(where, name);
    }
  }
}
