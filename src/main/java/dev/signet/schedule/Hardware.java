package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.Design;
import java.util.List;
import java.util.Optional;

/**
 * A scheduled network.
 *
 * @param style its kind
 * @param design its modules
 * @param frameFormat how frames go in
 * @param resultFormat how results come out
 * @param units what it is made of, in the order of the stream
 */
public record Hardware(
    Style style,
    Design design,
    FrameFormat frameFormat,
    ResultFormat resultFormat,
    List<Unit> units) {
  public Hardware {
    units = List.copyOf(units);
  }

  /**
   * A unit.
   *
   * @param name that of the layer it works for, or begins with it
   * @param places places at which it gives something; 1 where there is no map
   * @param product the neurons it computes; nothing of a unit that has none
   * @param cyclesPerFrame clocks it is busy with one frame
   */
  public record Unit(String name, int places, Optional<Product> product, long cyclesPerFrame) {}

  /**
   * Neurons, and how they are folded.
   *
   * @param neurons rows of weights
   * @param inputs columns of weights
   * @param groups of the neurons, each of which sees inputs of its own
   * @param pe neurons computed at once
   * @param simd inputs each takes in a clock
   */
  public record Product(int neurons, int inputs, int groups, int pe, int simd) {}

  /** The units that are busy longest, which bind the throughput. */
  public List<Unit> bindingUnits() {
    long most = cyclesPerFrame();
    return units.stream().filter(unit -> unit.cyclesPerFrame() == most).toList();
  }

  /** Clocks from result to result of back-to-back frames, where nothing outside holds them up. */
  public long cyclesPerFrame() {
    return units.stream().mapToLong(Unit::cyclesPerFrame).max().orElseThrow();
  }
}
