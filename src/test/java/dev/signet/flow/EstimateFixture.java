package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.network.Network;
import dev.signet.schedule.Area;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.HardwareEstimate;
import dev.signet.schedule.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.assertj.core.data.Percentage;

/** Holds the estimate of an example to what Yosys and nextpnr make of its Verilog. */
final class EstimateFixture {
  private static final Percentage TOLERANCE = Percentage.withPercentage(15);

  private final Hardware hardware;
  private final Target target;

  private EstimateFixture(Hardware hardware, Target target) {
    this.hardware = hardware;
    this.target = target;
  }

  /**
   * An example without trained weights.
   *
   * @param framesPerSecond what its folding is chosen for
   * @param parameters of the network, other than its text's
   */
  static EstimateFixture of(
      String example, Target target, double framesPerSecond, Map<String, Long> parameters)
      throws IOException {
    Network network = Examples.network(example, parameters);
    HardwareGoals given = network.hardware();
    HardwareGoals goals =
        new HardwareGoals(
            Style.DATAFLOW,
            target,
            given.clockHertz(),
            OptionalDouble.of(framesPerSecond),
            given.budget(),
            given.foldings());
    Program program = UntrainedNetwork.compile(network);
    return new EstimateFixture(Scheduler.schedule(program, Style.DATAFLOW, goals), target);
  }

  /** In LUTs, flip-flops, block RAMs and multipliers; and to two levels of LUTs. */
  void assertIsCloseToSynthesis(Path folder) throws IOException {
    HardwareEstimate estimate = HardwareEstimate.of(hardware, target);

    Netlist netlist = new YosysSynthesis(folder, target).netlist(hardware.design());

    Area made = netlist.area();
    assertThat(estimate.area().luts()).as("LUTs").isCloseTo(made.luts(), TOLERANCE);
    assertThat(estimate.area().flipFlops()).as("FFs").isCloseTo(made.flipFlops(), TOLERANCE);
    assertThat(estimate.area().blockRams()).as("RAMs").isCloseTo(made.blockRams(), TOLERANCE);
    assertThat(estimate.area().multipliers()).isEqualTo(made.multipliers());
    assertThat(estimate.levels()).as("levels").isCloseTo(netlist.levels(), within(2));
  }

  /** A network in spatial style, without trained weights; in LUTs, flip-flops and multipliers. */
  static void assertSpatialIsCloseToSynthesis(Network network, Target target, Path folder)
      throws IOException {
    HardwareGoals goals = network.hardware().withTarget(target);
    Program program = UntrainedNetwork.compile(network);
    Area estimate = Scheduler.spatialArea(program, goals);
    Hardware hardware = Scheduler.schedule(program, Style.SPATIAL, goals);

    Area made = new YosysSynthesis(folder, target).netlist(hardware.design()).area();

    assertThat(estimate.luts()).as("LUTs").isCloseTo(made.luts(), TOLERANCE);
    assertThat(estimate.flipFlops()).as("FFs").isCloseTo(made.flipFlops(), TOLERANCE);
    assertThat(estimate.multipliers()).isEqualTo(made.multipliers());
  }

  /** In the clock that an HX8K reaches. */
  void assertClockIsCloseToPlaceAndRoute(Path folder) throws IOException {
    HardwareEstimate estimate = HardwareEstimate.of(hardware, target);

    double made = new PlaceAndRoute(folder).clockHertz(hardware.design().top());

    assertThat(estimate.clockHertz()).isCloseTo(made, TOLERANCE);
  }
}
