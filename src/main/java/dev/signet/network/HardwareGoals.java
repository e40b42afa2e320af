package dev.signet.network;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a network is to be built: the {@code hardware} section of its text, defaults filled in.
 *
 * @param style which kind of hardware
 * @param clockHertz the clock it is to run at, above 0
 * @param framesPerSecond the throughput the folding is chosen to meet, if stated
 * @param foldings given foldings by name of the dense or conv node, such as {@code dense1}
 */
public record HardwareGoals(
    Style style, double clockHertz, OptionalDouble framesPerSecond, Map<String, Folding> foldings) {

  public HardwareGoals {
    foldings = Map.copyOf(foldings);
    if (!(clockHertz > 0)
        || (framesPerSecond.isPresent() && !(framesPerSecond.getAsDouble() > 0))) {
      throw new IllegalArgumentException("clock " + clockHertz + ", throughput " + framesPerSecond);
    }
  }

  /** What a network without a {@code hardware} section gets. */
  public static HardwareGoals defaults() {
    return new HardwareGoals(Style.DATAFLOW, 100e6, OptionalDouble.empty(), Map.of());
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
