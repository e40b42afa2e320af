package dev.signet.network;

import dev.signet.SignetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A network with its parameters, float32, under PyTorch's names: {@code fc1.weight} {@code [units,
 * inputs]} of {@code dense1} (latent; the weight is its sign) and, where it has one, {@code
 * fc1.bias} {@code [units]}; {@code conv1.weight} {@code [channels, channels of a group, kernel
 * height, kernel width]}, of signals without the height, and {@code conv1.bias} {@code [channels]};
 * {@code bn1.weight}, {@code bn1.bias}, {@code bn1.running_mean}, {@code bn1.running_var} {@code
 * [channels]} of {@code batchnorm1}.
 *
 * @param network the graph
 * @param tensors every parameter of the graph, by name, in the graph's order; nothing else
 */
public record Model(Network network, Map<String, FloatTensor> tensors) {

  /** Keeps the tensors the network needs, in the graph's order, and checks them. */
  public Model {
    Map<String, FloatTensor> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> parameter : parameterShapes(network).entrySet()) {
      String name = parameter.getKey();
      FloatTensor tensor = tensors.get(name);
      if (tensor == null) {
        throw new ModelMismatchException(
            "the weights have no tensor '"
                + name
                + "' "
                + parameter.getValue()
                + ", which network '"
                + network.name()
                + "' needs; they hold "
                + summary(tensors));
      }
      if (!tensor.shape().equals(parameter.getValue())) {
        throw new ModelMismatchException(
            "tensor '"
                + name
                + "' of the weights has shape "
                + tensor.shape()
                + ", but network '"
                + network.name()
                + "' needs "
                + parameter.getValue());
      }
      checkFinite(name, tensor.values());
      kept.put(name, tensor);
    }
    tensors = Collections.unmodifiableMap(kept);
  }

  /** The weights are those of another network, or not numbers. The message is for the user. */
  public static final class ModelMismatchException extends SignetException {
    private static final long serialVersionUID = 1L;

    public ModelMismatchException(String message) {
      super(message);
    }
  }

  /** The name and shape of each parameter of a network, in the graph's order. */
  public static Map<String, Shape> parameterShapes(Network network) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      switch (node.layer()) {
        case Layer.Dense dense -> {
          int inputs = network.nodes().get(node.operands().getFirst()).type().shape().size();
          shapes.put(prefix(node) + ".weight", Shape.of(dense.units(), inputs));
          if (dense.bias()) {
            shapes.put(prefix(node) + ".bias", Shape.of(dense.units()));
          }
        }
        case Layer.Conv conv -> {
          shapes.put(prefix(node) + ".weight", weightShape(network, node, conv));
          if (conv.bias()) {
            shapes.put(prefix(node) + ".bias", Shape.of(conv.channels()));
          }
        }
        case Layer.BatchNorm norm -> {
          Shape channels = Shape.of(node.type().shape().extents().getFirst());
          shapes.put(prefix(node) + ".weight", channels);
          shapes.put(prefix(node) + ".bias", channels);
          shapes.put(prefix(node) + ".running_mean", channels);
          shapes.put(prefix(node) + ".running_var", channels);
        }
        case Layer.Input _,
            Layer.Binarize _,
            Layer.Thermometer _,
            Layer.Flatten _,
            Layer.MaxPool _,
            Layer.AvgPool _,
            Layer.Add _,
            Layer.Concat _,
            Layer.Hardtanh _,
            Layer.Sign _,
            Layer.Quantize _,
            Layer.Dropout _,
            Layer.Argmax _,
            Layer.Scores _ -> {}
      }
    }
    return shapes;
  }

  /**
   * PyTorch's module name of a node with parameters: {@code fc1} for {@code dense1}, {@code bn1}
   * for {@code batchnorm1}.
   */
  public static String prefix(Node node) {
    return switch (node.layer()) {
      case Layer.Dense _ -> node.name().replace("dense", "fc");
      case Layer.Conv _ -> node.name();
      case Layer.BatchNorm _ -> node.name().replace("batchnorm", "bn");
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Thermometer _,
          Layer.Flatten _,
          Layer.MaxPool _,
          Layer.AvgPool _,
          Layer.Add _,
          Layer.Concat _,
          Layer.Hardtanh _,
          Layer.Sign _,
          Layer.Quantize _,
          Layer.Dropout _,
          Layer.Argmax _,
          Layer.Scores _ ->
          throw new IllegalArgumentException(node.name() + " has no parameters");
    };
  }

  private static Shape weightShape(Network network, Node node, Layer.Conv conv) {
    Shape operand = network.nodes().get(node.operands().getFirst()).type().shape();
    int channels = operand.extents().getFirst() / conv.groups();
    return operand.rank() == 2
        ? Shape.of(conv.channels(), channels, conv.window().columns().kernel())
        : Shape.of(
            conv.channels(),
            channels,
            conv.window().rows().kernel(),
            conv.window().columns().kernel());
  }

  /** The latent weights of a dense or conv node, the neurons or channels outermost. */
  public FloatTensor latentWeights(Node product) {
    return tensor(prefix(product) + ".weight");
  }

  /** The bias of a dense or conv node, {@code [units or channels]}, where it has one. */
  public Optional<FloatTensor> bias(Node product) {
    return Optional.ofNullable(tensors.get(prefix(product) + ".bias"));
  }

  /**
   * What a sign or argmax sees of a dense or conv node's sums.
   *
   * @param product the dense or conv node
   * @param norm the batch norm behind it, if there is one
   */
  public SumFunction sumFunction(Node product, Optional<Node> norm) {
    int channels = product.type().shape().extents().getFirst();
    return new SumFunction(
        bias(product).map(FloatTensor::values).orElseGet(() -> new float[channels]),
        norm.map(this::batchNorm));
  }

  /** The batch norm of a node. */
  public BatchNormParameters batchNorm(Node node) {
    String prefix = prefix(node);
    return BatchNormParameters.of(
        tensor(prefix + ".weight").values(),
        tensor(prefix + ".bias").values(),
        tensor(prefix + ".running_mean").values(),
        tensor(prefix + ".running_var").values(),
        ((Layer.BatchNorm) node.layer()).epsilon());
  }

  private FloatTensor tensor(String name) {
    FloatTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name + " in " + tensors.keySet());
    }
    return tensor;
  }

  private static void checkFinite(String name, float[] values) {
    for (int index = 0; index < values.length; index++) {
      if (!Float.isFinite(values[index])) {
        throw new ModelMismatchException(
            "tensor '" + name + "' holds " + values[index] + " at element " + index);
      }
      if (name.endsWith(".running_var") && values[index] < 0) {
        throw new ModelMismatchException(
            "tensor '" + name + "' holds a negative variance, " + values[index]);
      }
    }
  }

  private static String summary(Map<String, FloatTensor> tensors) {
    if (tensors.isEmpty()) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (Map.Entry<String, FloatTensor> entry : tensors.entrySet()) {
      if (shown == 6) {
        return text.append(", … (").append(tensors.size()).append(" tensors)").toString();
      }
      text.append(shown == 0 ? "" : ", ")
          .append(entry.getKey())
          .append(' ')
          .append(entry.getValue().shape());
      shown++;
    }
    return text.toString();
  }
}
