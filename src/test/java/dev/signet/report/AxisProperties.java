package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AxisProperties {

  @Property(tries = 300)
  void linearScaleHoldsTheValuesAndAFewDifferentMarks(
      @ForAll @DoubleRange(min = -1000, max = 1000) double firstDigits,
      @ForAll @DoubleRange(min = -1000, max = 1000) double secondDigits,
      @ForAll @IntRange(min = -6, max = 6) int exponent) {
    double first = firstDigits * Math.pow(10, exponent);
    double second = secondDigits * Math.pow(10, exponent);
    Axis axis = Axis.linear(Math.min(first, second), Math.max(first, second), 5, "");

    assertThat(axis.position(first)).isBetween(-1e-9, 1 + 1e-9);
    assertThat(axis.position(second)).isBetween(-1e-9, 1 + 1e-9);
    assertThat(axis.ticks()).hasSizeBetween(2, 8);
    assertMarksAreTold(axis);
  }

  @Property(tries = 300)
  void logarithmicScaleHoldsTheValuesAndAFewDifferentMarks(
      @ForAll @DoubleRange(min = -9, max = 0) double firstExponent,
      @ForAll @DoubleRange(min = -9, max = 0) double secondExponent) {
    double first = Math.pow(10, firstExponent);
    double second = Math.pow(10, secondExponent);
    Axis axis = Axis.logarithmic(Math.min(first, second), Math.max(first, second));

    assertThat(axis.position(first)).isBetween(-1e-9, 1 + 1e-9);
    assertThat(axis.position(second)).isBetween(-1e-9, 1 + 1e-9);
    assertThat(axis.ticks()).hasSizeBetween(2, 7);
    assertMarksAreTold(axis);
  }

  @Property(tries = 300)
  void countingScaleHasWholeNumbersOnly(@ForAll @IntRange(min = 1, max = 100_000) int last) {
    Axis axis = Axis.counting(1, last, 12);

    assertThat(axis.ticks()).hasSizeBetween(1, 14);
    assertThat(axis.ticks()).allMatch(tick -> tick.label().equals("%.0f".formatted(tick.value())));
    assertMarksAreTold(axis);
  }

  @Test
  void aSingleValueHasAScaleToo() {
    for (double value : new double[] {0, 1, -3, 1e-12, 97.5, 1e9}) {
      assertThat(Axis.linear(value, value, 5, "").position(value)).isBetween(0.0, 1.0);
    }
    assertThat(Axis.logarithmic(1, 1).position(1)).isBetween(0.0, 1.0);
    assertThat(Axis.counting(7, 7, 12).position(7)).isEqualTo(0.5);
  }

  @Test
  void labelsAreRoundNumbers() {
    assertThat(labels(Axis.linear(0.13, 0.97, 5, "")))
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(labels(Axis.linear(96.1, 99.2, 5, " %")))
        .containsExactly("96 %", "97 %", "98 %", "99 %", "100 %");
    assertThat(labels(Axis.logarithmic(0.0002, 0.3)))
        .containsExactly("0.01 %", "0.1 %", "1 %", "10 %", "100 %");
    assertThat(labels(Axis.decades(300, 2e6)))
        .containsExactly("100", "1 k", "10 k", "100 k", "1 M", "10 M");
    assertThat(labels(Axis.decades(0.02, 3e10)))
        .containsExactly("1e-2", "10", "10 k", "10 M", "10 G");
    assertThat(labels(Axis.counting(1, 30, 12)))
        .containsExactly("1", "5", "10", "15", "20", "25", "30");
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  /** Marks ascend within the scale, and no two have the same label. */
  private static void assertMarksAreTold(Axis axis) {
    double before = -1;
    for (Axis.Tick tick : axis.ticks()) {
      assertThat(axis.position(tick.value()))
          .isGreaterThan(before)
          .isCloseTo(0.5, within(0.5 + 1e-9));
      before = axis.position(tick.value());
    }
    assertThat(new HashSet<>(labels(axis))).hasSameSizeAs(labels(axis));
  }
}
