package dev.signet.network;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a network is to be built: the {@code hardware} section of its text, defaults filled in.
 *
 * @param style which kind of hardware
 * @param target the family of parts its area and speed are estimated for
 * @param clockHertz the clock it is to run at, above 0
 * @param framesPerSecond the throughput the folding is chosen to meet, if stated
 * @param budget what it may take of a part
 * @param foldings given foldings by name of the dense or conv node, such as {@code dense1}
 */
public record HardwareGoals(
    Style style,
    Target target,
    double clockHertz,
    OptionalDouble framesPerSecond,
    Budget budget,
    Map<String, Folding> foldings) {

  public HardwareGoals {
    foldings = Map.copyOf(foldings);
    if (!(clockHertz > 0)
        || (framesPerSecond.isPresent() && !(framesPerSecond.getAsDouble() > 0))) {
      throw new IllegalArgumentException("clock " + clockHertz + ", throughput " + framesPerSecond);
    }
  }

  /** Goals for 7-series parts, without a budget. */
  public HardwareGoals(
      Style style,
      double clockHertz,
      OptionalDouble framesPerSecond,
      Map<String, Folding> foldings) {
    this(style, Target.XC7, clockHertz, framesPerSecond, Budget.NONE, foldings);
  }

  /** What a network without a {@code hardware} section gets. */
  public static HardwareGoals defaults() {
    return new HardwareGoals(Style.DATAFLOW, 100e6, OptionalDouble.empty(), Map.of());
  }

  /** The same goals on other parts. */
  public HardwareGoals withTarget(Target other) {
    return new HardwareGoals(style, other, clockHertz, framesPerSecond, budget, foldings);
  }

  /** The families of parts whose area and speed are known. */
  public enum Target {
    /** AMD's 7 series: LUTs of 6 inputs, block RAMs of 18 kbit. */
    XC7,
    /** Lattice's iCE40: LUTs of 4 inputs, block RAMs of 4 kbit. */
    ICE40;

    /** Its name in a text, in results and on the command line. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The most that may be taken of a part.
   *
   * @param luts LUTs, if they are bounded
   * @param blockRams block RAMs, of 18 kbit on a 7-series part and of 4 kbit on an iCE40, if they
   *     are bounded
   */
  public record Budget(OptionalLong luts, OptionalLong blockRams) {
    /** No bounds. */
    public static final Budget NONE = new Budget(OptionalLong.empty(), OptionalLong.empty());

    public Budget {
      if (luts.orElse(0) < 0 || blockRams.orElse(0) < 0) {
        throw new IllegalArgumentException("budget of " + luts + " and " + blockRams);
      }
    }

    /** Whether anything is bounded. */
    public boolean isLimited() {
      return luts.isPresent() || blockRams.isPresent();
    }
  }

  /** The kinds of hardware. */
  public enum Style {
    /** One folded unit a layer, weights in memory, streams between. */
    DATAFLOW,
    /** Every neuron its own logic with constant weights, one frame a clock. */
    SPATIAL;

    /** Its name in a text, in results and on the command line. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How a layer is time-multiplexed.
   *
   * @param pe processing elements: neurons or channels computed at once, at least 1
   * @param simd inputs each takes in a clock, at least 1
   */
  public record Folding(int pe, int simd) {
    public Folding {
      if (pe < 1 || simd < 1) {
        throw new IllegalArgumentException("folding pe " + pe + ", simd " + simd);
      }
    }
  }
}
