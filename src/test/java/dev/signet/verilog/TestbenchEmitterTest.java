package dev.signet.verilog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.flow.FileTreeWriter;
import dev.signet.flow.IcarusRun;
import dev.signet.flow.SimulationOutcome;
import dev.signet.flow.ToolLocator;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Port;
import dev.signet.rtl.PortTrace;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of one register, replayed right and wrong. */
class TestbenchEmitterTest {
  private static final Signal DATA_IN = new Signal("s_axis_tdata", 12);
  private static final Signal VALID_IN = new Signal("s_axis_tvalid", 1);
  private static final Signal READY_IN = new Signal("s_axis_tready", 1);
  private static final Signal DATA_OUT = new Signal("m_axis_tdata", 12);
  private static final Signal VALID_OUT = new Signal("m_axis_tvalid", 1);
  private static final Signal READY_OUT = new Signal("m_axis_tready", 1);
  private static final int CYCLES = 40;

  @TempDir Path temporary;

  @Test
  void rightTracePassesAndItsBeatsAreTheResults() {
    SimulationOutcome outcome = simulate(stream(true), trace(stream(true)));

    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.mismatches()).isZero();
    assertThat(outcome.cycles()).isEqualTo(CYCLES);
    assertThat(outcome.results().stream().map(word -> new BigInteger(word, 16)))
        .containsExactlyElementsOf(beats(trace(stream(true))));
    assertThat(outcome.results()).isNotEmpty().allMatch(word -> word.length() == 3);
  }

  @Test
  void everyWrongCycleIsCountedAndTheFirstAreTold() {
    PortTrace right = trace(stream(true));
    SimulationOutcome outcome = simulate(stream(true), withWrongData(right));

    assertThat(outcome.mismatches()).isPositive();
    assertThat(outcome.mismatches()).isEqualTo(CYCLES - 2);
    assertThat(outcome.messages()).hasSize(10);
    assertThat(outcome.messages().getFirst()).startsWith("MISMATCH cycle=2 port=m_axis_tdata ");
  }

  @Test
  void unknownBitIsAMismatch() {
    SimulationOutcome outcome = simulate(stream(false), trace(stream(false)));

    assertThat(outcome.mismatches()).isPositive();
    assertThat(outcome.messages().getFirst())
        .isEqualTo("MISMATCH cycle=1 port=m_axis_tdata expected=000 actual=xxx");
  }

  @Test
  void scriptWorksFromElsewhereAndItsExitStatusTells() throws Exception {
    Path folder = write(stream(true), trace(stream(true)));
    assertThat(Commands.output(temporary, folder.resolve("run_icarus.sh").toString()))
        .endsWith("PASS\n");

    Files.delete(folder.resolve("vectors/one/changes.hex"));
    assertThat(Commands.output(temporary, folder.resolve("run_icarus.sh").toString()))
        .contains("cannot read the vectors in vectors/one")
        .endsWith("exit status 1");
  }

  @Test
  void vectorsMayLieElsewhere() throws IOException, InterruptedException {
    Path folder = write(stream(true), trace(stream(true)));
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(folder.resolve("vectors/one"), elsewhere);

    assertThat(
            Commands.output(
                temporary, folder.resolve("run_icarus.sh").toString(), "+vectors=" + elsewhere))
        .endsWith("PASS\n");
  }

  @Test
  void emptyOrForeignTraceIsRefused() {
    TestbenchEmitter emitter = new TestbenchEmitter();
    PortTrace empty = new PortTrace(List.of());
    assertThatThrownBy(() -> emitter.emit(stream(true), Map.of("one", empty)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty trace");
    PortTrace foreign = new PortTrace(List.of(Port.input(new Signal("aresetn", 1))));
    foreign.add(List.of(BigInteger.ZERO));
    assertThatThrownBy(() -> emitter.emit(stream(true), Map.of("one", foreign)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s_axis_tdata");
  }

  private SimulationOutcome simulate(Design design, PortTrace trace) {
    return new IcarusRun(ToolLocator.ofEnvironment())
        .run(write(design, trace), "stream", List.of("one"))
        .getFirst();
  }

  private Path write(Design design, PortTrace trace) {
    List<GeneratedFile> verilog = new VerilogEmitter().emit(design);
    List<GeneratedFile> files = new ArrayList<>(verilog);
    files.addAll(new TestbenchEmitter().emit(design, Map.of("one", trace)));
    files.addAll(new ScriptEmitter().emit(design, verilog));
    Path folder = temporary.resolve("emitted");
    new FileTreeWriter().write(folder, files);
    return folder;
  }

  private static Design stream(boolean dataIsReset) {
    Optional<BigInteger> reset =
        dataIsReset ? Optional.of(BigInteger.ZERO) : Optional.<BigInteger>empty();
    RtlModule module =
        new RtlModule(
            "stream",
            "One register in a stream.",
            List.of(
                Port.input(DATA_IN),
                Port.input(VALID_IN),
                Port.output(READY_IN),
                Port.output(DATA_OUT),
                Port.output(VALID_OUT),
                Port.input(READY_OUT)),
            List.of(),
            List.of(
                new Statement.Assign(READY_IN, Expression.or(Expression.not(VALID_OUT), READY_OUT)),
                new Statement.Register(
                    DATA_OUT, DATA_IN, Optional.of(Expression.and(VALID_IN, READY_IN)), reset),
                new Statement.Register(
                    VALID_OUT, VALID_IN, Optional.of(READY_IN), Optional.of(BigInteger.ZERO))));
    return new Design(module, List.of());
  }

  private static PortTrace trace(Design design) {
    List<Map<String, BigInteger>> stimuli = new ArrayList<>();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      stimuli.add(
          Map.of(
              "aresetn",
              bit(cycle > 0),
              DATA_IN.name(),
              BigInteger.valueOf(cycle * 37L % 4096),
              VALID_IN.name(),
              bit(cycle % 3 != 0),
              READY_OUT.name(),
              bit(cycle % 5 != 1)));
    }
    return RtlInterpreter.trace(design.top(), stimuli);
  }

  private static List<BigInteger> beats(PortTrace trace) {
    List<BigInteger> beats = new ArrayList<>();
    for (List<BigInteger> cycle : cycles(trace)) {
      boolean transferred =
          value(trace, cycle, VALID_OUT).signum() > 0
              && value(trace, cycle, READY_OUT).signum() > 0;
      if (transferred) {
        beats.add(value(trace, cycle, DATA_OUT));
      }
    }
    return beats;
  }

  private static PortTrace withWrongData(PortTrace right) {
    PortTrace wrong = new PortTrace(right.ports());
    int port = right.ports().indexOf(Port.output(DATA_OUT));
    int cycle = 0;
    for (List<BigInteger> values : cycles(right)) {
      List<BigInteger> changed = new ArrayList<>(values);
      changed.set(port, cycle++ < 2 ? values.get(port) : values.get(port).flipBit(5));
      wrong.add(changed);
    }
    return wrong;
  }

  private static List<List<BigInteger>> cycles(PortTrace trace) {
    List<List<BigInteger>> cycles = new ArrayList<>();
    int[] taken = new int[trace.ports().size()];
    for (int cycle = 0; cycle < trace.cycles(); cycle++) {
      List<BigInteger> values = new ArrayList<>();
      for (int port = 0; port < taken.length; port++) {
        taken[port] += trace.changes(port, cycle) ? 1 : 0;
        values.add(trace.values(port).get(taken[port] - 1));
      }
      cycles.add(values);
    }
    return cycles;
  }

  private static BigInteger value(PortTrace trace, List<BigInteger> cycle, Signal signal) {
    for (int port = 0; port < cycle.size(); port++) {
      if (trace.ports().get(port).name().equals(signal.name())) {
        return cycle.get(port);
      }
    }
    throw new IllegalArgumentException(signal.name());
  }

  private static BigInteger bit(boolean value) {
    return value ? BigInteger.ONE : BigInteger.ZERO;
  }
}
