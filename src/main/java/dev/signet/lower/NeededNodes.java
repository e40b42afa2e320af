package dev.signet.lower;

import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes that a network's output depends on. */
final class NeededNodes {
  private final Network network;
  private final List<Node> nodes;
  private final Map<Node, Integer> uses = new HashMap<>();
  private final boolean havePlaces;

  NeededNodes(Network network) {
    this.network = network;
    uses.put(network.output(), 1);
    for (Node node : network.nodes().reversed()) {
      if (uses.containsKey(node)) {
        for (int operand : node.operands()) {
          uses.merge(network.nodes().get(operand), 1, Integer::sum);
        }
      }
    }
    this.nodes = network.nodes().stream().filter(uses::containsKey).toList();
    this.havePlaces = nodes.stream().anyMatch(this::looksAtPlaces);
  }

  /** In topological order; the last is the output. */
  List<Node> nodes() {
    return nodes;
  }

  /** How often a node is an operand. */
  int uses(Node node) {
    return uses.getOrDefault(node, 0);
  }

  /** Whether some layer looks at places, so that it matters how a map lies. */
  boolean havePlaces() {
    return havePlaces;
  }

  private boolean looksAtPlaces(Node node) {
    return switch (node.layer()) {
      case Layer.Input _, Layer.Binarize _, Layer.Flatten _, Layer.Dropout _ -> false;
      case Layer.Thermometer _,
          Layer.Dense _,
          Layer.Conv _,
          Layer.MaxPool _,
          Layer.AvgPool _,
          Layer.Add _,
          Layer.Concat _,
          Layer.BatchNorm _,
          Layer.Hardtanh _,
          Layer.Sign _,
          Layer.Quantize _,
          Layer.Argmax _,
          Layer.Scores _ ->
          node.operands().stream()
              .anyMatch(operand -> network.nodes().get(operand).type().shape().rank() > 1);
    };
  }
}
