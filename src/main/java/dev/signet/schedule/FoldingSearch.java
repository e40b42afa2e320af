package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Chooses how each unit of a chain is built, exactly: no other choice is better.
 *
 * <p>What stands between two units depends only on how frames leave the one and come to the other.
 * So it is a dynamic programme along the chain: for each shape of stream behind a unit the best of
 * all ways to get there is kept, and the next unit goes on from these. Without a budget the best is
 * the one of the least area; within a budget it is all those that no other beats in LUTs, block
 * RAMs and area alike, because it shows only later which of them fits.
 */
final class FoldingSearch {
  private final List<List<FoldedUnit>> units;
  private final List<Boundary> boundaries = new ArrayList<>();

  /** What has to stand between two units. */
  interface Links {
    /**
     * What it is.
     *
     * @param unit the index of the unit behind it
     * @param out how frames leave the unit before
     * @param in how they come to the unit behind
     */
    Link between(int unit, StreamShape out, StreamShape in);
  }

  /**
   * What stands between two units.
   *
   * @param area what it takes
   * @param cycles clocks a frame keeps it busy
   */
  record Link(Area area, long cycles) {
    /** Nothing. */
    static final Link NONE = new Link(Area.NONE, 0);
  }

  /**
   * A choice.
   *
   * @param units one way for each unit
   * @param area of the units and of what stands between them
   * @param cycles the clocks of the slowest of the units and of what stands between them
   */
  record Plan(List<FoldedUnit> units, Area area, long cycles) {
    Plan {
      units = List.copyOf(units);
    }
  }

  /**
   * @param units the ways to build each unit in the order of the stream; each has at least one
   * @param links what stands between them
   */
  FoldingSearch(List<List<FoldedUnit>> units, Links links) {
    this.units = units.stream().map(List::copyOf).toList();
    for (int unit = 1; unit < units.size(); unit++) {
      boundaries.add(Boundary.of(unit, units.get(unit - 1), units.get(unit), links));
    }
  }

  /**
   * The least area.
   *
   * @param cycles clocks a frame may take
   * @param budget what it may take
   * @return nothing where no choice is fast and small enough; of equal areas the fastest
   */
  Optional<Plan> cheapest(long cycles, Budget budget) {
    Map<StreamShape, Frontier> reached = new LinkedHashMap<>();
    for (FoldedUnit way : units.getFirst()) {
      if (way.cycles() <= cycles) {
        frontier(reached, way.out(), budget)
            .add(new Partial(way.area(), way.cycles(), way, Optional.empty()));
      }
    }
    for (int unit = 1; unit < units.size(); unit++) {
      reached = step(reached, unit, cycles, budget);
    }
    Frontier all = new Frontier(budget);
    reached.values().forEach(frontier -> frontier.partials.forEach(all::add));
    return all.partials.stream().min(Partial.ORDER).map(Partial::plan);
  }

