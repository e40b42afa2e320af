package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.flow.Netlist;
import dev.signet.flow.PlaceAndRoute;
import dev.signet.flow.YosysSynthesis;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.rtl.RtlModule;
import dev.signet.schedule.UnitSamples.Product;
import dev.signet.timing.TimingEstimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;

/** Holds estimates of single units to what Yosys and nextpnr make of them. */
final class UnitEstimateFixture {
  private static final int PERCENT = 15;

  /** Cells within which an estimate of something small may be off. */
  private static final long FEW = 8;

  private UnitEstimateFixture() {}

  /** Units of all kinds, small enough to be synthesized in about a second. */
  static Map<String, StreamUnit> small() {
    Map<String, StreamUnit> units = new LinkedHashMap<>();
    units.put("dense", Product.dense(32, 8, 1, 8).unit());
    units.put("sums", new Product(10, 64, 1, 1, 1, 16, 0, 1, false).unit());
    units.put("window", UnitSamples.window(16, 32, 16, 1, UnitSamples.square(3, 1, 1), 1));
    units.put("stride", UnitSamples.window(28, 1, 1, 8, UnitSamples.square(5, 2, 0), 1));
    units.put("any_or_all", UnitSamples.pool(8, 32, 2, 2, false));
    units.put("sum_pool", UnitSamples.pool(8, 64, 8, 2, true));
    units.put("wider", UnitSamples.converter(32, 1, 32));
    units.put("narrower", UnitSamples.converter(96, 32, 3));
    units.put("fifo", UnitSamples.fifo(64, 9));
    units.put("fork", UnitSamples.fork(32, 3));
    units.put("add", UnitSamples.add(4, 9, 9));
    units.put("concat", UnitSamples.concat(8, List.of(32, 32)));
    units.put("threshold", UnitSamples.threshold(8, 64, 4, -100, 400, 1, false));
    units.put("steps", UnitSamples.threshold(1, 8, 8, 0, 100, 3, false));
    return units;
  }

  /** Products of maps. */
  static Map<String, StreamUnit> products() {
    Map<String, StreamUnit> units = new LinkedHashMap<>();
    units.put("bytes", new Product(16, 25, 8, 1, 3, 5, 1, 12, false).unit());
    units.put("groups", new Product(64, 18, 1, 16, 2, 9, 1, 8, false).unit());
    units.put("borders", new Product(64, 576, 1, 1, 4, 36, 1, 8, true).unit());
    units.put("quantized", new Product(24, 64, 2, 1, 4, 16, 3, 4, false).unit());
    return units;
  }

  static void assertAreCloseToSynthesis(Map<String, StreamUnit> units, Target target, Path folder)
      throws IOException {
    Technology technology = Technology.of(target);
    List<RtlModule> modules = new ArrayList<>();
    units.forEach((name, unit) -> modules.add(unit.build(name)));

    List<Netlist> netlists = new YosysSynthesis(folder, target).netlists(modules);

    SoftAssertions softly = new SoftAssertions();
    for (int index = 0; index < modules.size(); index++) {
      String name = modules.get(index).name();
      Area estimate = List.copyOf(units.values()).get(index).area(technology);
      Area made = netlists.get(index).area();
      softly
          .assertThat(estimate.luts())
          .as(name + " LUTs")
          .isCloseTo(made.luts(), few(made.luts()));
      softly
          .assertThat(estimate.flipFlops())
          .as(name + " FFs")
          .isCloseTo(made.flipFlops(), few(made.flipFlops()));
      softly.assertThat(estimate.blockRams()).as(name + " RAMs").isEqualTo(made.blockRams());
      int levels = netlists.get(index).levels();
      softly
          .assertThat(timing(modules.get(index), technology).levels())
          .as(name + " levels")
          .isCloseTo(levels, within(Math.max(1, levels * PERCENT / 100)));
    }
    softly.assertAll();
  }

  private static Offset<Long> few(long made) {
    return within(Math.max(FEW, made * PERCENT / 100));
  }

  static void assertClockIsCloseToPlaceAndRoute(String name, StreamUnit unit, Path folder)
      throws IOException {
    RtlModule module = unit.build(name);
    double estimate = timing(module, Technology.of(Target.ICE40)).longest().clockHertz();

    double made = new PlaceAndRoute(folder).clockHertz(module);

    assertThat(estimate).as(name).isCloseTo(made, Percentage.withPercentage(PERCENT));
  }

  private static TimingEstimate timing(RtlModule module, Technology technology) {
    return TimingEstimate.of(module, technology.fabric(), technology.memories()::blockRows);
  }
}
