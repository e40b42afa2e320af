package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Applies the layers that networks can have already: checks types, adds nodes. */
final class LayerRules {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private final UnsupportedLayers unsupported;
  private long weights;

  LayerRules(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.unsupported = new UnsupportedLayers(graph, diagnostics);
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
        return refuse(
            Diagnostic.error(
                    DiagnosticCode.TYPE,
                    name.span(),
                    "'argmax' ends a network, but " + Quoted.of(name.text()) + " follows it")
                .withSuggestion("leave out what follows 'argmax'"));
      }
    }
    if (!kind.isSupported()) {
      return unsupported.apply(kind, name, arguments, operands);
    }
    Value.Tensor operand = operands.getFirst();
    return switch (kind) {
      case BINARIZE -> binarize(name, arguments, operand);
      case FLATTEN -> flatten(name, operand);
      case DENSE -> dense(name, arguments, operand);
      case BATCHNORM -> batchNorm(name, arguments, operand);
      case SIGN -> sign(name, arguments, operand);
      case DROPOUT -> dropout(name, arguments, operand);
      case ARGMAX -> argmax(name, arguments, operand);
      case THERMOMETER, CONV, MAXPOOL, QUANTIZE, HARDTANH, ADD, CONCAT, AVGPOOL, SCORES ->
          throw new IllegalStateException("no rule for " + kind);
    };
  }

  private Value binarize(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    if (!(type.element() instanceof Element.UnsignedByte)) {
      Diagnostic wrong = mismatch(name, "bytes, u8[…]", type);
      return refuse(
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

  private Value dense(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    if (arguments.truth("bias", false)) {
      diagnostics.report(
          UnsupportedLayers.notYet(arguments.span("bias", name.span()), "a bias of 'dense'")
              .withSuggestion("leave it out: a 'batchnorm' behind the layer shifts its sums"));
    }
    if (type.shape().rank() != 1) {
      return refuse(
          mismatch(name, "a vector of bits, bit[n]", type)
              .withSuggestion("put '|> flatten' before it"));
    }
    if (type.element() instanceof Element.Real) {
      return refuse(
          mismatch(name, "a vector of bits, bit[n]", type)
              .withSuggestion("put '|> sign' before it"));
    }
    if (!arguments.has("units")) {
      return new Value.Unknown();
    }
    long units = arguments.whole("units", 0);
    long inputs = type.shape().size();
    SourceSpan place = arguments.span("units", name.span());
    if (units > Limits.ELEMENTS) {
      return refuse(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              place,
              String.format(
                  Locale.ROOT,
                  "a layer of %,d neurons is too large; a value has at most %,d elements (2^24)",
                  units,
                  Limits.ELEMENTS)));
    }
    weights += units * inputs;
    if (weights > Limits.WEIGHTS) {
      long total = weights;
      weights = 0;
      return refuse(
          Diagnostic.error(
                  DiagnosticCode.LIMIT,
                  place,
                  String.format(
                      Locale.ROOT,
                      "the network has more than %,d weights (2^28): %,d up to here",
                      Limits.WEIGHTS,
                      total))
              .withLabel(String.format(Locale.ROOT, "%,d neurons of %,d inputs", units, inputs)));
    }
    boolean bits = type.element() instanceof Element.Bit;
    if (!bits) {
      diagnostics.report(
          UnsupportedLayers.notYet(name.span(), "'dense' on " + type)
              .withSuggestion(
                  type.element() instanceof Element.UnsignedByte
                      ? "put '|> binarize' before it"
                      : "put '|> sign' before it"));
    }
    Element.BoundedInteger range = Types.range(type.element()).orElseThrow();
    long most =
        UnsupportedLayers.saturatingProduct(
            inputs, Math.max(Math.abs(range.min()), Math.abs(range.max())));
    return graph.add(
        LayerKind.DENSE.word(),
        bits ? Optional.of(new Layer.Dense((int) units)) : Optional.empty(),
        List.of(operand.node()),
        Types.of(new Element.BoundedInteger(-most, most), (int) units),
        name.span());
  }

  private Value batchNorm(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    if (!(type.element() instanceof Element.BoundedInteger)) {
      return refuse(
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

  private Value sign(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    return switch (type.element()) {
      case Element.Bit _ ->
          refuse(
              mismatch(name, "sums or reals, int[…] or real[…]", type)
                  .withSuggestion("these are signs already: leave it out"));
      case Element.UnsignedByte _ ->
          refuse(
              mismatch(name, "sums or reals, int[…] or real[…]", type)
                  .withSuggestion("to make bits of bytes, use 'binarize(at = 128)'"));
      case Element.BoundedInteger _, Element.Real _ ->
          add(
              LayerKind.SIGN,
              new Layer.Sign(arguments.constant("ste", Layer.Estimator.HARDTANH)),
              operand,
              new TensorType(new Element.Bit(), type.shape()),
              name);
    };
  }

  private Value dropout(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    if (!(operand.type().element() instanceof Element.Bit)) {
      return refuse(
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

  private Value argmax(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    boolean scores =
        type.element() instanceof Element.BoundedInteger || type.element() instanceof Element.Real;
    if (!scores || type.shape().rank() != 1) {
      return refuse(
          mismatch(name, "a vector of scores, int[k] or real[k]", type)
              .withSuggestion(
                  scores
                      ? "put '|> flatten' before it"
                      : "end the network in '|> dense(10) |> argmax', with as many neurons as"
                          + " classes"));
    }
    int classes = type.shape().size();
    if (classes > Limits.CLASSES) {
      return refuse(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              name.span(),
              String.format(
                  Locale.ROOT,
                  "%,d classes are too many; at most %,d are accepted",
                  classes,
                  Limits.CLASSES)));
    }
    List<String> labels =
        arguments
            .texts("labels")
            .orElseGet(() -> IntStream.range(0, classes).mapToObj(String::valueOf).toList());
    checkLabels(labels, arguments.span("labels", name.span()), type);
    return add(
        LayerKind.ARGMAX,
        new Layer.Argmax(labels),
        operand,
        Types.of(new Element.BoundedInteger(0, classes - 1), 1),
        name);
  }

  private void checkLabels(List<String> labels, SourceSpan place, TensorType scores) {
    if (labels.size() != scores.shape().size()) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.TYPE,
              place,
              String.format(
                  Locale.ROOT,
                  "%,d label%s for the %,d scores of %s",
                  labels.size(),
                  labels.size() == 1 ? "" : "s",
                  scores.shape().size(),
                  scores)));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (!seen.add(label)) {
        diagnostics.report(
            Diagnostic.error(
                DiagnosticCode.ARGUMENT, place, "label " + Quoted.of(label) + " is given twice"));
        return;
      }
    }
  }

  private Value add(
      LayerKind kind, Layer layer, Value.Tensor operand, TensorType type, Expression.Name name) {
    return graph.add(kind.word(), Optional.of(layer), List.of(operand.node()), type, name.span());
  }

  private Value refuse(Diagnostic diagnostic) {
    diagnostics.report(diagnostic);
    return new Value.Unknown();
  }

  static Diagnostic mismatch(Expression.Name name, String wanted, TensorType found) {
    return Diagnostic.error(
            DiagnosticCode.TYPE,
            name.span(),
            Quoted.of(name.text()) + " takes " + wanted + ", but gets " + found)
        .withLabel("gets " + found);
  }
}