  /** The most throughput within a budget; of equally fast choices the least area. */
  Optional<Plan> fastest(Budget budget) {
    List<Long> cycles =
        Stream.concat(
                units.stream().flatMap(List::stream).map(FoldedUnit::cycles),
                boundaries.stream().flatMap(Boundary::cycles))
            .distinct()
            .sorted()
            .toList();
    int low = 0;
    int high = cycles.size();
    Optional<Plan> best = Optional.empty();
    while (low < high) {
      int middle = (low + high) >>> 1;
      Optional<Plan> found = cheapest(cycles.get(middle), budget);
      if (found.isPresent()) {
        best = found;
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return best;
  }

  /** All choices that no other equals in both throughput and area, the slowest first. */
  List<Plan> front() {
    List<Plan> front = new ArrayList<>();
    Optional<Plan> next = cheapest(Long.MAX_VALUE, Budget.NONE);
    while (next.isPresent()) {
      front.add(next.get());
      next = cheapest(next.get().cycles() - 1, Budget.NONE);
    }
    return front;
  }

  private Map<StreamShape, Frontier> step(
      Map<StreamShape, Frontier> before, int unit, long cycles, Budget budget) {
    Boundary boundary = boundaries.get(unit - 1);
    Map<StreamShape, Frontier> arriving = new LinkedHashMap<>();
    for (Map.Entry<StreamShape, Frontier> entry : before.entrySet()) {
      Map<StreamShape, Link> links = boundary.from(entry.getKey());
      for (Map.Entry<StreamShape, Link> link : links.entrySet()) {
        if (link.getValue().cycles() > cycles) {
          continue;
        }
        Frontier frontier = frontier(arriving, link.getKey(), budget);
        for (Partial partial : entry.getValue().partials) {
          frontier.add(partial.plus(link.getValue()));
        }
      }
    }
    Map<StreamShape, Frontier> reached = new LinkedHashMap<>();
    for (FoldedUnit way : units.get(unit)) {
      Frontier start = arriving.get(way.in());
      if (way.cycles() <= cycles && start != null) {
        Frontier frontier = frontier(reached, way.out(), budget);
        for (Partial partial : start.partials) {
          frontier.add(partial.then(way));
        }
      }
    }
    return reached;
  }

  private static Frontier frontier(
      Map<StreamShape, Frontier> frontiers, StreamShape shape, Budget budget) {
    return frontiers.computeIfAbsent(shape, _ -> new Frontier(budget));
  }

  /** What stands between two units, for each pair of shapes. */
  private record Boundary(Map<StreamShape, Map<StreamShape, Link>> links) {
    static Boundary of(int unit, List<FoldedUnit> before, List<FoldedUnit> behind, Links links) {
      List<StreamShape> ins = behind.stream().map(FoldedUnit::in).distinct().toList();
      Map<StreamShape, Map<StreamShape, Link>> all = new LinkedHashMap<>();
      for (FoldedUnit way : before) {
        all.computeIfAbsent(
            way.out(),
            out -> {
              Map<StreamShape, Link> row = new LinkedHashMap<>();
              ins.forEach(in -> row.put(in, links.between(unit, out, in)));
              return row;
            });
      }
      return new Boundary(all);
    }

    Stream<Long> cycles() {
      return links.values().stream().flatMap(row -> row.values().stream()).map(Link::cycles);
    }

    Map<StreamShape, Link> from(StreamShape out) {
      return links.getOrDefault(out, Map.of());
    }
  }

  /** The units up to one of them, and what stands behind it if that is counted already. */
  private record Partial(Area area, long cycles, FoldedUnit last, Optional<Partial> before) {
    static final Comparator<Partial> ORDER =
        Comparator.comparingLong((Partial partial) -> partial.area.halfLuts())
            .thenComparingLong(Partial::cycles);

    Partial plus(Link link) {
      return link.equals(Link.NONE)
          ? this
          : new Partial(area.plus(link.area()), Math.max(cycles, link.cycles()), last, before);
    }

    Partial then(FoldedUnit way) {
      return new Partial(
          area.plus(way.area()), Math.max(cycles, way.cycles()), way, Optional.of(this));
    }

    Plan plan() {
      List<FoldedUnit> chosen = new ArrayList<>();
      Optional<Partial> at = Optional.of(this);
      while (at.isPresent()) {
        chosen.addFirst(at.get().last);
        at = at.get().before;
      }
      return new Plan(chosen, area, cycles);
    }

    /** Whether whatever follows the other could as well follow this, and be no worse. */
    boolean isAsGoodAs(Partial other) {
      return area.luts() <= other.area.luts()
          && area.blockRams() <= other.area.blockRams()
          && ORDER.compare(this, other) <= 0;
    }
  }

  /** The partial choices at a place that are worth going on with. */
  private static final class Frontier {
    private final OptionalLong luts;
    private final OptionalLong blockRams;
    private final List<Partial> partials = new ArrayList<>();

    Frontier(Budget budget) {
      this.luts = budget.luts();
      this.blockRams = budget.blockRams();
    }

    void add(Partial partial) {
      if (luts.isEmpty() && blockRams.isEmpty()) {
        if (partials.isEmpty()) {
          partials.add(partial);
        } else if (Partial.ORDER.compare(partial, partials.getFirst()) < 0) {
          partials.set(0, partial);
        }
      } else if (partial.area.luts() <= luts.orElse(Long.MAX_VALUE)
          && partial.area.blockRams() <= blockRams.orElse(Long.MAX_VALUE)
          && partials.stream().noneMatch(other -> other.isAsGoodAs(partial))) {
        partials.removeIf(partial::isAsGoodAs);
        partials.add(partial);
      }
    }
  }
}
