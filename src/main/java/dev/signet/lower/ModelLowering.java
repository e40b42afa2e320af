package dev.signet.lower;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Lowers a trained model to the IR, layer by layer, each of them once. */
public final class ModelLowering {
  private final Model model;
  private final Network network;
  private final NeededNodes needed;
  private final SumAnalysis analysis;
  private final IrBuilder builder = new IrBuilder();
  private final ProductLowering products;
  private final SumLowering sums;
  private final DecisionLowering decisions;
  private final Map<Node, Lowered> lowered = new HashMap<>();

  /** Products that only one sign or quantize sees: their weights may be inverted for it. */
  private final Set<Node> owned = new HashSet<>();

  private ModelLowering(Model model) {
    this.model = model;
    this.network = model.network();
    this.needed = new NeededNodes(network);
    this.analysis = new SumAnalysis(model, needed.nodes());
    this.products = new ProductLowering(model, builder);
    this.sums = new SumLowering(builder, analysis);
    this.decisions = new DecisionLowering(model, builder, analysis, sums);
  }

  /**
   * The model in bits and integers. Only what the output depends on is kept.
   *
   * @return a verified program
   * @throws LoweringException when the last layer's decisions cannot be kept in integers, a value
   *     is not a number, or a combination of layers has no form in bits
   */
  public static Program lower(Model model) {
    return new ModelLowering(model).lower();
  }

  private Program lower() {
    for (Node node : needed.nodes()) {
      if (decides(node)) {
        Decision decision = Decision.of(network, node);
        if (isProduct(decision.source()) && decision.flattened().isEmpty() && isOwned(decision)) {
          owned.add(decision.source());
        }
      }
    }
    for (Node node : needed.nodes().subList(0, needed.nodes().size() - 1)) {
      lower(node);
    }
    return output(network.output());
  }

  private static boolean decides(Node node) {
    return node.layer() instanceof Layer.Sign || node.layer() instanceof Layer.Quantize;
  }

  private static boolean isProduct(Node node) {
    return node.layer() instanceof Layer.Dense || node.layer() instanceof Layer.Conv;
  }

  private boolean isOwned(Decision decision) {
    return decision.path().stream().allMatch(node -> needed.uses(node) == 1);
  }

  private void lower(Node node) {
    switch (node.layer()) {
      case Layer.Input _ -> put(node, input(node));
      case Layer.Binarize(int at) -> {
        Lowered operand = of(operand(node));
        IrType type = new IrType.Bits(operand.value().type().shape());
        put(
            node,
            operand.as(
                builder.define(
                    new Instruction.Binarize(
                        builder.value(node.name(), type), operand.value(), at))));
      }
      case Layer.Thermometer thermometer -> put(node, thermometer(node, thermometer));
      case Layer.Flatten _ -> {
        if (!holdsSums(node)) {
          put(node, flatten(node));
        }
      }
      case Layer.Dropout _ -> put(node, of(operand(node)));
      case Layer.Concat _ -> put(node, concat(node));
      case Layer.Dense _, Layer.Conv _ -> {
        if (!owned.contains(node)) {
          put(node, product(node, Set.of()));
        }
      }
      case Layer.AvgPool(var window) -> put(node, sums.pooled(node, window, of(operand(node))));
      case Layer.Add _ ->
          put(
              node,
              sums.added(node, operands(node), operands(node).stream().map(this::of).toList()));
      case Layer.MaxPool _ -> maxPool(node);
      case Layer.BatchNorm _, Layer.Hardtanh _ -> {
        // A part of what is decided on them.
      }
      case Layer.Sign _ -> put(node, decision(node, List.of(0f)));
      case Layer.Quantize quantize ->
          put(
              node,
              decision(
                  node,
                  IntStream.rangeClosed(1, quantize.steps()).mapToObj(quantize::step).toList()));
      case Layer.Argmax _, Layer.Scores _ ->
          throw new LoweringException(node.name() + " is not the output");
    }
  }

  private Lowered input(Node node) {
    Shape shape = node.type().shape();
    IrType type =
        node.type().element() instanceof Element.Bit
            ? new IrType.Bits(shape)
            : new IrType.Integers(0, 255, shape);
    Value frame = builder.define(new Instruction.Input(builder.value(node.name(), type)));
    if (!needed.havePlaces() || shape.rank() == 1) {
      return Lowered.inOrder(frame);
    }
    FeatureMap map = FeatureMap.of(shape);
    return Lowered.inOrder(
        map.channels() == 1 || map.places() == 1
            ? builder.reshape(
                node.name() + "_map", frame, Shape.of(map.height(), map.width(), map.channels()))
            : builder.channelsLast(node.name() + "_map", frame));
  }

