package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.flow.SimulationBenchmark.Comparison;
import dev.signet.flow.SimulationBenchmark.Differences;
import dev.signet.flow.SimulationBenchmark.Subject;
import dev.signet.flow.SimulationBenchmark.Verilog;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import dev.signet.sim.Inferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationBenchmarkTest {
  private static final int FRAMES = 6;

  /** All 63 bytes go in at once, a class with three scores comes out. */
  private static final String TEXT =
      """
      network narrow {
        input image: u8[1, 3, 21]
        let hidden = image |> binarize(at = 128) |> flatten |> dense(5) |> batchnorm |> sign
        output kind = hidden |> dense(3) |> batchnorm |> argmax
      }
      """;

  @TempDir Path folder;

  @Test
  void verilatorGivesTheSameInAsManyClocks() {
    SimulationBenchmark benchmark =
        new SimulationBenchmark(
            FRAMES,
            0.01,
            2,
            Optional.of(ToolLocator.ofEnvironment()),
            Optional.empty(),
            answering(expected(Style.SPATIAL)));

    SimulationBenchmark.Result result = benchmark.run(subject(Style.SPATIAL));

    assertThat(result.agreed()).isTrue();
    assertThat(result.comparisons()).hasSize(1);
    Comparison comparison = result.comparisons().getFirst();
    assertThat(comparison.verilog()).isEqualTo(Verilog.EMITTED);
    assertThat(comparison.differences()).contains(Differences.NONE);
    assertThat(comparison.buildSeconds()).isPositive();
    assertThat(comparison.clocksPerSecond()).isGreaterThan(comparison.frames().framesPerSecond());
    SimulationBenchmark.VerilatorTime time = result.first().verilator().orElseThrow();
    assertThat(time.seconds()).isGreaterThanOrEqualTo(comparison.buildSeconds());
    assertThat(time.ratio()).isEqualTo(time.seconds() / result.first().seconds());
  }

  @Test
  void differencesAreCountedInFramesAndClocks() {
    NoiseSimulation.Outcome ours =
        new NoiseSimulation.Outcome(
            new Inferences(new int[] {0, 1, 1}, new long[] {5, 1, 2, 3, 4, 6}), 70);
    NoiseSimulation.Outcome theirs =
        new NoiseSimulation.Outcome(
            new Inferences(new int[] {0, 0, 1}, new long[] {5, 1, 2, 3, 4, 7}), 68);

    assertThat(Differences.between(ours, theirs)).isEqualTo(new Differences(2, 2));
    assertThat(Differences.between(ours, ours)).isEqualTo(Differences.NONE);
    assertThat(new Differences(1, 5).or(new Differences(2, 3))).isEqualTo(new Differences(2, 5));
  }

  @Test
  void aMissingVerilatorIsToldInWords() {
    SimulationBenchmark benchmark =
        new SimulationBenchmark(
            FRAMES,
            0.01,
            1,
            Optional.of(new ToolLocator(List.of(folder))),
            Optional.empty(),
            answering(expected(Style.DATAFLOW)));

    assertThatThrownBy(() -> benchmark.run(subject(Style.DATAFLOW)))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("verilator was not found");
  }

  @Test
  void aProcessThatFindsSomethingElseIsAnError() {
    NoiseSimulation.Outcome expected = expected(Style.SPATIAL);
    FreshProcess other =
        answering(new NoiseSimulation.Outcome(expected.inferences(), expected.clocks() + 1));

    assertThatThrownBy(() -> other.seconds(TEXT, Style.SPATIAL, expected))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("other results");
  }

  @Test
  void hardwareWrittenByHandIsBuiltAndAskedForItsRate() throws IOException {
    Files.writeString(folder.resolve("verilator.sh"), "");
    Files.writeString(folder.resolve("vec.mem"), "");
    Files.createDirectory(folder.resolve("verilator"));
    Files.writeString(folder.resolve("verilator/l0_w.mem"), "");
    script(
        folder.resolve("verilator-tool/verilator"),
        """
        test -f l0_w.mem && test -f vec.mem || exit 1
        mkdir build
        echo '#!/bin/sh' > build/Vtop
        echo 'echo "checksum 1 cycles/inf 250.0 cycles/s 5000 inf/s 20"' >> build/Vtop
        chmod +x build/Vtop
        """);
    assertThat(HandMadeHardware.isIn(folder)).isTrue();
    HandMadeHardware hardware =
        new HandMadeHardware(folder, new ToolLocator(List.of(folder.resolve("verilator-tool"))));
    HandMadeHardware.Design design =
        HandMadeHardware.design(ReferenceNet.SFC, Style.DATAFLOW).orElseThrow();

    try (HandMadeHardware.Program program = hardware.build(design)) {
      assertThat(program.rate(1)).isEqualTo(new SimulationRate(5000, 20));
    }
    assertThat(HandMadeHardware.design(ReferenceNet.LFC, Style.DATAFLOW)).isEmpty();
    assertThat(HandMadeHardware.design(ReferenceNet.SFC, Style.SPATIAL)).isEmpty();
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static FreshProcess answering(NoiseSimulation.Outcome outcome) {
    return new FreshProcess(List.of("echo", FreshProcess.summary(outcome) + "\n"));
  }

  private static NoiseSimulation.Outcome expected(Style style) {
    return NoiseSimulation.of(subject(style).network(), style, FRAMES).run();
  }

  private static Subject subject(Style style) {
    Network network = SignetLanguage.compile(SourceText.of("narrow", TEXT)).networks().getFirst();
    return new Subject(TEXT, network, style);
  }
}
