package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Applies {@code argmax} and {@code scores}, which end a network. */
final class ScoresRule implements LayerRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private final SumPath path;

  ScoresRule(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.path = new SumPath(graph);
  }

  @Override
  public Value apply(LayerCall call) {
    TensorType type = call.type();
    boolean scores =
        type.element() instanceof Element.BoundedInteger || type.element() instanceof Element.Real;
    if (!scores || type.shape().rank() != 1) {
      return diagnostics.refuse(
          call.mismatch("a vector of scores, int[k] or real[k]")
              .withSuggestion(
                  scores && type.shape().size() == type.shape().extents().getFirst()
                      ? "put '|> flatten' before it"
                      : "end the network in '|> dense(10) |> argmax', with as many neurons as"
                          + " classes"));
    }
    int classes = type.shape().size();
    if (classes > Limits.CLASSES) {
      return diagnostics.refuse(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              call.span(),
              String.format(
                  Locale.ROOT,
                  "%,d classes are too many; at most %,d are accepted",
                  classes,
                  Limits.CLASSES)));
    }
    path.norm(call.operand()).ifPresent(norm -> checkSums(norm, classes));
    return call.kind() == LayerKind.SCORES
        ? graph.add(call, new Layer.Scores(), type)
        : argmax(call, classes);
  }

  /**
   * A batch norm scales each class by a factor of its own, and classes are compared as integers.
   * Whether that works is known when there are weights; here, whether it can be hoped for.
   */
  private void checkSums(Value.Tensor norm, int classes) {
    Value.Tensor source = path.source(norm);
    // Counted from 0, sums of ±1 have n + 1 values, those of bytes 255 n + 1.
    long values = Types.range(source.type().element()).orElseThrow().max() + 1;
    if (values <= Limits.NORMALIZED_SUMS_OF_SOME) {
      return;
    }
    String most =
        String.format(Locale.ROOT, "of %,d classes with %,d possible sums each", classes, values);
    boolean bytes =
        graph.operands(source).getFirst().type().element() instanceof Element.UnsignedByte;
    String help =
        "give "
            + Quoted.of(graph.kind(source))
            + " a bias instead of a batchnorm, or put a "
            + (bytes ? "hidden layer or binarize" : "smaller layer")
            + " before it";
    diagnostics.report(
        (values > Limits.NORMALIZED_SUMS
                ? Diagnostic.error(
                    DiagnosticCode.TYPE,
                    graph.span(norm),
                    "no integer scores keep every float32 decision " + most)
                : Diagnostic.warning(
                        DiagnosticCode.TYPE,
                        graph.span(norm),
                        "perhaps no integer scores keep every float32 decision " + most)
                    .withNote("the network is then refused when it is compiled"))
            .withSuggestion(help));
  }

  private Value argmax(LayerCall call, int classes) {
    List<String> labels =
        call.arguments()
            .texts("labels")
            .orElseGet(() -> IntStream.range(0, classes).mapToObj(String::valueOf).toList());
    checkLabels(labels, call.span("labels"), call.type());
    return graph.add(
        call, new Layer.Argmax(labels), Types.of(new Element.BoundedInteger(0, classes - 1), 1));
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
