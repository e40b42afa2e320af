package dev.signet.network;

import java.util.List;

/**
 * A typed graph with what its text says of training and hardware.
 *
 * @param name the network's identifier
 * @param nodes in topological order; node 0 is the input and the last node the output
 * @param outputName the name the text gives the output
 * @param training how to train it
 * @param hardware how to build it
 */
public record Network(
    String name,
    List<Node> nodes,
    String outputName,
    TrainingRecipe training,
    HardwareGoals hardware) {

  /**
   * @throws IllegalArgumentException when there is no node, the first is not the input, or an
   *     operand is not earlier
   */
  public Network {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty() || !(nodes.getFirst().layer() instanceof Layer.Input)) {
      throw new IllegalArgumentException("a network starts with its input");
    }
    for (int index = 0; index < nodes.size(); index++) {
      for (int operand : nodes.get(index).operands()) {
        if (operand < 0 || operand >= index) {
          throw new IllegalArgumentException(
              "node " + nodes.get(index).name() + " uses node " + operand);
        }
      }
    }
  }

  /** The input node. */
  public Node input() {
    return nodes.getFirst();
  }

  /** The node whose value is the network's output. */
  public Node output() {
    return nodes.getLast();
  }

  /** The number of ±1 weights. */
  public long weightCount() {
    return nodes.stream().mapToLong(node -> weightCount(this, node)).sum();
  }

  /** The number of ±1 weights of one node of a network. */
  public static long weightCount(Network network, Node node) {
    if (node.operands().isEmpty()) {
      return 0;
    }
    Shape operand = network.nodes().get(node.operands().getFirst()).type().shape();
    return switch (node.layer()) {
      case Layer.Dense dense -> (long) dense.units() * operand.size();
      case Layer.Conv conv ->
          (long) conv.channels()
              * conv.window().taps()
              * (operand.extents().getFirst() / conv.groups());
      default -> 0;
    };
  }
}
