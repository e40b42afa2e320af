package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.network.HardwareGoals;
import dev.signet.schedule.Area;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.HardwareEstimate;
import dev.signet.timing.TimingEstimate.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each unit takes of a part, and the clock it reaches there.
 *
 * @param estimate of all units
 * @param clockHertz the clock the hardware is meant for
 */
public record EstimateReport(HardwareEstimate estimate, double clockHertz) {

  /** Of hardware of folded units; nothing of any other. */
  public static Optional<EstimateReport> of(Hardware hardware, HardwareGoals goals) {
    return hardware.parts().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EstimateReport(HardwareEstimate.of(hardware, goals.target()), goals.clockHertz()));
  }

  /**
   * Puts {@code target, luts, flip_flops, block_rams, multipliers, clock_hertz} (what it reaches),
   * {@code levels} and {@code units}, each with the same and {@code name, nanoseconds} and {@code
   * path}; and {@code warning}, if there is one.
   */
  public void putInto(ObjectNode json) {
    json.put("target", estimate.target().label());
    put(json, estimate.area());
    json.put("clock_hertz", Numbers.rounded(estimate.clockHertz(), 0));
    json.put("levels", estimate.levels());
    warning().ifPresent(warning -> json.put("warning", warning));
    ArrayNode units = json.putArray("units");
    for (HardwareEstimate.Unit unit : estimate.units()) {
      ObjectNode entry = units.addObject();
      entry.put("name", unit.name());
      put(entry, unit.area());
      entry.put("clock_hertz", Numbers.rounded(unit.path().clockHertz(), 0));
      entry.put("nanoseconds", Numbers.rounded(unit.path().nanoseconds(), 2));
      entry.put("levels", unit.path().luts());
      ArrayNode path = entry.putArray("path");
      unit.path().steps().forEach(path::add);
    }
  }

  private static void put(ObjectNode entry, Area area) {
    entry.put("luts", area.luts());
    entry.put("flip_flops", area.flipFlops());
    entry.put("block_rams", area.blockRams());
    entry.put("multipliers", area.multipliers());
  }

  /** A table for people. */
  public String text() {
    TextTable table =
        new TextTable("unit", "LUT", "FF", "RAM", "mult.", "MHz", "longest between registers");
    for (HardwareEstimate.Unit unit : estimate.units()) {
      row(table, unit.name(), unit.area(), unit.path(), way(unit.path()));
    }
    HardwareEstimate.Unit slowest = estimate.slowest();
    row(table, "all", estimate.area(), slowest.path(), "in " + slowest.name());
    return table.render()
        + String.format(
            Locale.ROOT,
            "estimated for %s; meant for %s%n",
            estimate.target().label(),
            Numbers.frequency(clockHertz));
  }

  private static void row(TextTable table, String name, Area area, Path path, String way) {
    table.row(
        name,
        number(area.luts()),
        number(area.flipFlops()),
        number(area.blockRams()),
        number(area.multipliers()),
        number(Math.round(path.clockHertz() / 1e6)),
        way);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** The most of a way that fits a row: where it begins, what is computed, where it ends. */
  private static String way(Path path) {
    return path.popcount() > 0
        ? "popcount of %d bits".formatted(path.popcount())
        : path.steps().isEmpty() ? "" : path.steps().getFirst() + " to " + path.steps().getLast();
  }

  /** What to say where the clock it is meant for is more than it reaches. */
  public Optional<String> warning() {
    List<HardwareEstimate.Unit> slow =
        estimate.units().stream()
            .filter(unit -> unit.path().clockHertz() < clockHertz)
            .sorted(Comparator.comparingDouble(unit -> unit.path().clockHertz()))
            .toList();
    if (slow.isEmpty()) {
      return Optional.empty();
    }
    HardwareEstimate.Unit worst = slow.getFirst();
    String others =
        slow.size() == 1
            ? ""
            : slow.stream()
                .skip(1)
                .map(HardwareEstimate.Unit::name)
                .collect(Collectors.joining(", ", " (so do ", ")"));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "a clock of %s may be too fast: %s reaches about %.0f MHz on %s, by %s in one clock%s; %s",
            Numbers.frequency(clockHertz),
            worst.name(),
            worst.path().clockHertz() / 1e6,
            estimate.target().label(),
            reason(worst.path()),
            others,
            remedy(worst)));
  }

  /** What is computed on the way; where that is logic alone, where it begins and ends. */
  private static String reason(Path path) {
    if (path.popcount() > 0) {
      return "a popcount of %d bits".formatted(path.popcount());
    }
    List<String> computed =
        path.steps().stream()
            .map(step -> step.substring(step.indexOf(": ") < 0 ? 0 : step.indexOf(": ") + 2))
            .filter(step -> step.contains(" of "))
            .map(step -> "a " + step)
            .toList();
    return computed.isEmpty()
        ? "logic from %s to %s".formatted(path.steps().getFirst(), path.steps().getLast())
        : String.join(" and ", computed);
  }

  private static String remedy(HardwareEstimate.Unit unit) {
    if (unit.isFolded() && unit.path().popcount() > 0) {
      return "fold %s with a smaller simd, or state a lower clock".formatted(unit.name());
    }
    // Scores at once are as many as the last layer has processing elements.
    long differences =
        unit.path().steps().stream().filter(step -> step.contains(": difference of ")).count();
    return differences > 1
        ? "fold the last layer with a smaller pe, or state a lower clock"
        : "state a lower clock";
  }
}
