package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import dev.signet.network.Window;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Applies {@code conv}. */
final class ConvRule implements LayerRule {
  private static final String WANTED = "bits, bytes or quantized values";

  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private final ProductBudget budget;
  private final Windows windows;

  ConvRule(GraphBuilder graph, DiagnosticCollector diagnostics, ProductBudget budget) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.budget = budget;
    this.windows = new Windows(graph, diagnostics);
  }

  @Override
  public Value apply(LayerCall call) {
    Element element = call.type().element();
    if (element instanceof Element.BoundedInteger || element instanceof Element.Real) {
      return diagnostics.refuse(
          call.mismatch("a map of " + WANTED).withSuggestion("put '|> sign' before it"));
    }
    Optional<FeatureMap> map =
        windows.map(call, WANTED, Optional.of("a vector has no places: use 'dense'"));
    Arguments arguments = call.arguments();
    if (map.isEmpty() || !arguments.complete()) {
      return new Value.Unknown();
    }
    Optional<Window> window =
        windows.window(call, "kernel", arguments.whole("kernel", 3), arguments.whole("stride", 1));
    if (window.isEmpty() || isFillWrong(call) || areGroupsWrong(call, map.get())) {
      return new Value.Unknown();
    }
    return convolve(call, map.get(), window.get());
  }

  private Value convolve(LayerCall call, FeatureMap map, Window window) {
    Arguments arguments = call.arguments();
    long channels = arguments.whole("channels", 1);
    int groups = (int) arguments.whole("groups", 1);
    FeatureMap places = map.under(window, 1);
    List<Long> extents =
        call.type().shape().rank() == 2
            ? List.of(channels, (long) places.width())
            : List.of(channels, (long) places.height(), (long) places.width());
    Optional<Shape> shape = Types.shape(extents);
    if (shape.isEmpty()) {
      return diagnostics.refuse(call.tooLarge(extents));
    }
    long inputs = (long) window.taps() * (map.channels() / groups);
    Optional<Diagnostic> exceeded =
        budget.spend(
            call,
            new ProductBudget.Products(channels, "channels", inputs, places.places()),
            call.type().element(),
            call.span("channels"));
    if (exceeded.isPresent()) {
      return diagnostics.refuse(exceeded.get());
    }
    return graph.add(
        call,
        new Layer.Conv(
            (int) channels,
            window,
            window.isPadded() ? (int) arguments.whole("fill", 0) : 0,
            groups,
            arguments.truth("bias", false)),
        new TensorType(Types.sumOf(inputs, call.type().element()), shape.get()));
  }

  private boolean isFillWrong(LayerCall call) {
    if (!call.arguments().has("fill")) {
      return false;
    }
    long fill = call.arguments().whole("fill", 0);
    SourceSpan place = call.span("fill");
    if (!call.arguments().has("padding")) {
      diagnostics.report(
          Diagnostic.warning(
                  DiagnosticCode.UNUSED, place, "'fill' has no effect where nothing is padded")
              .withSuggestion("remove it, or pad with 'padding = same'"));
    }
    boolean wrong = call.type().element() instanceof Element.UnsignedByte && fill != 0;
    if (wrong) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.TYPE, place, "bytes are padded with 0, and cannot be with " + fill)
              .withSuggestion("leave out 'fill', or put '|> binarize' before"));
    }
    return wrong;
  }

  private boolean areGroupsWrong(LayerCall call, FeatureMap map) {
    long groups = call.arguments().whole("groups", 1);
    long channels = call.arguments().whole("channels", 1);
    boolean input = map.channels() % groups != 0;
    if (!input && channels % groups == 0) {
      return false;
    }
    diagnostics.report(
        Diagnostic.error(
                DiagnosticCode.NUMBER,
                call.span("groups"),
                String.format(
                    Locale.ROOT,
                    "%,d groups do not divide the %,d channels of %s",
                    groups,
                    input ? map.channels() : channels,
                    input ? call.type() : "the result"))
            .withSuggestion(divisors(map.channels(), channels)));
    return true;
  }

  private static String divisors(long inputs, long results) {
    List<Long> common =
        LongStream.rangeClosed(1, Math.min(inputs, results))
            .filter(groups -> inputs % groups == 0 && results % groups == 0)
            .boxed()
            .toList();
    int shown = Math.min(common.size(), 8);
    return "both are divided by "
        + common.subList(0, shown).stream().map(String::valueOf).collect(Collectors.joining(", "))
        + (shown < common.size() ? ", … up to " + common.getLast() : "");
  }
}
