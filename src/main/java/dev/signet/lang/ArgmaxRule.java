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

/** Applies {@code argmax}, and checks the names of the classes. */
final class ArgmaxRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;

  ArgmaxRule(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
  }

  /** As {@link LayerRules#apply}. */
  Value apply(Expression.Name name, Arguments arguments, Value.Tensor operand) {
    TensorType type = operand.type();
    boolean scores =
        type.element() instanceof Element.BoundedInteger || type.element() instanceof Element.Real;
    if (!scores || type.shape().rank() != 1) {
      return diagnostics.refuse(
          LayerRules.mismatch(name, "a vector of scores, int[k] or real[k]", type)
              .withSuggestion(
                  scores
                      ? "put '|> flatten' before it"
                      : "end the network in '|> dense(10) |> argmax', with as many neurons as"
                          + " classes"));
    }
    int classes = type.shape().size();
    if (classes > Limits.CLASSES) {
      return diagnostics.refuse(
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
    return graph.add(
        LayerKind.ARGMAX.word(),
        Optional.of(new Layer.Argmax(labels)),
        List.of(operand.node()),
        Types.of(new Element.BoundedInteger(0, classes - 1), 1),
        name.span());
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
}
