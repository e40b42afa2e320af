package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.Design;
import java.util.List;

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
   * A layer in hardware.
   *
   * @param name the layer's name
   * @param neurons rows of weights
   * @param inputs columns of weights
   * @param pe neurons computed at once
   * @param simd inputs each takes in a clock
   * @param cyclesPerFrame clocks it is busy with one frame
   */
  public record Unit(String name, int neurons, int inputs, int pe, int simd, int cyclesPerFrame) {}

  /** The units that are busy longest, which bind the throughput. */
  public List<Unit> bindingUnits() {
    int most = units.stream().mapToInt(Unit::cyclesPerFrame).max().orElseThrow();
    return units.stream().filter(unit -> unit.cyclesPerFrame() == most).toList();
  }
}
