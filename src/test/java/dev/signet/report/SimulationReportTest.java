package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.HardwareSimulation;
import dev.signet.ir.Borders;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.RandomNetworks;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.SteadyState;
import dev.signet.sim.StreamSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulationReportTest {
  private final Random random = new Random(5);

  /** A convolution with a way around it. */
  private Program residual() {
    RandomNetworks network = new RandomNetworks(random);
    Window.Extent same = Window.Extent.same(3, 1, 6);
    Value map = network.input(RandomNetworks.Pixels.BITS, 4, 6, 6);
    Value inner = network.conv(map, 4, new Window(same, same), 1, 0);
    Value sums = network.threshold(network.add(map, inner), 1, Borders.NONE);
    return network.program("residual", network.dense(network.reshape(sums, Shape.of(144)), 3));
  }

  @Test
  void everyFifoIsShownWithItsBoundAndHowFullItGot() {
    Program program = residual();
    Hardware hardware = Scheduler.schedule(program, Style.DATAFLOW, HardwareGoals.defaults());
    FrameBatch frames = RandomNetworks.frames(random, program, 4);
    SimulationReport report =
        SimulationReport.of(
                hardware,
                1e8,
                new HardwareSimulation(hardware)
                    .run(frames, 4, StreamSettings.DEFAULT, List.of()).stream())
            .withSteady(SteadyState.of(hardware.design(), hardware.frameFormat().beats(), 100_000));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    report.putInto(json);

    JsonNode sizing = json.get("sizing");
    assertThat(sizing.get("interval").asLong()).isEqualTo(hardware.cyclesPerFrame());
    assertThat(sizing.get("fifos")).hasSize(2);
    long bits = 0;
    for (JsonNode fifo : sizing.get("fifos")) {
      assertThat(fifo.get("depth").asInt()).isLessThanOrEqualTo(fifo.get("bound").asInt());
      assertThat(fifo.get("high_water").asInt()).isLessThanOrEqualTo(fifo.get("depth").asInt());
      bits += fifo.get("depth").asLong() * fifo.get("width").asLong();
      assertThat(report.text()).contains(fifo.get("name").asText());
    }
    assertThat(sizing.get("bits").asLong()).isEqualTo(bits).isPositive();
    assertThat(json.get("steady").get("cycles").asLong()).isEqualTo(hardware.cyclesPerFrame());
  }
}
