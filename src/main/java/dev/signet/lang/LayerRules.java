package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.TensorType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Applies layers: checks what may follow what, and hands on to the rule of the layer's family. A
 * layer that is not supported yet is checked like any other, and refused as well.
 */
final class LayerRules implements LayerRule {
  private final GraphBuilder graph;
  private final DiagnosticCollector diagnostics;
  private final SumPath path;
  private final LayerRule bytes;
  private final LayerRule dense;
  private final LayerRule conv;
  private final LayerRule pool;
  private final LayerRule sum;
  private final LayerRule join;
  private final LayerRule scores;

  LayerRules(GraphBuilder graph, DiagnosticCollector diagnostics) {
    ProductBudget budget = new ProductBudget();
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.path = new SumPath(graph);
    this.bytes = new BytesRule(graph, diagnostics);
    this.dense = new DenseRule(graph, diagnostics, budget);
    this.conv = new ConvRule(graph, diagnostics, budget);
    this.pool = new PoolRule(graph, diagnostics);
    this.sum = new SumRule(graph, diagnostics);
    this.join = new JoinRule(graph, diagnostics);
    this.scores = new ScoresRule(graph, diagnostics);
  }

  @Override
  public Value apply(LayerCall call) {
    for (Value.Tensor operand : call.operands()) {
      Optional<Diagnostic> wrong = notFollowing(call, operand);
      if (wrong.isPresent()) {
        return diagnostics.refuse(wrong.get());
      }
    }
    Value result = rule(call);
    if (!call.kind().isSupported()) {
      diagnostics.report(
          Diagnostic.notYet(call.span(), "layer " + call.quoted())
              .withNote("the layers so far are " + supported()));
    }
    return result;
  }

  private Value rule(LayerCall call) {
    return switch (call.kind()) {
      case BINARIZE, THERMOMETER -> bytes.apply(call);
      case FLATTEN -> flatten(call);
      case DENSE -> dense.apply(call);
      case CONV -> conv.apply(call);
      case MAXPOOL, AVGPOOL -> pool.apply(call);
      case BATCHNORM, HARDTANH, SIGN, QUANTIZE -> sum.apply(call);
      case DROPOUT -> dropout(call);
      case ADD, CONCAT -> join.apply(call);
      case ARGMAX, SCORES -> scores.apply(call);
    };
  }

  private static String supported() {
    return Arrays.stream(LayerKind.values())
        .filter(LayerKind::isSupported)
        .map(LayerKind::word)
        .collect(Collectors.joining(", "));
  }

  /** What is wrong with a layer behind this value, whatever else it may be. */
  private Optional<Diagnostic> notFollowing(LayerCall call, Value.Tensor value) {
    Layer before = graph.layer(value);
    if (before instanceof Layer.Argmax || before instanceof Layer.Scores) {
      String end = Quoted.of(graph.kind(value));
      return Optional.of(
          Diagnostic.error(
                  DiagnosticCode.TYPE,
                  call.span(),
                  end + " ends a network, but " + call.quoted() + " follows it")
              .withSuggestion("leave out what follows " + end));
    }
    return path.refusing(call.kind(), value).map(awaiting -> notSign(awaiting, call));
  }

  /** A layer that wants to be followed by sign is not. */
  private static Diagnostic notSign(LayerKind awaiting, LayerCall call) {
    boolean maximum = awaiting == LayerKind.MAXPOOL;
    boolean end = call.kind() == LayerKind.ARGMAX || call.kind() == LayerKind.SCORES;
    String help = "put '|> sign' right behind " + Quoted.of(awaiting.word());
    if (maximum) {
      help = "put '|> sign' before 'maxpool' or behind it";
    } else if (end) {
      help = "leave out 'hardtanh': scores beyond 1 would all be equal";
    }
    return Diagnostic.error(
            DiagnosticCode.TYPE,
            call.span(),
            Quoted.of(awaiting.word())
                + (maximum ? " of sums" : "")
                + " must be followed by 'sign'"
                + (maximum ? "" : " or 'quantize'")
                + ", but "
                + call.quoted()
                + " follows it")
        .withSuggestion(help);
  }

  private Value flatten(LayerCall call) {
    TensorType type = call.type();
    boolean sums =
        type.element() instanceof Element.BoundedInteger || type.element() instanceof Element.Real;
    if (sums && type.shape().size() != type.shape().extents().getFirst()) {
      return diagnostics.refuse(
          Diagnostic.error(
                  DiagnosticCode.TYPE,
                  call.span(),
                  call.quoted() + " takes sums of a single place only, but gets " + type)
              .withLabel("gets " + type)
              .withSuggestion("put '|> sign' before it"));
    }
    return graph.add(call, new Layer.Flatten(), Types.of(type.element(), type.shape().size()));
  }

  private Value dropout(LayerCall call) {
    if (!(call.type().element() instanceof Element.Bit)) {
      return diagnostics.refuse(
          call.mismatch("bits, bit[…]").withSuggestion("put it behind a 'sign' or 'binarize'"));
    }
    return graph.add(call, new Layer.Dropout(call.arguments().fraction("rate", 0.5)), call.type());
  }
}
