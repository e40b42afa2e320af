package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;

/**
 * Applies the layers that follow sums and change them one by one: {@code batchnorm}, {@code
 * hardtanh}, {@code sign} and {@code quantize}.
 */
final class SumRule implements LayerRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;

  SumRule(GraphBuilder graph, DiagnosticCollector diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
  }

  @Override
  public Value apply(LayerCall call) {
    Arguments arguments = call.arguments();
    Layer.Estimator estimator = arguments.constant("ste", Layer.Estimator.HARDTANH);
    return switch (call.kind()) {
      case BATCHNORM -> batchNorm(call);
      case HARDTANH -> onSums(call, new Layer.Hardtanh(), new Element.Real());
      case SIGN -> onSums(call, new Layer.Sign(estimator), new Element.Bit());
      case QUANTIZE -> {
        if (!arguments.has("bits")) {
          yield new Value.Unknown();
        }
        int bits = (int) arguments.whole("bits", 2);
        yield onSums(call, new Layer.Quantize(bits, estimator), new Element.Quantized(bits));
      }
      case BINARIZE,
          THERMOMETER,
          FLATTEN,
          DENSE,
          CONV,
          MAXPOOL,
          AVGPOOL,
          ADD,
          CONCAT,
          DROPOUT,
          ARGMAX,
          SCORES ->
          throw new IllegalArgumentException("no layer of sums: " + call.kind());
    };
  }

  private Value batchNorm(LayerCall call) {
    if (!(call.type().element() instanceof Element.BoundedInteger)) {
      return diagnostics.refuse(
          call.mismatch("sums, int[channels, …]")
              .withSuggestion("put it right behind a 'dense' or 'conv'"));
    }
    Arguments arguments = call.arguments();
    return graph.add(
        call,
        new Layer.BatchNorm(
            (float) arguments.fraction("epsilon", 1e-5),
            (float) arguments.fraction("momentum", 0.1)),
        new TensorType(new Element.Real(), call.type().shape()));
  }

  private Value onSums(LayerCall call, Layer layer, Element result) {
    Diagnostic wrong = call.mismatch("sums or reals, int[…] or real[…]");
    return switch (call.type().element()) {
      case Element.Bit _ ->
          diagnostics.refuse(wrong.withSuggestion("these are signs already: leave it out"));
      case Element.UnsignedByte _ ->
          diagnostics.refuse(
              wrong.withSuggestion("to make bits of bytes, use 'binarize(at = 128)'"));
      case Element.Quantized _ ->
          diagnostics.refuse(wrong.withSuggestion("these are quantized already: leave it out"));
      case Element.BoundedInteger _, Element.Real _ ->
          graph.add(call, layer, new TensorType(result, call.type().shape()));
    };
  }
}
