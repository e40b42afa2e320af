package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Target;
import dev.signet.rtl.Statement;
import dev.signet.timing.TimingEstimate;
import dev.signet.timing.TimingEstimate.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What hardware of folded units takes of a part, and how fast it is there.
 *
 * @param target the family of parts
 * @param units its units in the order of the stream
 * @param levels the most LUTs between two registers
 */
public record HardwareEstimate(Target target, List<Unit> units, int levels) {
  public HardwareEstimate {
    units = List.copyOf(units);
  }

  /**
   * A unit.
   *
   * @param name that of its instance: the layer's, or one that says what it is for
   * @param area what it takes alone
   * @param path the longest way between two registers that ends in it
   * @param isFolded whether it is a layer that has a folding
   */
  public record Unit(String name, Area area, Path path, boolean isFolded) {}

  /**
   * Of hardware in dataflow style.
   *
   * @param hardware with the parts it is made of
   * @throws IllegalArgumentException when it has none, as in spatial style
   */
  public static HardwareEstimate of(Hardware hardware, Target target) {
    if (hardware.parts().isEmpty()) {
      throw new IllegalArgumentException(
          "hardware in style %s has no folded units".formatted(hardware.style().label()));
    }
    Technology technology = Technology.of(target);
    TimingEstimate timing =
        TimingEstimate.of(
            hardware.design().top(), technology.fabric(), technology.memories()::blockRows);
    Map<String, Hardware.Unit> described = new HashMap<>();
    hardware.units().forEach(unit -> described.put(unit.name(), unit));
    List<Unit> units = new ArrayList<>();
    List<String> instances = instances(hardware);
    for (int index = 0; index < instances.size(); index++) {
      FoldingPlan.Part part = hardware.parts().get(index);
      Hardware.Unit unit = described.get(part.name());
      units.add(
          new Unit(
              part.name(),
              part.area(),
              timing.units().getOrDefault(instances.get(index), Path.NONE),
              unit != null && unit.product().isPresent()));
    }
    return new HardwareEstimate(target, units, timing.levels());
  }

  /** The instances of the top module, which stand in the order of the parts. */
  private static List<String> instances(Hardware hardware) {
    List<String> instances = new ArrayList<>();
    for (Statement statement : hardware.design().top().statements()) {
      if (statement instanceof Statement.Instance instance) {
        instances.add(instance.name());
      }
    }
    if (instances.size() != hardware.parts().size()) {
      throw new IllegalArgumentException(instances + " are not " + hardware.parts());
    }
    return instances;
  }

  /** What everything takes. */
  public Area area() {
    return units.stream().map(Unit::area).reduce(Area.NONE, Area::plus);
  }

  /** The unit that the longest way ends in. */
  public Unit slowest() {
    return units.stream()
        .max(Comparator.comparingDouble(unit -> unit.path().nanoseconds()))
        .orElseThrow();
  }

  /** The highest clock, in Hz. */
  public double clockHertz() {
    return slowest().path().clockHertz();
  }
}
