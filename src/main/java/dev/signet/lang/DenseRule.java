package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applies {@code dense}, and counts the weights of the network. */
final class DenseRule {
  private static final String WANTED = "a vector of bits or bytes, bit[n] or u8[n]";

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
    if (type.shape().rank() != 1) {
      return diagnostics.refuse(
          LayerRules.mismatch(name, WANTED, type).withSuggestion("put '|> flatten' before it"));
    }
    if (type.element() instanceof Element.Real) {
      return diagnostics.refuse(
          LayerRules.mismatch(name, WANTED, type).withSuggestion("put '|> sign' before it"));
    }
    if (!arguments.has("units")) {
      return new Value.Unknown();
    }
    long units = arguments.whole("units", 0);
    long inputs = type.shape().size();
    Optional<Diagnostic> tooLarge = tooLarge(name, arguments, type);
    if (tooLarge.isPresent()) {
      return diagnostics.refuse(tooLarge.get());
    }
    boolean supported = !(type.element() instanceof Element.BoundedInteger);
    if (!supported) {
      diagnostics.report(
          UnsupportedLayers.notYet(name.span(), "'dense' on " + type)
              .withSuggestion("put '|> sign' before it"));
    }
    Element.BoundedInteger range = Types.range(type.element()).orElseThrow();
    long most =
        UnsupportedLayers.saturatingProduct(
            inputs, Math.max(Math.abs(range.min()), Math.abs(range.max())));
    return graph.add(
        LayerKind.DENSE.word(),
        supported
            ? Optional.of(new Layer.Dense((int) units, arguments.truth("bias", false)))
            : Optional.empty(),
        List.of(operand.node()),
        Types.of(new Element.BoundedInteger(-most, most), (int) units),
        name.span());
  }

  /** Counts the weights, and says which limit is exceeded. */
  private Optional<Diagnostic> tooLarge(
      Expression.Name name, Arguments arguments, TensorType type) {
    long units = arguments.whole("units", 0);
    long inputs = type.shape().size();
    SourceSpan place = arguments.span("units", name.span());
    if (units > Limits.ELEMENTS) {
      return Optional.of(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              place,
              String.format(
                  Locale.ROOT,
                  "a layer of %,d neurons is too large; a value has at most %,d elements (2^24)",
                  units,
                  Limits.ELEMENTS)));
    }
    if (type.element() instanceof Element.UnsignedByte && inputs > Limits.BYTES_OF_SUM) {
      return Optional.of(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              name.span(),
              String.format(
                  Locale.ROOT,
                  "a sum of %,d bytes is too large; at most %,d are added (2^22)",
                  inputs,
                  Limits.BYTES_OF_SUM)));
    }
    weights += units * inputs;
    if (weights > Limits.WEIGHTS) {
      long total = weights;
      weights = 0;
      return Optional.of(
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
    return Optional.empty();
  }
}
