package dev.signet.lower;

import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lies between integer sums and the layer that decides on them: a sign, quantize, argmax or
 * scores.
 *
 * @param source the layer of sums
 * @param flattened flattens before the batch norm, whose channels are then all elements
 * @param norm the batch norm, if there is one
 * @param before pools of maxima before the batch norm
 * @param behind pools of maxima and flattens behind it, in their order; behind the sums where there
 *     is none
 * @param path all of these and the layers that leave no trace, the source among them
 */
record Decision(
    Node source,
    List<Node> flattened,
    Optional<Node> norm,
    List<Node> before,
    List<Node> behind,
    List<Node> path) {

  /**
   * Follows the operands of a layer that decides down to the sums.
   *
   * @throws LoweringException when the layers between cannot be expressed in bits
   */
  static Decision of(Network network, Node decides) {
    Optional<Node> norm = Optional.empty();
    List<Node> behind = new ArrayList<>();
    List<Node> before = new ArrayList<>();
    List<Node> path = new ArrayList<>();
    Node node = operand(network, decides);
    while (true) {
      path.add(node);
      switch (node.layer()) {
        case Layer.BatchNorm _ -> norm = Optional.of(node);
        case Layer.MaxPool _, Layer.Flatten _ -> (norm.isEmpty() ? behind : before).addFirst(node);
        case Layer.Hardtanh _ -> {
          // A sign or quantize follows, which sees no difference.
        }
        case Layer.Dense _, Layer.Conv _, Layer.AvgPool _, Layer.Add _ -> {
          return split(node, norm, before, behind, path);
        }
        case Layer.Input _,
            Layer.Binarize _,
            Layer.Thermometer _,
            Layer.Concat _,
            Layer.Sign _,
            Layer.Quantize _,
            Layer.Dropout _,
            Layer.Argmax _,
            Layer.Scores _ ->
            throw new LoweringException(
                decides.name() + " of " + node.name() + " is not supported: it takes sums");
      }
      node = operand(network, node);
    }
  }

  private static Decision split(
      Node source, Optional<Node> norm, List<Node> before, List<Node> behind, List<Node> path) {
    List<Node> flattened =
        before.stream().filter(node -> node.layer() instanceof Layer.Flatten).toList();
    List<Node> pools =
        before.stream().filter(node -> node.layer() instanceof Layer.MaxPool).toList();
    if (!flattened.isEmpty() && !pools.isEmpty()) {
      throw new LoweringException(
          pools.getFirst().name()
              + " is not supported between "
              + source.name()
              + " and a batchnorm behind flatten: put the batchnorm before flatten");
    }
    return new Decision(source, flattened, norm, pools, behind, path);
  }

  private static Node operand(Network network, Node node) {
    return network.nodes().get(node.operands().getFirst());
  }
}
