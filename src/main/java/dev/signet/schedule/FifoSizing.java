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
 * frames allows, until none can be made smaller.
 *
 * <p>Depths are accepted with a proof alone: frames come in an interval apart, and all that happens
 * to one in any unit happens to the next in the same way an interval later, for as many frames as
 * anything can look back; so it goes on for ever. Where that does not come about in some frames the
 * depths are taken for too small. {@code docs/rationale.md} tells why this one traffic speaks for
 * all.
 */
final class FifoSizing {
  /** Frames in which a choice of depths has to settle, beside those that something looks back. */
  private static final int SETTLING = 12;

  /** Frames in a row that are each further behind than the one before: it gets no better. */
  private static final int FALLING_BEHIND = 3;

  private final UnitGraph graph;
  private final Map<Edge, Integer> bounds;
  private final GraphTiming timing;
  private final Map<Edge, Integer> depths;
  private final ReadyPaths ready;
  private long interval;
  private int runs;
  private long clocks;
  private long latency;

  /**
   * What was found.
   *
   * @param depths words of each FIFO, 0 for none
   * @param bounds those it began with
   * @param interval clocks from frame to frame that the depths keep
   * @param latency clocks of the first frame, from its first beat to its result, both included
   * @param latencyBefore the same with the bounds
   * @param runs how often the network was timed
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
    this.timing = new GraphTiming(graph, bounds);
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
    if (atJoins.sustains()) {
      return atJoins.reduced(0, 0);
    }
    FifoSizing everywhere = new FifoSizing(graph, everywhere(graph), busiest);
    if (everywhere.sustains()) {
      return everywhere.reduced(atJoins.runs, atJoins.clocks);
    }
    int runs = atJoins.runs + everywhere.runs;
    long clocks = atJoins.clocks + everywhere.clocks;
    return new Result(graph.bounds(), graph.bounds(), 0, 0, 0, runs, clocks);
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

  private Result reduced(int runsBefore, long clocksBefore) {
    long latencyBefore = latency;
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
    if (!sustains()) {
      throw new IllegalStateException("depths that kept the interval do not: " + depths);
    }
    return new Result(
        depths, bounds, interval, latency, latencyBefore, runs + runsBefore, clocks + clocksBefore);
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
      int most = timing.fifo(edge).highWater(interval) + 1;
      depths.put(edge, Math.min(depth(before, edge), Math.max(most, 3)));
    }
    if (!sustains()) {
      depths.putAll(before);
    }
  }

  /** Makes a FIFO as small as the others allow; whether it got smaller. */
  private boolean reduce(Edge edge) {
    int before = depth(depths, edge);
    if (before == 0) {
      return false;
    }
    if (sustains(edge, 0)) {
      return true;
    }
    // One register is never better than two, and more are a memory, through which words take
    // longer.
    if (before > 1 && (before == 2 || sustains(edge, 2))) {
      return sustains(edge, 1) || before > 2;
    }
    int least = 3;
    int most = before;
    if (most > least && !sustains(edge, most - 1)) {
      return false;
    }
    most = depth(depths, edge);
    while (least < most) {
      int middle = (least + most) / 2;
      if (sustains(edge, middle)) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return depth(depths, edge) < before;
  }

  private boolean sustains(Edge edge, int depth) {
    int before = depth(depths, edge);
    depths.put(edge, depth);
    if (ready.areHeld(depths) && sustains()) {
      return true;
    }
    depths.put(edge, before);
    return false;
  }

  /** Whether frames that come in an interval apart are all done in the same way. */
  private boolean sustains() {
    depths.forEach((edge, depth) -> timing.fifo(edge).resize(depth));
    timing.restart(
        interval,
        (word, earliest) -> Math.max(earliest, word / timing.beats() * interval),
        (_, earliest) -> earliest);
    runs++;
    int lookback = timing.lookback();
    long behind = 0;
    int falling = 0;
    for (int frames = 1; frames <= SETTLING + 2 * lookback; frames++) {
      if (!timing.run(frames)) {
        return false;
      }
      long late = timing.lastResult() - (frames - 1) * interval;
      if (frames == 1) {
        latency = late + 1;
      }
      falling = frames > 1 && late > behind ? falling + 1 : 0;
      behind = late;
      if (frames > lookback && timing.since() < frames - lookback) {
        clocks += timing.lastResult();
        return true;
      }
      if (falling == FALLING_BEHIND) {
        break;
      }
    }
    clocks += timing.lastResult();
    return false;
  }
}
