package dev.signet.network;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a network holds and computes, layer by layer, and what remains of it in hardware.
 *
 * @param network its name
 * @param layers in the order of computation
 * @param thresholds what batch norm, bias and sign fold into, a kind for each sign
 * @param scaledClasses classes whose score has an integer scale and offset in hardware: all where a
 *     batch norm or a bias stands before the output, else 0. How wide they are depends on the
 *     weights
 */
public record NetworkCost(
    String network, List<Row> layers, List<Thresholds> thresholds, int scaledClasses) {
  public NetworkCost {
    layers = List.copyOf(layers);
    thresholds = List.copyOf(thresholds);
  }

  /**
   * A layer. What it computes is counted for one image.
   *
   * @param name unique in the network
   * @param result its type
   * @param parameters its parameters
   * @param operations its operations
   */
  public record Row(String name, TensorType result, Parameters parameters, Operations operations) {}

  /**
   * Numbers of parameters.
   *
   * @param oneBit ±1 weights
   * @param float32 of bias and batch norm, the running statistics included
   */
  public record Parameters(long oneBit, long float32) {
    Parameters plus(Parameters other) {
      return new Parameters(oneBit + other.oneBit, float32 + other.float32);
    }

    /** What they take, in bits. */
    public long bits() {
      return oneBit + Float.SIZE * float32;
    }

    /** What they would take if all were float32, in bits. */
    public long float32Bits() {
      return Float.SIZE * (oneBit + float32);
    }
  }

  /**
   * Numbers of operations.
   *
   * @param oneBit multiply-adds of two signs: XNOR and popcount
   * @param quantized multiply-adds of a quantized element and a sign, which are two to four of one
   *     bit in hardware
   * @param byteByBit multiply-adds of an unsigned byte and a sign, which are eight of one bit in
   *     hardware
   * @param float32 additions of a bias and multiply-adds of a batch norm, as the trainer does them;
   *     hardware has none of them
   */
  public record Operations(long oneBit, long quantized, long byteByBit, long float32) {
    Operations plus(Operations other) {
      return new Operations(
          oneBit + other.oneBit,
          quantized + other.quantized,
          byteByBit + other.byteByBit,
          float32 + other.float32);
    }

    /** The multiply-adds of the products with weights. */
    public long products() {
      return oneBit + quantized + byteByBit;
    }

    /** The share of the products that are of two signs, 0 to 1. */
    public double binarizedShare() {
      return products() == 0 ? 0 : (double) oneBit / products();
    }
  }

  /**
   * The thresholds of a sign or quantize.
   *
   * @param layer its name
   * @param count one for each neuron or channel and each step; where a convolution is padded with
   *     what adds nothing, one of these for each kind of border
   * @param width bits of one, so that never and always firing can be said too
   */
  public record Thresholds(String layer, long count, int width) {}

  /** Counts. */
  public static NetworkCost of(Network network) {
    Map<String, Shape> shapes = Model.parameterShapes(network);
    SumCost sums = new SumCost(network);
    return new NetworkCost(
        network.name(),
        network.nodes().stream()
            .map(
                node ->
                    new Row(
                        node.name(),
                        node.type(),
                        parameters(node, shapes),
                        operations(network, node)))
            .toList(),
        network.nodes().stream().flatMap(node -> thresholds(sums, node)).toList(),
        sums.isScaled(network.output()) ? sums.source(network.output()).type().shape().size() : 0);
  }

  private static Stream<Thresholds> thresholds(SumCost sums, Node node) {
    return switch (node.layer()) {
      case Layer.Sign _ -> Stream.of(sums.thresholds(node, 1));
      case Layer.Quantize quantize -> Stream.of(sums.thresholds(node, quantize.steps()));
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Thermometer _,
          Layer.Flatten _,
          Layer.Dense _,
          Layer.Conv _,
          Layer.MaxPool _,
          Layer.AvgPool _,
          Layer.Add _,
          Layer.Concat _,
          Layer.BatchNorm _,
          Layer.Hardtanh _,
          Layer.Dropout _,
          Layer.Argmax _,
          Layer.Scores _ ->
          Stream.empty();
    };
  }

  private static Parameters parameters(Node node, Map<String, Shape> shapes) {
    return switch (node.layer()) {
      case Layer.Dense _, Layer.Conv _ -> {
        long weights = size(shapes, Model.prefix(node) + ".weight");
        yield new Parameters(weights, size(shapes, Model.prefix(node) + ".") - weights);
      }
      case Layer.BatchNorm _ -> new Parameters(0, size(shapes, Model.prefix(node) + "."));
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
          new Parameters(0, 0);
    };
  }

  /** Elements of the parameters whose name starts so. */
  private static long size(Map<String, Shape> shapes, String prefix) {
    return shapes.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(entry -> entry.getValue().size())
        .sum();
  }

  private static Operations operations(Network network, Node node) {
    return switch (node.layer()) {
      case Layer.Dense dense ->
          products(network, node, Network.weightCount(network, node), dense.bias());
      case Layer.Conv conv -> {
        long places = FeatureMap.of(node.type().shape()).places();
        yield products(network, node, Network.weightCount(network, node) * places, conv.bias());
      }
      case Layer.BatchNorm _ -> new Operations(0, 0, 0, node.type().shape().size());
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
          new Operations(0, 0, 0, 0);
    };
  }

  private static Operations products(Network network, Node node, long products, boolean bias) {
    long biases = bias ? node.type().shape().size() : 0;
    return switch (network.nodes().get(node.operands().getFirst()).type().element()) {
      case Element.UnsignedByte _ -> new Operations(0, 0, products, biases);
      case Element.Quantized _ -> new Operations(0, products, 0, biases);
      case Element.Bit _, Element.BoundedInteger _, Element.Real _ ->
          new Operations(products, 0, 0, biases);
    };
  }

  /** The sum over all layers. */
  public Parameters parameters() {
    return layers.stream().map(Row::parameters).reduce(new Parameters(0, 0), Parameters::plus);
  }

  /** The sum over all layers. */
  public Operations operations() {
    return layers.stream()
        .map(Row::operations)
        .reduce(new Operations(0, 0, 0, 0), Operations::plus);
  }

  /** What all thresholds take, in bits. */
  public long thresholdBits() {
    return thresholds.stream().mapToLong(kind -> kind.count() * kind.width()).sum();
  }
}
