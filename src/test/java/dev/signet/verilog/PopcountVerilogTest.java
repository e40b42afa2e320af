package dev.signet.verilog;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PopcountVerilogTest {
  private static final int EXHAUSTIVE = 10;
  private static final List<Integer> LONG = List.of(33, 256, 784, 785);

  @TempDir Path temporary;

  @Test
  void icarusCountsAsThePopcountDoes() {
    Signal shorts = new Signal("shorts", EXHAUSTIVE);
    Signal longs = new Signal("longs", 785);
    List<Port> ports = new ArrayList<>(List.of(Port.input(shorts), Port.input(longs)));
    List<Statement> statements = new ArrayList<>();
    for (int n = 1; n <= EXHAUSTIVE; n++) {
      addCounter(Expression.slice(shorts, 0, n), ports, statements);
    }
    LONG.forEach(n -> addCounter(Expression.slice(longs, 0, n), ports, statements));
    Design design =
        new Design(new RtlModule("counters", "", ports, List.of(), statements), List.of());
    Random random = new Random(3);
    List<Map<String, BigInteger>> stimuli = new ArrayList<>();
    for (int value = 0; value < 1 << EXHAUSTIVE; value++) {
      BigInteger word =
          value == 7
              ? BigInteger.ONE.shiftLeft(785).subtract(BigInteger.ONE)
              : new BigInteger(785, random);
      stimuli.add(
          Map.of("aresetn", BigInteger.ONE, "shorts", BigInteger.valueOf(value), "longs", word));
    }
    stimuli.addFirst(stimuli.getLast());

    SimulationOutcome outcome = run(design, RtlInterpreter.trace(design.top(), stimuli));

    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.mismatches()).isZero();
    assertThat(outcome.cycles()).isEqualTo((1 << EXHAUSTIVE) + 1);
  }

  private SimulationOutcome run(Design design, PortTrace trace) {
    List<GeneratedFile> verilog = new VerilogEmitter().emit(design);
    List<GeneratedFile> files = new ArrayList<>(verilog);
    files.addAll(new TestbenchEmitter().emit(design, Map.of("all", trace)));
    files.addAll(new ScriptEmitter().emit(design, verilog));
    Path folder = temporary.resolve("with space");
    new FileTreeWriter().write(folder, files);
    return new IcarusRun(ToolLocator.ofEnvironment())
        .run(folder, design.top().name(), List.of("all"))
        .getFirst();
  }

  private static void addCounter(Expression operand, List<Port> ports, List<Statement> statements) {
    Expression popcount = new Expression.Popcount(operand);
    Signal count = new Signal("count_" + operand.width(), popcount.width());
    ports.add(Port.output(count));
    statements.add(new Statement.Assign(count, popcount));
  }
}
