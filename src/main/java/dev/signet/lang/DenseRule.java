package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applies {@code dense}, and counts the weights of the network. */
final class DenseRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private long weights;

  DenseRule(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
  }

  /** As {@link LayerRules#apply}. */
  Value apply(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    if (arguments.truth("bias", false)) {
      diagnostics.report(
          UnsupportedLayers.notYet(arguments.span("bias", name.span()), "a bias of 'dense'")
              .withSuggestion("leave it out: a 'batchnorm' behind the layer shifts its sums"));
    }
    if (type.shape().rank() != 1) {
      return diagnostics.refuse(
          LayerRules.mismatch(name, "a vector of bits, bit[n]", type)
              .withSuggestion("put '|> flatten' before it"));
    }
    if (type.element() instanceof Element.Real) {
      return diagnostics.refuse(
          LayerRules.mismatch(name, "a vector of bits, bit[n]", type)
              .withSuggestion("put '|> sign' before it"));
    }
    if (!arguments.has("units")) {
      return new Value.Unknown();
    }
    long units = arguments.whole("units", 0);
    long inputs = type.shape().size();
    SourceSpan place = arguments.span("units", name.span());
    if (units > Limits.ELEMENTS) {
      return diagnostics.refuse(
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
      return diagnostics.refuse(
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
}
