package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import dev.signet.network.Window;
import java.util.Optional;

/** Applies {@code maxpool} and {@code avgpool}. */
final class PoolRule implements LayerRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private final Windows windows;
  private final SumPath path;

  PoolRule(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.windows = new Windows(graph, diagnostics);
    this.path = new SumPath(graph);
  }

  @Override
  public Value apply(LayerCall call) {
    boolean average = call.kind() == LayerKind.AVGPOOL;
    Optional<Diagnostic> wrong = average ? notAveraged(call) : notCompared(call);
    if (wrong.isPresent()) {
      return diagnostics.refuse(wrong.get());
    }
    Optional<FeatureMap> map =
        windows.map(call, average ? "bits or sums" : "bits, sums or reals", Optional.empty());
    if (map.isEmpty() || !call.arguments().complete()) {
      return new Value.Unknown();
    }
    Optional<Window> window = window(call, map.get());
    if (window.isEmpty()) {
      return new Value.Unknown();
    }
    FeatureMap result = map.get().under(window.get(), map.get().channels());
    Element element = call.type().element();
    if (average) {
      Element.BoundedInteger range = Types.range(element).orElseThrow();
      long taps = window.get().taps();
      Element.BoundedInteger sum =
          new Element.BoundedInteger(taps * range.min(), taps * range.max());
      if (Types.exceedsSums(sum)) {
        return diagnostics.refuse(Types.sumTooLarge(call, sum));
      }
      element = sum;
    }
    return graph.add(
        call,
        average ? new Layer.AvgPool(window.get()) : new Layer.MaxPool(window.get()),
        new TensorType(element, result.shape(call.type().shape().rank())));
  }

  private Optional<Window> window(LayerCall call, FeatureMap map) {
    Arguments arguments = call.arguments();
    if (arguments.word("size").isEmpty()) {
      long size = arguments.whole("size", 2);
      return windows.window(call, "size", size, arguments.whole("stride", size));
    }
    if (arguments.has("stride")) {
      diagnostics.report(
          Diagnostic.warning(
                  DiagnosticCode.UNUSED,
                  call.span("stride"),
                  "'stride' has no effect on a window that sees all places")
              .withSuggestion("remove it"));
    }
    return Optional.of(
        new Window(
            Window.Extent.valid(map.height(), map.height()),
            Window.Extent.valid(map.width(), map.width())));
  }

  private static Optional<Diagnostic> notCompared(LayerCall call) {
    return switch (call.type().element()) {
      case Element.Bit _, Element.BoundedInteger _, Element.Real _ -> Optional.empty();
      case Element.UnsignedByte _ ->
          Optional.of(
              call.notYetOn(call.type())
                  .withSuggestion("put '|> binarize' before it, or use a 'conv' with a stride"));
      case Element.Quantized _ ->
          Optional.of(
              call.notYetOn(call.type())
                  .withSuggestion("use 'sign' instead of 'quantize', or a 'conv' with a stride"));
    };
  }

  private Optional<Diagnostic> notAveraged(LayerCall call) {
    return switch (call.type().element()) {
      case Element.Bit _ -> Optional.empty();
      case Element.BoundedInteger _ ->
          graph.layer(path.source(call.operand())) instanceof Layer.AvgPool
              ? Optional.of(
                  Diagnostic.notYet(call.span(), "'avgpool' of averages")
                      .withSuggestion("use one with a larger window"))
              : Optional.empty();
      case Element.Real _ ->
          Optional.of(
              call.mismatch("a map of bits or sums")
                  .withSuggestion("put it before 'batchnorm', or '|> sign' before it"));
      case Element.UnsignedByte _ ->
          Optional.of(call.notYetOn(call.type()).withSuggestion("put '|> binarize' before it"));
      case Element.Quantized _ ->
          Optional.of(
              call.notYetOn(call.type()).withSuggestion("use 'sign' instead of 'quantize'"));
    };
  }
}
