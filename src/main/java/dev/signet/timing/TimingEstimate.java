package dev.signet.timing;

import dev.signet.rtl.Memory;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The longest ways of a design.
 *
 * @param units the longest that ends in each instance of the top module, by its name, in order
 * @param longest the longest of all
 * @param levels the most LUTs between two registers
 */
public record TimingEstimate(Map<String, Path> units, Path longest, int levels) {

  public TimingEstimate {
    units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
  }

  /**
   * A way from register to register.
   *
   * @param nanoseconds it takes, from clock to clock
   * @param luts it goes through
   * @param unit the instance of the top module that it ends in; empty for the top module itself
   * @param steps what it goes through, for people, from the first register to the last
   * @param popcount the bits of the largest popcount on it; 0 without one
   */
  public record Path(double nanoseconds, int luts, String unit, List<String> steps, int popcount) {
    /** Nothing between registers. */
    public static final Path NONE = new Path(0, 0, "", List.of(), 0);

    public Path {
      steps = List.copyOf(steps);
    }

    /** The highest clock, in Hz, at which the way is short enough. */
    public double clockHertz() {
      return 1e9 / nanoseconds;
    }
  }

  /**
   * Of a design.
   *
   * @param top a verified module; what is outside of its ports is taken to be registers
   * @param blockRows how many block RAMs share the addresses of a memory; 0 where it is made of
   *     none
   */
  public static TimingEstimate of(RtlModule top, Fabric fabric, ToIntFunction<Memory> blockRows) {
    Elaboration elaboration = new Elaboration(fabric, blockRows);
    List<Elaboration.Endpoint> endpoints = elaboration.elaborate(top);
    LogicGraph graph = elaboration.graph();
    LogicGraph.Settled settled = graph.settle(endpoints);
    Map<String, List<Elaboration.Endpoint>> byUnit = new LinkedHashMap<>();
    for (Statement statement : top.statements()) {
      if (statement instanceof Statement.Instance instance) {
        byUnit.put(instance.name(), new ArrayList<>());
      }
    }
    int levels = 0;
    for (Elaboration.Endpoint each : endpoints) {
      levels = Math.max(levels, graph.levels(each.bit()));
      byUnit.computeIfAbsent(unit(each), _ -> new ArrayList<>()).add(each);
    }
    Map<String, Path> units = new LinkedHashMap<>();
    byUnit.forEach((name, own) -> units.put(name, path(elaboration, settled, own)));
    return new TimingEstimate(units, path(elaboration, settled, endpoints), levels);
  }

  private static String unit(Elaboration.Endpoint endpoint) {
    String unit = endpoint.end().unit();
    return unit.indexOf('.') < 0 ? unit : unit.substring(0, unit.indexOf('.'));
  }

  private static Path path(
      Elaboration elaboration, LogicGraph.Settled settled, List<Elaboration.Endpoint> endpoints) {
    return endpoints.stream()
        .max(Comparator.comparingDouble(settled::nanoseconds))
        .map(end -> path(elaboration, settled, end))
        .orElse(Path.NONE);
  }

  private static Path path(
      Elaboration elaboration, LogicGraph.Settled settled, Elaboration.Endpoint end) {
    LogicGraph graph = elaboration.graph();
    List<String> steps = new ArrayList<>();
    int popcount = 0;
    int luts = 0;
    int levels = 0;
    int before = -1;
    for (int bit : settled.way(end.bit())) {
      luts += graph.levels(bit) > levels ? 1 : 0;
      levels = graph.levels(bit);
      if (graph.step(bit) != before) {
        before = graph.step(bit);
        Elaboration.Step step = elaboration.steps().get(before);
        steps.add(step.unit().isEmpty() ? step.text() : step.unit() + ": " + step.text());
        popcount = Math.max(popcount, step.popcount());
      }
    }
    steps.add(end.end().text());
    return new Path(settled.nanoseconds(end), luts, unit(end), steps, popcount);
  }
}
