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
 * @param area of everything, with what stands before, between and behind the layers
 * @param initiationInterval clocks from result to result of back-to-back frames
 */
public record FoldingPlan(List<Unit> units, Area area, long initiationInterval) {
  public FoldingPlan {
    units = List.copyOf(units);
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
