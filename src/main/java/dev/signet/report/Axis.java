package dev.signet.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A scale with its marks.
 *
 * @param low value at the start, finite
 * @param high value at the end, above it
 * @param logarithmic whether equal distances are equal ratios; {@code low} is above 0 then
 * @param ticks where marks are, ascending, from {@code low} to {@code high}
 */
record Axis(double low, double high, boolean logarithmic, List<Tick> ticks) {
  Axis {
    ticks = List.copyOf(ticks);
    if (!(low < high) || (logarithmic && !(low > 0))) {
      throw new IllegalArgumentException("axis from " + low + " to " + high);
    }
  }

  /** What is written behind numbers of up to a thousand, a million and so on. */
  private static final List<String> MULTIPLES = List.of("", " k", " M", " G");

  /** A mark and what is written at it. */
  record Tick(double value, String label) {}

  /** Whole numbers from 1 (or {@code first}) on, with about so many marks. */
  static Axis counting(int first, int last, int about) {
    int step = (int) Math.max(1, niceStep((double) (last - first) / about));
    List<Tick> ticks = new ArrayList<>();
    for (int value = first; value <= last; value++) {
      if (value % step == 0 || (value == first && step > 1)) {
        ticks.add(new Tick(value, String.valueOf(value)));
      }
    }
    // One epoch alone stands in the middle.
    double margin = first == last ? 0.5 : 0;
    return new Axis(first - margin, last + margin, false, ticks);
  }

  /**
   * Round numbers around the values, with about so many marks.
   *
   * @param unit written behind each number
   */
  static Axis linear(double least, double most, int about, String unit) {
    // Values that are all the same still have a scale.
    double span = most > least ? most - least : Math.max(Math.abs(most), 1) * 0.1;
    double step = niceStep(span / about);
    double from = Math.floor(least / step);
    double to = Math.max(Math.ceil(most / step), from + 1);
    int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (double index = from; index <= to; index++) {
      ticks.add(
          new Tick(
              index * step, String.format(Locale.ROOT, "%." + digits + "f", index * step) + unit));
    }
    return new Axis(from * step, to * step, false, ticks);
  }

  /** Powers of ten around the values, which are above 0, written as shares. */
  static Axis logarithmic(double least, double most) {
    return powers(least, most, Axis::share);
  }

  /** Powers of ten around the values, which are above 0, as in {@code 10 k}. */
  static Axis decades(double least, double most) {
    return powers(least, most, Axis::number);
  }

  private static Axis powers(double least, double most, IntFunction<String> label) {
    int from = (int) Math.floor(Math.log10(least));
    int to = Math.max((int) Math.ceil(Math.log10(most)), from + 1);
    int every = 1 + (to - from) / 6;
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = from; exponent <= to; exponent += every) {
      ticks.add(new Tick(Math.pow(10, exponent), label.apply(exponent)));
    }
    return new Axis(Math.pow(10, from), Math.pow(10, to), true, ticks);
  }

  private static String number(int exponent) {
    if (exponent < 0 || exponent >= 3 * MULTIPLES.size()) {
      return "1e" + exponent;
    }
    return "1" + "0".repeat(exponent % 3) + MULTIPLES.get(exponent / 3);
  }

  /** A power of ten as a share. */
  private static String share(int exponent) {
    int digits = Math.max(0, -2 - exponent);
    return digits > 5
        ? "1e%d %%".formatted(exponent + 2)
        : String.format(Locale.ROOT, "%." + digits + "f %%", Math.pow(10, exponent + 2));
  }

  /** How far from the start to the end a value is, 0 to 1 within the scale. */
  double position(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** The least of 1, 2 and 5 times a power of ten that is not below the value. */
  private static double niceStep(double value) {
    if (!(value > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= value * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