  private Lowered thermometer(Node node, Layer.Thermometer layer) {
    Lowered operand = of(operand(node));
    List<Integer> levels = IntStream.range(0, layer.levels()).mapToObj(layer::level).toList();
    Value bits =
        builder.define(
            new Instruction.Thermometer(
                builder.value(
                    node.name(), ResultTypes.thermometer(operand.value().type(), layer.levels())),
                operand.value(),
                levels));
    return new Lowered(
        bits,
        operand.order().stream()
            .flatMap(
                channel ->
                    IntStream.range(0, layer.levels()).mapToObj(l -> channel * layer.levels() + l))
            .toList());
  }

  private Lowered flatten(Node node) {
    Lowered value = of(operand(node));
    return needed.havePlaces()
        ? sums.flattened(node, SumAnalysis.map(operand(node).type().shape()), value)
        : Lowered.inOrder(builder.reshape(node.name(), value.value(), node.type().shape()));
  }

  private Lowered concat(Node node) {
    List<Value> values = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (Node operand : operands(node)) {
      int before = order.size();
      of(operand).order().forEach(channel -> order.add(before + channel));
      values.add(of(operand).value());
    }
    IrType type = ResultTypes.concat(values.stream().map(Value::type).toList());
    return new Lowered(
        builder.define(new Instruction.Concat(builder.value(node.name(), type), values)), order);
  }

  /** Of bits; that of sums comes with what is decided on them. */
  private void maxPool(Node node) {
    switch (operand(node).type().element()) {
      case Element.Bit _ -> put(node, decisions.pooled(node, of(operand(node)), Set.of()));
      case Element.BoundedInteger _, Element.Real _ -> {
        // A part of what is decided on them.
      }
      case Element.Quantized _, Element.UnsignedByte _ ->
          throw new LoweringException(
              node.name() + " of " + operand(node).type().element() + " is not supported");
    }
  }

  private Lowered product(Node node, Set<Integer> inverted) {
    return Lowered.inOrder(products.lower(node, of(operand(node)), inverted));
  }

  private Lowered decision(Node node, List<Float> steps) {
    Decision decision = Decision.of(network, node);
    Node source = decision.source();
    return decisions.lower(
        node,
        decision,
        steps,
        inverted ->
            owned.contains(source)
                ? product(source, inverted)
                : sums.rising(source.name() + "_rising", of(source), inverted));
  }

  private Program output(Node output) {
    ScoreLowering scoring = new ScoreLowering(model, analysis, output);
    Lowered counts = of(scoring.source());
    for (Node flatten : scoring.flattens()) {
      counts =
          sums.flattenedInOrder(flatten, SumAnalysis.map(operand(flatten).type().shape()), counts);
    }
    Value scores = scoring.lower(builder, counts).value();
    Value label =
        builder.define(
            new Instruction.Argmax(
                builder.value(output.name(), ResultTypes.argmax(scores.type())), scores));
    return Verifier.verify(
        new Program(
            network.name(),
            builder.instructions(),
            new Program.Output(network.outputName(), scores, label, labels(output))));
  }

  private static List<String> labels(Node output) {
    return output.layer() instanceof Layer.Argmax(List<String> labels)
        ? labels
        : IntStream.range(0, output.type().shape().size()).mapToObj(String::valueOf).toList();
  }

  private void put(Node node, Lowered value) {
    lowered.put(node, value);
  }

  private static boolean holdsSums(Node node) {
    return switch (node.type().element()) {
      case Element.BoundedInteger _, Element.Real _ -> true;
      case Element.Bit _, Element.Quantized _, Element.UnsignedByte _ -> false;
    };
  }

  private Lowered of(Node node) {
    // Sums that are flattened to be added up; of others the decision takes care.
    if (node.layer() instanceof Layer.Flatten && holdsSums(node) && !lowered.containsKey(node)) {
      put(node, flatten(node));
    }
    Lowered value = lowered.get(node);
    if (value == null) {
      throw new LoweringException(
          "what " + node.name() + " is used for is not supported: only a sign can follow it");
    }
    return value;
  }

  private Node operand(Node node) {
    return network.nodes().get(node.operands().getFirst());
  }

  private List<Node> operands(Node node) {
    return node.operands().stream().map(network.nodes()::get).toList();
  }
}
