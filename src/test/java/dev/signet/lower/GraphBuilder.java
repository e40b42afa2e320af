package dev.signet.lower;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.HardwareGoals;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Networks put together node by node; each gets the type that its layer makes of its operands. */
public final class GraphBuilder {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();

  /** A network with this input. */
  public GraphBuilder(Element element, Shape shape) {
    nodes.add(new Node("image", new Layer.Input(), List.of(), new TensorType(element, shape)));
  }

  /** Adds a layer and gives its index. */
  public int add(Layer layer, Integer... operands) {
    String kind = layer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    String name = kind + names.merge(kind, 1, Integer::sum);
    List<TensorType> types = IntStream.of(unboxed(operands)).mapToObj(this::type).toList();
    nodes.add(new Node(name, layer, List.of(operands), type(layer, types)));
    return nodes.size() - 1;
  }

  /** The type of a node. */
  public TensorType type(int node) {
    return nodes.get(node).type();
  }

  /** The last node is the output. */
  public Network build() {
    return new Network(
        "drawn", nodes, "result", TrainingRecipe.defaults(), HardwareGoals.defaults());
  }

  private static int[] unboxed(Integer... values) {
    return List.of(values).stream().mapToInt(Integer::intValue).toArray();
  }

  private static TensorType type(Layer layer, List<TensorType> operands) {
    Shape shape = operands.getFirst().shape();
    Element element = operands.getFirst().element();
    // What bounds the integers have is the language's business.
    Element sums = new Element.BoundedInteger(-1_000_000, 1_000_000);
    return switch (layer) {
      case Layer.Input _ -> throw new IllegalArgumentException("a second input");
      case Layer.Binarize _, Layer.Sign _ -> new TensorType(new Element.Bit(), shape);
      case Layer.Thermometer(int levels) ->
          new TensorType(
              new Element.Bit(), withChannels(shape, shape.extents().getFirst() * levels));
      case Layer.Flatten _ -> new TensorType(element, Shape.of(shape.size()));
      case Layer.Dense dense -> new TensorType(sums, Shape.of(dense.units()));
      case Layer.Conv conv -> new TensorType(sums, under(shape, conv.window(), conv.channels()));
      case Layer.MaxPool(Window window) ->
          new TensorType(element, under(shape, window, shape.extents().getFirst()));
      case Layer.AvgPool(Window window) ->
          new TensorType(sums, under(shape, window, shape.extents().getFirst()));
      case Layer.Add _ -> new TensorType(sums, shape);
      case Layer.Concat _ ->
          new TensorType(
              element,
              withChannels(
                  shape,
                  operands.stream().mapToInt(type -> type.shape().extents().getFirst()).sum()));
      case Layer.BatchNorm _ -> new TensorType(new Element.Real(), shape);
      case Layer.Hardtanh _ -> new TensorType(new Element.Real(), shape);
      case Layer.Quantize quantize -> new TensorType(new Element.Quantized(quantize.bits()), shape);
      case Layer.Dropout _, Layer.Scores _ -> operands.getFirst();
      case Layer.Argmax(var labels) ->
          new TensorType(new Element.BoundedInteger(0, labels.size() - 1), Shape.of(1));
    };
  }

  private static Shape withChannels(Shape shape, int channels) {
    List<Integer> extents = new ArrayList<>(shape.extents());
    extents.set(0, channels);
    return new Shape(extents);
  }

  private static Shape under(Shape shape, Window window, int channels) {
    return FeatureMap.of(shape).under(window, channels).shape(shape.rank());
  }
}
