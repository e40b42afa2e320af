package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.HardwareGoals.Budget;
import dev.signet.network.HardwareGoals.Folding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The search along a chain of any units, against trying every combination. */
class FoldingSearchProperties {
  private final Map<String, FoldingSearch.Link> links = new HashMap<>();

  @Property(tries = 300)
  void theCheapestIsThatOfAllCombinations(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int length,
      @ForAll @IntRange(min = 1, max = 12) int cycles,
      @ForAll boolean limited) {
    Random random = new Random(seed);
    List<List<FoldedUnit>> units = units(random, length);
    Budget budget = limited ? budget(random) : Budget.NONE;
    FoldingSearch search = new FoldingSearch(units, this::link);

    Optional<FoldingSearch.Plan> found = search.cheapest(cycles, budget);

    Optional<FoldingSearch.Plan> best =
        all(units).stream()
            .filter(plan -> plan.cycles() <= cycles && fits(plan, budget))
            .min(
                Comparator.comparingLong((FoldingSearch.Plan plan) -> plan.area().halfLuts())
                    .thenComparingLong(FoldingSearch.Plan::cycles));
    assertSame(found, best);
  }

  @Property(tries = 200)
  void theFastestIsThatOfAllCombinations(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int length) {
    Random random = new Random(seed);
    List<List<FoldedUnit>> units = units(random, length);
    Budget budget = budget(random);

    Optional<FoldingSearch.Plan> found = new FoldingSearch(units, this::link).fastest(budget);

    Optional<FoldingSearch.Plan> best =
        all(units).stream()
            .filter(plan -> fits(plan, budget))
            .min(
                Comparator.comparingLong(FoldingSearch.Plan::cycles)
                    .thenComparingLong(plan -> plan.area().halfLuts()));
    assertSame(found, best);
  }

  @Property(tries = 200)
  void theFrontHoldsExactlyWhatNothingBeats(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int length) {
    List<List<FoldedUnit>> units = units(new Random(seed), length);

    List<FoldingSearch.Plan> front = new FoldingSearch(units, this::link).front();

    List<FoldingSearch.Plan> all = all(units);
    List<List<Long>> expected =
        all.stream()
            .filter(plan -> all.stream().noneMatch(other -> beats(other, plan)))
            .map(FoldingSearchProperties::figures)
            .distinct()
            .sorted(Comparator.comparing((List<Long> figures) -> figures.getFirst()).reversed())
            .toList();
    assertThat(front.stream().map(FoldingSearchProperties::figures)).isEqualTo(expected);
  }

  private static boolean beats(FoldingSearch.Plan one, FoldingSearch.Plan other) {
    return one.cycles() <= other.cycles()
        && one.area().halfLuts() <= other.area().halfLuts()
        && !figures(one).equals(figures(other));
  }

  private static List<Long> figures(FoldingSearch.Plan plan) {
    return List.of(plan.cycles(), plan.area().halfLuts());
  }

  private void assertSame(
      Optional<FoldingSearch.Plan> found, Optional<FoldingSearch.Plan> expected) {
    assertThat(found.map(FoldingSearchProperties::figures))
        .isEqualTo(expected.map(FoldingSearchProperties::figures));
    // What it says of its plan is true of it.
    found.ifPresent(plan -> assertThat(plan).isEqualTo(plan(plan.units())));
  }

  private static boolean fits(FoldingSearch.Plan plan, Budget budget) {
    return plan.area().luts() <= budget.luts().orElse(Long.MAX_VALUE)
        && plan.area().blockRams() <= budget.blockRams().orElse(Long.MAX_VALUE);
  }

  private List<FoldingSearch.Plan> all(List<List<FoldedUnit>> units) {
    List<List<FoldedUnit>> combinations = List.of(List.of());
    for (List<FoldedUnit> ways : units) {
      List<List<FoldedUnit>> longer = new ArrayList<>();
      for (List<FoldedUnit> before : combinations) {
        for (FoldedUnit way : ways) {
          List<FoldedUnit> combination = new ArrayList<>(before);
          combination.add(way);
          longer.add(combination);
        }
      }
      combinations = longer;
    }
    return combinations.stream().map(this::plan).toList();
  }

  private FoldingSearch.Plan plan(List<FoldedUnit> chosen) {
    Area area = Area.NONE;
    long cycles = 0;
    for (int unit = 0; unit < chosen.size(); unit++) {
      area = area.plus(chosen.get(unit).area());
      cycles = Math.max(cycles, chosen.get(unit).cycles());
      if (unit > 0) {
        FoldingSearch.Link link = link(unit, chosen.get(unit - 1).out(), chosen.get(unit).in());
        area = area.plus(link.area());
        cycles = Math.max(cycles, link.cycles());
      }
    }
    return new FoldingSearch.Plan(chosen, area, cycles);
  }

  private FoldingSearch.Link link(int unit, StreamShape out, StreamShape in) {
    return out.width() == in.width()
        ? FoldingSearch.Link.NONE
        : links.computeIfAbsent(
            unit + " " + out + " " + in,
            key -> {
              Random random = new Random(key.hashCode());
              return new FoldingSearch.Link(
                  new Area(random.nextInt(40), random.nextInt(60), random.nextInt(2), 0),
                  random.nextInt(12));
            });
  }

  private static List<List<FoldedUnit>> units(Random random, int length) {
    List<List<FoldedUnit>> units = new ArrayList<>();
    for (int unit = 0; unit < length; unit++) {
      List<FoldedUnit> ways = new ArrayList<>();
      for (int way = 1 + random.nextInt(6); way > 0; way--) {
        ways.add(
            new FoldedUnit(
                new Folding(1 + random.nextInt(9), 1 + random.nextInt(9)),
                1 + random.nextInt(12),
                new Area(
                    random.nextInt(50),
                    random.nextInt(50),
                    random.nextInt(4),
                    random.nextInt(8) / 7),
                shape(random),
                shape(random)));
      }
      units.add(ways);
    }
    return units;
  }

  private static StreamShape shape(Random random) {
    int width = 1 + random.nextInt(4);
    return new StreamShape(12 / width, width);
  }

  private static Budget budget(Random random) {
    OptionalLong luts =
        random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(160));
    OptionalLong blockRams =
        random.nextInt(3) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(8));
    return new Budget(luts, blockRams);
  }
}
