package dev.signet.schedule;

import dev.signet.schedule.UnitGraph.Edge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * On what the {@code s_axis_tready} of a graph depends within a clock: not on {@code
 * m_axis_tready}, and on no {@code valid} either. So on every way in there is a unit or a FIFO that
 * makes its own ready before there is a join, which waits for another stream, or the way out.
 */
final class ReadyPaths {
  private final UnitGraph graph;
  private final Set<Edge> open;

  ReadyPaths(UnitGraph graph) {
    this.graph = graph;
    // What is open where there is no FIFO is not theirs to close.
    this.open = open(graph.bounds());
  }

  /** Whether they are where FIFOs have these depths, as far as they are with those of the graph. */
  boolean areHeld(Map<Edge, Integer> depths) {
    return open.containsAll(open(depths));
  }

  /** Inputs of joins and the way out that ready comes from in the same clock. */
  private Set<Edge> open(Map<Edge, Integer> depths) {
    List<UnitGraph.Node> nodes = graph.nodes();
    Set<Edge> reached = new HashSet<>();
    Deque<Integer> from = new ArrayDeque<>(List.of(0));
    Set<Integer> seen = new HashSet<>();
    while (!from.isEmpty()) {
      int giver = from.remove();
      if (!seen.add(giver)) {
        continue;
      }
      for (int taker = giver + 1; taker < nodes.size(); taker++) {
        UnitGraph.Node node = nodes.get(taker);
        for (int input = 0; input < node.inputs().size(); input++) {
          Edge edge = new Edge(taker, input);
          if (node.inputs().get(input).node() != giver
              || depths.getOrDefault(edge, 0) > 1
              || node.unit().stream().allMatch(StreamUnit::holdsReady)) {
            continue;
          }
          if (node.inputs().size() > 1 || taker == nodes.size() - 1) {
            reached.add(edge);
          } else {
            from.add(taker);
          }
        }
      }
    }
    return reached;
  }
}
