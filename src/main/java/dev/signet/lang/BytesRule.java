package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies {@code binarize} and {@code thermometer}, which make bits of bytes. */
final class BytesRule implements LayerRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;

  BytesRule(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
  }

  @Override
  public Value apply(LayerCall call) {
    Diagnostic wrong = call.mismatch("bytes, u8[…]");
    return switch (call.type().element()) {
      case Element.Bit _ ->
          diagnostics.refuse(wrong.withSuggestion("these are bits already: leave it out"));
      case Element.Quantized _, Element.BoundedInteger _, Element.Real _ ->
          diagnostics.refuse(wrong.withSuggestion("to make bits of sums, use 'sign'"));
      case Element.UnsignedByte _ ->
          call.kind() == LayerKind.BINARIZE ? binarize(call) : thermometer(call);
    };
  }

  private Value binarize(LayerCall call) {
    return graph.add(
        call,
        new Layer.Binarize((int) call.arguments().whole("at", 128)),
        new TensorType(new Element.Bit(), call.type().shape()));
  }

  private Value thermometer(LayerCall call) {
    if (!call.arguments().has("levels")) {
      return new Value.Unknown();
    }
    int levels = (int) call.arguments().whole("levels", 1);
    List<Long> extents = new ArrayList<>();
    call.type().shape().extents().forEach(extent -> extents.add((long) extent));
    extents.set(0, levels * extents.getFirst());
    Optional<Shape> shape = Types.shape(extents);
    return shape.isEmpty()
        ? diagnostics.refuse(call.tooLarge(extents))
        : graph.add(
            call, new Layer.Thermometer(levels), new TensorType(new Element.Bit(), shape.get()));
  }
}
