package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import java.util.Locale;
import java.util.Optional;

/** Applies {@code dense}. */
final class DenseRule implements LayerRule {
  private static final String WANTED = "a vector of bits, bytes or quantized values";

  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private final ProductBudget budget;

  DenseRule(GraphBuilder graph, DiagnosticCollector diagnostics, ProductBudget budget) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.budget = budget;
  }

  @Override
  public Value apply(LayerCall call) {
    TensorType type = call.type();
    boolean sums =
        type.element() instanceof Element.BoundedInteger || type.element() instanceof Element.Real;
    boolean vector = type.shape().rank() == 1;
    if (sums || !vector) {
      return diagnostics.refuse(
          call.mismatch(WANTED)
              .withSuggestion(
                  "put '"
                      + (sums ? "|> sign" : "|> flatten")
                      + (sums && !vector ? " |> flatten" : "")
                      + "' before it"));
    }
    Arguments arguments = call.arguments();
    if (!arguments.has("units")) {
      return new Value.Unknown();
    }
    long units = arguments.whole("units", 0);
    if (units > Limits.ELEMENTS) {
      return diagnostics.refuse(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              call.span("units"),
              String.format(
                  Locale.ROOT,
                  "a layer of %,d neurons is too large; a value has at most %,d elements (2^24)",
                  units,
                  Limits.ELEMENTS)));
    }
    long inputs = type.shape().size();
    Optional<Diagnostic> exceeded =
        budget.spend(
            call,
            new ProductBudget.Products(units, "neurons", inputs, 1),
            type.element(),
            call.span("units"));
    if (exceeded.isPresent()) {
      return diagnostics.refuse(exceeded.get());
    }
    return graph.add(
        call,
        new Layer.Dense((int) units, arguments.truth("bias", false)),
        Types.of(Types.sumOf(inputs, type.element()), (int) units));
  }
}
