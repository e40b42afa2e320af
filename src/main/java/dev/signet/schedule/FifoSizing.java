package dev.signet.schedule;

import dev.signet.schedule.UnitGraph.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The least depths of FIFOs that keep the throughput. It starts with FIFOs so deep that they hold
 * up nothing, and makes them smaller one after another, each as small as the interval between
 * frames allows, until none can be made smaller. Depths are accepted with a proof alone ({@link
 * Pace}); {@code docs/rationale.md} tells why the one traffic it looks at speaks for all.
 */
final class FifoSizing {
  /** Words of the smallest FIFO that keeps them in a memory. */
  private static final int LEAST_MEMORY = 3;

  private static final int STEP_GROWTH = 8;

  private final UnitGraph graph;
  private final Map<Edge, Integer> bounds;
  private final long interval;
  private final Pace pace;
  private final Map<Edge, Integer> depths;
  private final ReadyPaths ready;

  /**
   * What was found.
   *
   * @param depths words of each FIFO, 0 for none
   * @param bounds those it began with
   * @param interval clocks from frame to frame that the depths keep, or 0 where that is not known
   *     and they are the bounds
   * @param latency clocks of the first frame, from its first beat to its result, both included
   * @param latencyBefore the same with the bounds
   * @param runs how often units were timed
   * @param clocks of all runs together
   */
  record Result(
      Map<Edge, Integer> depths,
      Map<Edge, Integer> bounds,
      long interval,
      long latency,
      long latencyBefore,
      int runs,
      long clocks) {
    Result {
      depths = Map.copyOf(depths);
      bounds = Map.copyOf(bounds);
    }
  }

  private FifoSizing(UnitGraph graph, Map<Edge, Integer> bounds, long interval) {
    this.graph = graph;
    this.bounds = bounds;
    this.interval = interval;
    this.pace = new Pace(graph, bounds, interval);
    this.depths = new LinkedHashMap<>(bounds);
    this.ready = new ReadyPaths(graph);
  }

  /** Sizes the FIFOs of a graph; at once where nothing joins. */
  static Result size(UnitGraph graph) {
    long busiest =
        graph.nodes().stream()
            .flatMap(node -> node.unit().stream())
            .mapToLong(StreamUnit::cyclesPerFrame)
            .max()
            .orElseThrow();
    if (graph.bounds().isEmpty()) {
      return new Result(Map.of(), Map.of(), busiest, 0, 0, 0, 0);
    }
    FifoSizing atJoins = new FifoSizing(graph, graph.bounds(), busiest);
    if (atJoins.isKept()) {
      return atJoins.reduced(0, 0);
    }
    FifoSizing everywhere = new FifoSizing(graph, everywhere(graph), busiest);
    if (everywhere.isKept()) {
      return everywhere.reduced(atJoins.pace.runs(), atJoins.pace.clocks());
    }
    return new Result(
        graph.bounds(),
        graph.bounds(),
        0,
        0,
        0,
        atJoins.pace.runs() + everywhere.pace.runs(),
        atJoins.pace.clocks() + everywhere.pace.clocks());
  }

  /** Those that are deep enough for sure, without a proof of the throughput. */
  static Result withBounds(UnitGraph graph) {
    return new Result(graph.bounds(), graph.bounds(), 0, 0, 0, 0, 0);
  }

  /** A frame in front of each input, and at joins no less than the bound. */
  private static Map<Edge, Integer> everywhere(UnitGraph graph) {
    Map<Edge, Integer> all = new LinkedHashMap<>();
    for (int node = 0; node < graph.nodes().size(); node++) {
      for (int input = 0; input < graph.nodes().get(node).inputs().size(); input++) {
        Edge edge = new Edge(node, input);
        int frame = graph.stream(edge).format().words();
        all.put(edge, Math.max(frame + 2, graph.bounds().getOrDefault(edge, 0)));
      }
    }
    return all;
  }

  /**
   * Makes FIFOs that keep the pace smaller.
   *
   * @param runsBefore of what was tried before
   * @param clocksBefore of these runs
   */
  private Result reduced(int runsBefore, long clocksBefore) {
    long latencyBefore = pace.latency();
    List<Edge> order = new ArrayList<>(bounds.keySet());
    order.sort(Comparator.comparingLong(this::bits).reversed());
    startAtHighWater(order);
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Edge edge : order) {
        smaller |= reduce(edge);
      }
    }
    if (!isKept()) {
      throw new IllegalStateException("depths that kept the pace do not: " + depths);
    }
    return new Result(
        depths,
        bounds,
        interval,
        pace.latency(),
        latencyBefore,
        pace.runs() + runsBefore,
        pace.clocks() + clocksBefore);
  }

  private long bits(Edge edge) {
    return (long) depth(bounds, edge) * graph.stream(edge).format().width();
  }

  private static int depth(Map<Edge, Integer> depths, Edge edge) {
    return depths.getOrDefault(edge, 0);
  }

  /** As deep as they are full now; a word more is never missed. */
  private void startAtHighWater(List<Edge> order) {
    Map<Edge, Integer> before = new LinkedHashMap<>(depths);
    for (Edge edge : order) {
      int most = Math.max(pace.highWater(edge) + 1, LEAST_MEMORY);
      depths.put(edge, Math.min(depth(before, edge), most));
    }
    if (!isKept()) {
      depths.putAll(before);
    }
  }

  /** Makes a FIFO as small as the others allow; whether it got smaller. */
  private boolean reduce(Edge edge) {
    int before = depth(depths, edge);
    if (before == 0) {
      return false;
    }
    if (isKept(edge, 0)) {
      return true;
    }
    // One register is never better than two; more are a memory, through which words take longer.
    if (before > 1 && (before == 2 || isKept(edge, 2))) {
      return isKept(edge, 1) || before > 2;
    }
    int most = before;
    int least = LEAST_MEMORY;
    // The least is often near to how full it gets: away from there in longer and longer steps.
    for (int step = 1; least < most; step *= STEP_GROWTH) {
      int depth = Math.max(least, most - step);
      if (!isKept(edge, depth)) {
        least = depth + 1;
        break;
      }
      most = depth;
    }
    while (least < most) {
      int middle = (least + most) / 2;
      if (isKept(edge, middle)) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return most < before;
  }

  /** Tries a depth of one FIFO, and keeps it where it will do. */
  private boolean isKept(Edge edge, int depth) {
    int before = depth(depths, edge);
    depths.put(edge, depth);
    if (ready.areHeld(depths) && isKept()) {
      return true;
    }
    depths.put(edge, before);
    return false;
  }

  private boolean isKept() {
    return pace.isKept(depths);
  }
}
