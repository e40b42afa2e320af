package dev.signet.lang;

import dev.signet.network.Layer;
import dev.signet.network.Node;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the nodes of a network in the order of computation. Layers that are not supported yet
 * are kept by kind and type, so that what follows them can be checked.
 */
final class GraphBuilder {
  private final List<Draft> drafts = new ArrayList<>();

  private record Draft(
      String kind, Optional<Layer> layer, List<Integer> operands, TensorType type) {}

  /** The network grows beyond what is accepted; there is no use in going on. */
  static final class ExpansionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Diagnostic diagnostic;

    ExpansionException(Diagnostic diagnostic) {
      super(diagnostic.message(), null, false, false);
      this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
      return diagnostic;
    }
  }

  /**
   * Adds a node.
   *
   * @param kind the layer's name, or the input's own
   * @param layer the layer; empty when not supported yet
   * @param operands indices of earlier nodes
   * @param span the place to blame when there are too many nodes
   */
  Value.Tensor add(
      String kind,
      Optional<Layer> layer,
      List<Integer> operands,
      TensorType type,
      SourceSpan span) {
    if (drafts.size() == Limits.NODES) {
      throw new ExpansionException(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              span,
              "the network has more than "
                  + Limits.NODES
                  + " layers when repetitions and blocks are written out"));
    }
    drafts.add(new Draft(kind, layer, List.copyOf(operands), type));
    return new Value.Tensor(drafts.size() - 1, type);
  }

  /** The layer's name of a node. */
  String kind(Value.Tensor tensor) {
    return drafts.get(tensor.node()).kind();
  }

  /**
   * The nodes that the output depends on, numbered for each kind.
   *
   * @param output the value of the last node
   * @throws IllegalArgumentException when a layer among them is not supported
   */
  List<Node> nodes(Value.Tensor output) {
    boolean[] needed = new boolean[output.node() + 1];
    needed[0] = true;
    needed[output.node()] = true;
    for (int index = output.node(); index >= 0; index--) {
      if (needed[index]) {
        drafts.get(index).operands().forEach(operand -> needed[operand] = true);
      }
    }
    List<Node> nodes = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    int[] places = new int[needed.length];
    for (int index = 0; index < needed.length; index++) {
      if (needed[index]) {
        Draft draft = drafts.get(index);
        Layer layer = draft.layer().orElseThrow(() -> new IllegalArgumentException(draft.kind()));
        String name =
            layer instanceof Layer.Input
                ? draft.kind()
                : draft.kind() + counts.merge(draft.kind(), 1, Integer::sum);
        places[index] = nodes.size();
        List<Integer> operands = draft.operands().stream().map(operand -> places[operand]).toList();
        nodes.add(new Node(name, layer, operands, draft.type()));
      }
    }
    return nodes;
  }
}
