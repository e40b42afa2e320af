package dev.signet.lang;

import dev.signet.network.Layer;
import dev.signet.network.Node;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the nodes of a network in the order of computation. */
final class GraphBuilder {
  private final List<Draft> drafts = new ArrayList<>();

  private record Draft(
      String kind, Layer layer, List<Integer> operands, TensorType type, SourceSpan span) {}

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

  /** Adds the input. */
  Value.Tensor input(Expression.Name name, TensorType type) {
    return add(new Draft(name.text(), new Layer.Input(), List.of(), type, name.span()));
  }

  /** Adds the node of a layer that was found to be right. */
  Value.Tensor add(LayerCall call, Layer layer, TensorType type) {
    List<Integer> operands = call.operands().stream().map(Value.Tensor::node).toList();
    return add(new Draft(call.kind().word(), layer, operands, type, call.span()));
  }

  private Value.Tensor add(Draft draft) {
    if (drafts.size() == Limits.NODES) {
      throw new ExpansionException(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              draft.span(),
              "the network has more than "
                  + Limits.NODES
                  + " layers when repetitions and blocks are written out"));
    }
    drafts.add(draft);
    return tensor(drafts.size() - 1);
  }

  private Value.Tensor tensor(int node) {
    return new Value.Tensor(node, drafts.get(node).type());
  }

  /** The word for the layer of a node; the input's own name. */
  String kind(Value.Tensor tensor) {
    return drafts.get(tensor.node()).kind();
  }

  /** The layer of a node. */
  Layer layer(Value.Tensor tensor) {
    return drafts.get(tensor.node()).layer();
  }

  /** Where the text names the layer of a node. */
  SourceSpan span(Value.Tensor tensor) {
    return drafts.get(tensor.node()).span();
  }

  /** The values that a node is applied to. */
  List<Value.Tensor> operands(Value.Tensor tensor) {
    return drafts.get(tensor.node()).operands().stream().map(this::tensor).toList();
  }

  /**
   * The nodes that the output depends on, numbered for each kind.
   *
   * @param output the value of the last node
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
        String name =
            draft.layer() instanceof Layer.Input
                ? draft.kind()
                : draft.kind() + counts.merge(draft.kind(), 1, Integer::sum);
        places[index] = nodes.size();
        List<Integer> operands = draft.operands().stream().map(operand -> places[operand]).toList();
        nodes.add(new Node(name, draft.layer(), operands, draft.type()));
      }
    }
    return nodes;
  }
}
