package dev.signet.timing;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.zeroExtend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingEstimateTest {

  private static TimingEstimate estimate(RtlModule module, Fabric fabric) {
    return TimingEstimate.of(module, fabric, memory -> memory.depth() > 100 ? 1 : 0);
  }

  private static TimingEstimate.Path unit(TimingEstimate estimate, String name) {
    return estimate.units().getOrDefault(name, TimingEstimate.Path.NONE);
  }

  private static ModuleBuilder builder() {
    return new ModuleBuilder("unit", "");
  }

  private static RtlModule popcount(int bits) {
    ModuleBuilder module = builder();
    Signal in = module.input("in", bits);
    Signal count = module.wire("count", new Expression.Popcount(in));
    module.assign(module.output("out", count.width()), count);
    return module.build();
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "6, 1", "7, 2", "36, 2", "37, 3"})
  void comparingBitsWithAConstantTakesATreeOfLuts(int bits, int levels) {
    ModuleBuilder module = builder();
    Signal in = module.input("in", bits);
    module.assign(module.output("out", 1), Expression.equal(in, 0));

    assertThat(estimate(module.build(), Fabric.XC7).levels()).isEqualTo(levels);
  }

  @Test
  void aSumIsOneLutAndACarryChain() {
    ModuleBuilder module = builder();
    Signal left = module.input("left", 16);
    Signal right = module.input("right", 16);
    module.assign(module.output("out", 16), add(left, right));
    TimingEstimate sixteen = estimate(module.build(), Fabric.ICE40);

    assertThat(sixteen.levels()).isEqualTo(1);
    assertThat(sixteen.longest().nanoseconds())
        .isGreaterThan(Fabric.ICE40.clockToOut() + 14 * Fabric.ICE40.carryPerBit());
  }

  @Test
  void aPopcountIsNamedAndGrowsWithItsBits() {
    TimingEstimate.Path small = estimate(popcount(16), Fabric.XC7).longest();
    TimingEstimate.Path large = estimate(popcount(800), Fabric.XC7).longest();

    assertThat(large.popcount()).isEqualTo(800);
    assertThat(large.steps()).containsExactly("in", "popcount of 800 bits", "out");
    assertThat(large.nanoseconds()).isGreaterThan(small.nanoseconds() + 1);
    assertThat(large.clockHertz()).isBetween(20e6, 100e6);
  }

  @Test
  void constantsTakeNothing() {
    ModuleBuilder module = builder();
    Signal in = module.input("in", 8);
    Signal zero = module.wire("zero", constant(8, 0));
    Signal same = module.wire("same", mux(constant(1, 1), add(in, zero), zero));
    module.assign(module.output("out", 8), same);

    assertThat(estimate(module.build(), Fabric.XC7).levels()).isZero();
  }

  @Test
  void aPowerOfTwoIsComparedByTheBitsAboveIt() {
    ModuleBuilder module = builder();
    Signal in = module.input("in", 8);
    module.assign(module.output("out", 1), new Expression.Threshold(in, constant(8, 128)));

    assertThat(estimate(module.build(), Fabric.ICE40).levels()).isZero();
  }

  @Test
  void waysGoThroughInstancesAndBelongToWhereTheyEnd() {
    ModuleBuilder inner = new ModuleBuilder("inner", "");
    Signal in = inner.input("in", 4);
    Signal sum = inner.wire("sum", add(zeroExtend(in, 6), constant(6, 5)));
    inner.assign(inner.output("out", 6), sum);
    Signal kept = new Signal("kept", 6);
    inner.register(kept, sum, constant(1, 1));
    inner.assign(inner.output("unused", 6), kept);
    ModuleBuilder top = builder();
    Signal source = top.input("source", 4);
    ModuleBuilder.Outputs first = top.instance("first", inner.build(), Map.of("in", source), "f_");
    ModuleBuilder.Outputs second =
        top.instance("second", inner.build(), Map.of("in", slice(first.get("out"), 2, 4)), "s_");
    top.assign(top.output("result", 6), second.get("out"));
    top.assign(top.output("both", 6), and(first.get("unused"), second.get("unused")));

    TimingEstimate estimate = estimate(top.build(), Fabric.ICE40);

    assertThat(estimate.units().keySet()).containsSequence("first", "second");
    TimingEstimate.Path through = unit(estimate, "second");
    assertThat(through.steps())
        .containsExactly(
            "source", "first: sum of 6 bits for sum", "second: sum of 6 bits for sum", "kept");
    assertThat(through.nanoseconds()).isGreaterThan(unit(estimate, "first").nanoseconds());
    assertThat(estimate.levels()).isEqualTo(2);
  }
}
