package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Applies the layers that networks can have already: checks types, adds nodes. Those that take more
 * than a few lines have rules of their own.
 */
final class LayerRules {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private final UnsupportedLayers unsupported;
  private final DenseRule dense;
  private final ArgmaxRule argmax;

  LayerRules(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.unsupported = new UnsupportedLayers(graph, diagnostics);
    this.dense = new DenseRule(graph, diagnostics);
    this.argmax = new ArgmaxRule(graph, diagnostics);
  }

  /**
   * The result of a layer, or unknown after a report.
   *
   * @param kind the layer
   * @param name its name in the text, to be blamed
   * @param arguments its arguments
   * @param operands what it is applied to: one tensor, or any number where it joins
   */
  Value apply(
      LayerKind kind, Expression.Name name, Arguments arguments, List<Value.Tensor> operands) {
    for (Value.Tensor operand : operands) {
      if (graph.kind(operand).equals(LayerKind.ARGMAX.word())) {
        return diagnostics.refuse(
            Diagnostic.error(
                    DiagnosticCode.TYPE,
                    name.span(),
                    "'argmax' ends a network, but " + Quoted.of(name.text()) + " follows it")
                .withSuggestion("leave out what follows 'argmax'"));
      }
      if (graph.kind(operand).equals(LayerKind.HARDTANH.word()) && kind != LayerKind.SIGN) {
        return diagnostics.refuse(
            Diagnostic.error(
                    DiagnosticCode.TYPE,
                    name.span(),
                    "'hardtanh' must be followed by 'sign', but "
                        + Quoted.of(name.text())
                        + " follows it")
                .withSuggestion(
                    kind == LayerKind.ARGMAX
                        ? "leave out 'hardtanh': scores beyond 1 would all be equal"
                        : "put '|> sign' right behind 'hardtanh'"));
      }
    }
    if (!kind.isSupported()) {
      return unsupported.apply(kind, name, arguments, operands);
    }
    Value.Tensor operand = operands.getFirst();
    return switch (kind) {
      case BINARIZE -> binarize(name, arguments, operand);
      case FLATTEN -> flatten(name, operand);
      case DENSE -> dense.apply(name, arguments, operand);
      case BATCHNORM -> batchNorm(name, arguments, operand);
      case HARDTANH -> onSums(kind, new Layer.Hardtanh(), new Element.Real(), operand, name);
      case SIGN -> {
        Layer.Estimator estimator = arguments.constant("ste", Layer.Estimator.HARDTANH);
        yield onSums(kind, new Layer.Sign(estimator), new Element.Bit(), operand, name);
      }
      case DROPOUT -> dropout(name, arguments, operand);
      case ARGMAX -> argmax.apply(name, arguments, operand);
      case THERMOMETER, CONV, MAXPOOL, QUANTIZE, ADD, CONCAT, AVGPOOL, SCORES ->
          throw new IllegalStateException("no rule for " + kind);
    };
  }

  private Value binarize(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    if (!(type.element() instanceof Element.UnsignedByte)) {
      Diagnostic wrong = mismatch(name, "bytes, u8[…]", type);
      return diagnostics.refuse(
          switch (type.element()) {
            case Element.Bit _ -> wrong.withSuggestion("these are bits already: leave it out");
            case Element.BoundedInteger _, Element.Real _ ->
                wrong.withSuggestion("to make bits of sums, use 'sign'");
            case Element.UnsignedByte _ -> wrong;
          });
    }
    return add(
        LayerKind.BINARIZE,
        new Layer.Binarize((int) arguments.whole("at", 128)),
        operand,
        new TensorType(new Element.Bit(), type.shape()),
        name);
  }

  private Value flatten(Expression.Name name, Value.Tensor operand) {
    TensorType type = operand.type();
    return add(
        LayerKind.FLATTEN,
        new Layer.Flatten(),
        operand,
        Types.of(type.element(), type.shape().size()),
        name);
  }

  private Value batchNorm(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    if (!(type.element() instanceof Element.BoundedInteger)) {
      return diagnostics.refuse(
          mismatch(name, "sums, int[channels]", type)
              .withSuggestion("put it right behind a 'dense'"));
    }
    return add(
        LayerKind.BATCHNORM,
        new Layer.BatchNorm(
            (float) arguments.fraction("epsilon", 1e-5),
            (float) arguments.fraction("momentum", 0.1)),
        operand,
        new TensorType(new Element.Real(), type.shape()),
        name);
  }

  /** A layer of sums or reals, whose elements become others one by one. */
  private Value onSums(
      LayerKind kind, Layer layer, Element result, Value.Tensor operand, Expression.Name name) {
    TensorType type = operand.type();
    Diagnostic wrong = mismatch(name, "sums or reals, int[…] or real[…]", type);
    return switch (type.element()) {
      case Element.Bit _ ->
          diagnostics.refuse(wrong.withSuggestion("these are signs already: leave it out"));
      case Element.UnsignedByte _ ->
          diagnostics.refuse(
              wrong.withSuggestion("to make bits of bytes, use 'binarize(at = 128)'"));
      case Element.BoundedInteger _, Element.Real _ ->
          add(kind, layer, operand, new TensorType(result, type.shape()), name);
    };
  }

  private Value dropout(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    if (!(operand.type().element() instanceof Element.Bit)) {
      return diagnostics.refuse(
          mismatch(name, "bits, bit[…]", operand.type())
              .withSuggestion("put it behind a 'sign' or 'binarize'"));
    }
    return add(
        LayerKind.DROPOUT,
        new Layer.Dropout(arguments.fraction("rate", 0.5)),
        operand,
        operand.type(),
        name);
  }

  private Value add(
      LayerKind kind, Layer layer, Value.Tensor operand, TensorType type, Expression.Name name) {
    return graph.add(kind.word(), Optional.of(layer), List.of(operand.node()), type, name.span());
  }

  static Diagnostic mismatch(Expression.Name name, String wanted, TensorType found) {
    return Diagnostic.error(
            DiagnosticCode.TYPE,
            name.span(),
            Quoted.of(name.text()) + " takes " + wanted + ", but gets " + found)
        .withLabel("gets " + found);
  }
}
