package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlException;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.RtlParser;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CycleSimulatorTest {
  private static final Design COUNTER =
      RtlParser.parse(
          """
          module counter {
            input step : 1;
            output count : 3;
            output wraps : 1;
            register count : 3 <= next when step reset 5;
            wire next : 3 = count + 3'd1;
            wire wraps : 1 = step & next == 3'd0;
          }
          top counter;
          """);

  @Test
  void aCounterStartsFromItsResetValueAndWraps() {
    CycleSimulator simulator = CycleSimulator.of(COUNTER);
    int count = simulator.signal("count");
    int wraps = simulator.signal("wraps");
    simulator.clock();
    simulator.set(simulator.signal(CycleSimulator.RESET), 1);
    simulator.set(simulator.signal("step"), 1);

    List<Long> seen = new ArrayList<>();
    for (int cycle = 0; cycle < 4; cycle++) {
      simulator.settle();
      seen.add(10 * simulator.get(count) + simulator.get(wraps));
      simulator.clock();
    }
    simulator.set(simulator.signal("step"), 0);
    simulator.clock();

    assertThat(seen).containsExactly(50L, 60L, 71L, 0L);
    assertThat(simulator.get(count)).isEqualTo(1);
  }

  @Test
  void registersThatSwapAreNotDisturbedByTheirOrder() {
    CycleSimulator simulator =
        CycleSimulator.of(
            RtlParser.parse(
                """
                module swap {
                  output a : 100;
                  output b : 100;
                  register a : 100 <= b reset 1;
                  register b : 100 <= a reset 100'h20000000000000000;
                }
                top swap;
                """));
    simulator.clock();
    simulator.set(simulator.signal(CycleSimulator.RESET), 1);
    simulator.clock();

    assertThat(simulator.value(simulator.signal("a"))).containsExactly(0, 2);
    assertThat(simulator.value(simulator.signal("b"))).containsExactly(1, 0);
  }

  @Test
  void aReadSeesTheWordBeforeTheEdgeAndNothingBeyondTheDepth() {
    CycleSimulator simulator =
        CycleSimulator.of(
            RtlParser.parse(
                """
                module ram {
                  input at : 2;
                  input data : 8;
                  output word : 8;
                  memory m : 8 x 3;
                  write m[at] <= data when 1'b1;
                  read word : 8 <= m[at] when 1'b1;
                }
                top ram;
                """));
    int at = simulator.signal("at");
    int data = simulator.signal("data");
    int word = simulator.signal("word");
    simulator.set(at, 1);
    simulator.set(data, 7);
    simulator.clock();
    assertThat(simulator.get(word)).isZero();
    simulator.set(data, 9);
    simulator.clock();
    assertThat(simulator.get(word)).isEqualTo(7);
    simulator.set(at, 3);
    simulator.clock();
    assertThat(simulator.get(word)).isZero();
    simulator.set(at, 1);
    simulator.clock();
    assertThat(simulator.get(word)).isEqualTo(9);
    simulator.powerOn();
    simulator.set(at, 1);
    simulator.clock();
    assertThat(simulator.get(word)).isZero();
  }

  @Test
  void mistakesInTheUseOfSignalsAreNamed() {
    CycleSimulator simulator = CycleSimulator.of(COUNTER);

    assertThatThrownBy(() -> simulator.signal("dense1.valid"))
        .isInstanceOf(SimulationException.class)
        .hasMessage("the design has no signal 'dense1.valid'");
    assertThatThrownBy(() -> simulator.set(simulator.signal("count"), 1))
        .hasMessageContaining("'count' of 3 bits is no input");
    assertThatThrownBy(() -> simulator.set(simulator.signal("step"), 2))
        .hasMessageContaining("2 (hexadecimal) for 'step' of 1 bits");
    assertThatThrownBy(() -> simulator.set(simulator.signal("step"), new long[2]))
        .hasMessageContaining("2 words for 'step' of 1 bits");
  }

  @Test
  void aDesignThatBreaksARuleIsRefused() {
    Signal y = new Signal("y", 1);
    RtlModule module = new RtlModule("m", "", List.of(Port.output(y)), List.of(), List.of());

    assertThatThrownBy(() -> CycleSimulator.of(new Design(module, List.of())))
        .isInstanceOf(RtlException.class);
  }

  @Test
  void modulesThatMultiplyWithoutEndAreRefused() {
    StringBuilder text = new StringBuilder("module m0 { output y : 1; wire y : 1 = 1'b1; }\n");
    for (int level = 1; level < 40; level++) {
      text.append(
          ("module m%d { output y : 1; instance a : m%d () -> (y = y : 1);"
                  + " instance b : m%d () -> (y = z : 1); }\n")
              .formatted(level, level - 1, level - 1));
    }
    Design design = RtlParser.parse(text + "top m39;");

    assertThatThrownBy(() -> CycleSimulator.of(design))
        .isInstanceOf(RtlException.class)
        .hasMessageContaining("more than");
  }

  @Test
  void aLongChainOfRenamedSignalsIsOneWire() {
    List<Statement> statements = new ArrayList<>();
    Signal x = new Signal("x", 8);
    Signal last = x;
    for (int i = 0; i < 50_000; i++) {
      Signal next = new Signal("w" + i, 8);
      statements.addFirst(new Statement.Assign(next, last));
      last = next;
    }
    Signal y = new Signal("y", 8);
    statements.add(new Statement.Assign(y, new Expression.Not(last)));
    CycleSimulator simulator =
        CycleSimulator.of(
            new Design(
                new RtlModule(
                    "chain", "", List.of(Port.input(x), Port.output(y)), List.of(), statements),
                List.of()));
    simulator.set(simulator.signal("x"), 0x55);
    simulator.settle();

    assertThat(simulator.get(simulator.signal("y"))).isEqualTo(0xaa);
    assertThat(simulator.wire(simulator.signal("w49999")))
        .isEqualTo(simulator.wire(simulator.signal("x")));
  }
}
