package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies {@code add} and {@code concat}, which join two values or more. */
final class JoinRule implements LayerRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;

  /** By node, each found once. */
  private final Map<Integer, Optional<Object>> orders = new HashMap<>();

  JoinRule(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
  }

  @Override
  public Value apply(LayerCall call) {
    boolean add = call.kind() == LayerKind.ADD;
    for (Value.Tensor operand : call.operands()) {
      Optional<Diagnostic> wrong = add ? notAdded(call, operand) : notJoined(call, operand);
      if (wrong.isPresent()) {
        return diagnostics.refuse(wrong.get());
      }
    }
    return add ? add(call) : concat(call);
  }

  private Value add(LayerCall call) {
    long min = 0;
    long max = 0;
    for (Value.Tensor operand : call.operands()) {
      if (!operand.type().shape().equals(call.type().shape())) {
        return diagnostics.refuse(unequal(call, operand.type()));
      }
      if (call.type().shape().rank() == 1 && isInAnotherOrder(call.operand(), operand)) {
        return diagnostics.refuse(
            Diagnostic.notYet(
                    call.span(), "adding a flattened map to anything but one of its shape")
                .withSuggestion("put a 'dense' behind the 'flatten', or add before it"));
      }
      Element.BoundedInteger range = Types.range(operand.type().element()).orElseThrow();
      min += range.min();
      max += range.max();
    }
    Element.BoundedInteger sum = new Element.BoundedInteger(min, max);
    return Types.exceedsSums(sum)
        ? diagnostics.refuse(Types.sumTooLarge(call, sum))
        : graph.add(call, new Layer.Add(), new TensorType(sum, call.type().shape()));
  }

  private Value concat(LayerCall call) {
    List<Long> extents = new ArrayList<>();
    call.type().shape().extents().forEach(extent -> extents.add((long) extent));
    for (Value.Tensor operand : call.operands().subList(1, call.operands().size())) {
      List<Integer> others = operand.type().shape().extents();
      if (!others.subList(1, others.size()).equals(tail(call.type().shape()))
          || !operand.type().element().equals(call.type().element())) {
        return diagnostics.refuse(unequal(call, operand.type()));
      }
      extents.set(0, extents.getFirst() + others.getFirst());
    }
    Optional<Shape> shape = Types.shape(extents);
    return shape.isEmpty()
        ? diagnostics.refuse(call.tooLarge(extents))
        : graph.add(call, new Layer.Concat(), new TensorType(call.type().element(), shape.get()));
  }

  private static List<Integer> tail(Shape shape) {
    return shape.extents().subList(1, shape.rank());
  }

  /** What keeps a value from being added to others. */
  private Optional<Diagnostic> notAdded(LayerCall call, Value.Tensor operand) {
    return switch (operand.type().element()) {
      case Element.Bit _ -> Optional.empty();
      case Element.BoundedInteger _ -> notAdded(call, graph.layer(operand));
      case Element.Real _ ->
          Optional.of(
              wrong(call, operand, "sums and bits")
                  .withSuggestion("add before 'batchnorm', or put '|> sign' behind it"));
      case Element.UnsignedByte _ ->
          Optional.of(wrong(call, operand, "sums and bits").withSuggestion("'binarize' it before"));
      case Element.Quantized _ ->
          Optional.of(
              call.notYetOn(operand.type()).withSuggestion("use 'sign' instead of 'quantize'"));
    };
  }

  private static Optional<Diagnostic> notAdded(LayerCall call, Layer source) {
    boolean biased =
        (source instanceof Layer.Dense dense && dense.bias())
            || (source instanceof Layer.Conv conv && conv.bias());
    if (biased) {
      return Optional.of(
          Diagnostic.notYet(call.span(), "adding sums that have a bias")
              .withSuggestion("leave out the bias: a 'batchnorm' behind the 'add' has one"));
    }
    if (source instanceof Layer.AvgPool) {
      return Optional.of(
          Diagnostic.notYet(call.span(), "adding averages")
              .withSuggestion("put '|> sign' behind the 'avgpool', or 'add' before it"));
    }
    return Optional.empty();
  }

  /**
   * Hardware has a map place by place, so the elements of one in a row come in another order than
   * those of a vector that was none.
   */
  private boolean isInAnotherOrder(Value.Tensor left, Value.Tensor right) {
    return !order(left).equals(order(right));
  }

  /** What the order of a vector's elements comes from; nothing where it is the network's own. */
  private Optional<Object> order(Value.Tensor vector) {
    Optional<Object> known = orders.get(vector.node());
    if (known == null) {
      known = newOrder(vector);
      orders.put(vector.node(), known);
    }
    return known;
  }

  private Optional<Object> newOrder(Value.Tensor vector) {
    List<Value.Tensor> operands = graph.operands(vector);
    Layer layer = graph.layer(vector);
    if (layer instanceof Layer.Flatten) {
      Shape map = operands.getFirst().type().shape();
      int channels = map.extents().getFirst();
      return channels == 1 || channels == map.size() ? Optional.empty() : Optional.of(map);
    }
    if (layer instanceof Layer.Dropout) {
      return order(operands.getFirst());
    }
    boolean mixed =
        layer instanceof Layer.Concat
            && operands.stream().anyMatch(operand -> order(operand).isPresent());
    return mixed ? Optional.of(vector.node()) : Optional.empty();
  }

  private static Optional<Diagnostic> notJoined(LayerCall call, Value.Tensor operand) {
    return switch (operand.type().element()) {
      case Element.Bit _, Element.UnsignedByte _, Element.Quantized _ -> Optional.empty();
      case Element.BoundedInteger _, Element.Real _ ->
          Optional.of(
              wrong(call, operand, "bits, bytes or quantized values")
                  .withSuggestion("put '|> sign' behind it"));
    };
  }

  private static Diagnostic wrong(LayerCall call, Value.Tensor operand, String wanted) {
    return Diagnostic.error(
            DiagnosticCode.TYPE,
            call.span(),
            call.quoted() + " takes " + wanted + ", but one of its values is " + operand.type())
        .withLabel("gets " + operand.type());
  }

  private static Diagnostic unequal(LayerCall call, TensorType other) {
    Shape first = call.type().shape();
    Diagnostic wrong =
        Diagnostic.error(
                DiagnosticCode.TYPE,
                call.span(),
                call.quoted() + " cannot join " + call.type() + " and " + other)
            .withLabel(call.type() + " and " + other);
    if (first.rank() != other.shape().rank()) {
      return wrong;
    }
    if (!tail(first).equals(tail(other.shape()))) {
      return wrong.withSuggestion(
          "they differ in their places: give both the same strides and padding");
    }
    return call.kind() == LayerKind.ADD
        ? wrong.withSuggestion(
            "they differ in their channels: a 'conv' or 'dense' can give both as many")
        : wrong.withSuggestion("they differ in what their elements are");
  }
}
