package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks back from sums, or what was made of them, to the layer they come from. */
final class SumPath {
  private final GraphBuilder graph;

  SumPath(GraphBuilder graph) {
    this.graph = graph;
  }

  /** The layer that adds up: a dense, conv, add or avgpool. */
  Value.Tensor source(Value.Tensor sums) {
    Value.Tensor source = sums;
    while (keepsApart(source)) {
      source = graph.operands(source).getFirst();
    }
    return source;
  }

  /** The batch norm between a value and the layer that adds up, if there is one. */
  Optional<Value.Tensor> norm(Value.Tensor sums) {
    Value.Tensor at = sums;
    while (keepsApart(at)) {
      if (graph.layer(at) instanceof Layer.BatchNorm) {
        return Optional.of(at);
      }
      at = graph.operands(at).getFirst();
    }
    return Optional.empty();
  }

  /** The first layer back from a value that does not allow this one, which would follow it. */
  Optional<LayerKind> refusing(LayerKind follower, Value.Tensor value) {
    for (LayerKind before : awaiting(value)) {
      Set<LayerKind> allowed =
          before == LayerKind.HARDTANH
              ? EnumSet.of(LayerKind.SIGN, LayerKind.QUANTIZE)
              : EnumSet.of(
                  LayerKind.MAXPOOL, LayerKind.BATCHNORM, LayerKind.HARDTANH, LayerKind.SIGN);
      if (!allowed.contains(follower)) {
        return Optional.of(before);
      }
    }
    return Optional.empty();
  }

  /** The layers back from a value that only some others may follow, the last first. */
  private List<LayerKind> awaiting(Value.Tensor value) {
    List<LayerKind> found = new ArrayList<>();
    Value.Tensor at = value;
    while (keepsApart(at)) {
      if (graph.layer(at) instanceof Layer.Hardtanh) {
        found.add(LayerKind.HARDTANH);
      } else if (graph.layer(at) instanceof Layer.MaxPool) {
        found.add(LayerKind.MAXPOOL);
      }
      at = graph.operands(at).getFirst();
    }
    return found;
  }

  private boolean keepsApart(Value.Tensor value) {
    boolean sums =
        value.type().element() instanceof Element.BoundedInteger
            || value.type().element() instanceof Element.Real;
    Layer layer = graph.layer(value);
    return sums
        && (layer instanceof Layer.BatchNorm
            || layer instanceof Layer.Hardtanh
            || layer instanceof Layer.MaxPool
            || layer instanceof Layer.Flatten);
  }
}
