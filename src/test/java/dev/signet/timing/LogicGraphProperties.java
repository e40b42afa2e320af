package dev.signet.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LogicGraphProperties {

  /** All ways to cut a gate off, where the graph keeps a few. */
  private static final class AllCuts {
    private final List<Set<Set<Integer>>> cuts = new ArrayList<>();
    private final List<Integer> levels = new ArrayList<>();
    private final int lutInputs;

    AllCuts(int lutInputs) {
      this.lutInputs = lutInputs;
    }

    void source() {
      cuts.add(Set.of(Set.of(cuts.size())));
      levels.add(0);
    }

    void gate(int... operands) {
      Set<Set<Integer>> all = Set.of(Set.of());
      for (int operand : operands) {
        Set<Set<Integer>> merged = new HashSet<>();
        for (Set<Integer> cut : all) {
          for (Set<Integer> other : cuts.get(operand)) {
            Set<Integer> both = new HashSet<>(cut);
            both.addAll(other);
            if (both.size() <= lutInputs) {
              merged.add(both);
            }
          }
        }
        all = merged;
      }
      levels.add(
          1
              + all.stream()
                  .mapToInt(cut -> cut.stream().mapToInt(levels::get).max().orElseThrow())
                  .min()
                  .orElseThrow());
      all.add(Set.of(cuts.size()));
      cuts.add(all);
    }
  }

  /** The cuts that are kept are good enough: hardly ever a level more, and never fewer. */
  @Property(tries = 200)
  void levelsAreAsFewAsCanBe(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 24) int gates, @ForAll boolean wide) {
    Random random = new Random(seed);
    Fabric fabric = wide ? Fabric.XC7 : Fabric.ICE40;
    LogicGraph graph = new LogicGraph(fabric);
    AllCuts reference = new AllCuts(fabric.lutInputs());
    int sources = 4 + random.nextInt(8);
    for (int source = 0; source < sources; source++) {
      graph.source(0, 0);
      reference.source();
    }
    for (int gate = 0; gate < gates; gate++) {
      int[] operands =
          random.ints(0, sources + gate).distinct().limit(2 + random.nextInt(2)).toArray();
      int bit = graph.gate(0, operands);
      reference.gate(operands);
      assertThat(graph.levels(bit))
          .isBetween(reference.levels.get(bit), reference.levels.get(bit) + 1);
    }
  }

  /** Whatever is waited for comes before, on the way of the longest delay. */
  @Property(tries = 100)
  void aWayIsAsLongAsItsParts(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int gates) {
    Random random = new Random(seed);
    Fabric fabric = Fabric.ICE40;
    LogicGraph graph = new LogicGraph(fabric);
    for (int source = 0; source < 5; source++) {
      graph.source(source, 0);
    }
    List<Elaboration.Endpoint> ends = new ArrayList<>();
    Elaboration.Step step = new Elaboration.Step("", "end", 0);
    for (int gate = 0; gate < gates; gate++) {
      int bit = graph.gate(0, random.nextInt(5 + gate), random.nextInt(5 + gate));
      ends.add(new Elaboration.Endpoint(bit, 1, random.nextBoolean(), step));
    }
    LogicGraph.Settled settled = graph.settle(ends);
    for (Elaboration.Endpoint end : ends) {
      List<Integer> way = settled.way(end.bit());
      double least = way.getFirst() + (way.size() - 1) * (fabric.net() + fabric.lut());
      assertThat(way.getFirst()).isLessThan(5);
      assertThat(settled.nanoseconds(end)).isGreaterThanOrEqualTo(least - 1e-9);
      assertThat(graph.levels(end.bit())).isGreaterThanOrEqualTo(way.size() - 1);
    }
  }
}
