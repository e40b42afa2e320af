package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Folding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A network with a folding for each layer, and what it takes. Clocks are exact; the area is an
 * estimate.
 *
 * @param units the layers in the order of the stream
 * @param parts everything that is built, in the order of the stream: the layers, and what stands
 *     before, between and behind them
 * @param initiationInterval clocks from result to result of back-to-back frames
 */
public record FoldingPlan(List<Unit> units, List<Part> parts, long initiationInterval) {
  public FoldingPlan {
    units = List.copyOf(units);
    parts = List.copyOf(parts);
  }

  /**
   * A layer.
   *
   * @param name its name
   * @param folding how it is built
   * @param cyclesPerFrame clocks it is busy with one frame
   * @param area what it takes alone
   */
  public record Unit(String name, Folding folding, long cyclesPerFrame, Area area) {}

  /**
   * A unit of the hardware, which is a module of its own.
   *
   * @param name that of the instance: the layer's, or one that says what it is for
   * @param area what it takes alone
   */
  public record Part(String name, Area area) {}

  /** What everything takes. */
  public Area area() {
    return parts.stream().map(Part::area).reduce(Area.NONE, Area::plus);
  }

  /** The layers that are busy longest, which bind the throughput. */
  public List<Unit> bindingUnits() {
    long most = units.stream().mapToLong(Unit::cyclesPerFrame).max().orElseThrow();
    return units.stream().filter(unit -> unit.cyclesPerFrame() == most).toList();
  }

  /** The foldings by the names of the layers. */
  Map<String, Folding> foldings() {
    return units.stream().collect(Collectors.toMap(Unit::name, Unit::folding));
  }
}
