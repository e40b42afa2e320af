package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Folding;
import java.util.List;

/**
 * A network with a folding for each layer, and what it takes. Clocks are exact; the area is an
 * estimate.
 *
 * @param units the layers in the order of the stream
 * @param area of everything, with what stands before, between and behind the layers
 */
public record FoldingPlan(List<Unit> units, Area area) {
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

  /** Clocks from result to result of back-to-back frames. */
  public long initiationInterval() {
    return units.stream().mapToLong(Unit::cyclesPerFrame).max().orElseThrow();
  }

  /** The layers that are busy longest, which bind the throughput. */
  public List<Unit> bindingUnits() {
    long most = initiationInterval();
    return units.stream().filter(unit -> unit.cyclesPerFrame() == most).toList();
  }

  List<Folding> foldings() {
    return units.stream().map(Unit::folding).toList();
  }
}
