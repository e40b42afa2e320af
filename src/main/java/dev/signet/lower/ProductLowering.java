package dev.signet.lower;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.network.Element;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Window;
import java.util.Set;

/** Dense and convolutional layers as products of what lies under a window with rows of weights. */
final class ProductLowering {
  private final Model model;
  private final IrBuilder builder;

  ProductLowering(Model model, IrBuilder builder) {
    this.model = model;
    this.builder = builder;
  }

  /**
   * The counts of a layer.
   *
   * @param product the dense or conv node
   * @param operand what it takes
   * @param inverted the rows whose weights are inverted, which turns a count P into span − P
   */
  Value lower(Node product, Lowered operand, Set<Integer> inverted) {
    return switch (product.layer()) {
      case Layer.Dense _ ->
          define(product, operand.value(), denseWeights(product, operand), inverted, 1);
      case Layer.Conv conv -> {
        Value windows = windows(product, conv, operand.value());
        yield define(product, windows, convWeights(product, conv), inverted, conv.groups());
      }
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Thermometer _,
          Layer.Flatten _,
          Layer.MaxPool _,
          Layer.AvgPool _,
          Layer.Add _,
          Layer.Concat _,
          Layer.BatchNorm _,
          Layer.Hardtanh _,
          Layer.Sign _,
          Layer.Quantize _,
          Layer.Dropout _,
          Layer.Argmax _,
          Layer.Scores _ ->
          throw new IllegalArgumentException(product.name() + " is no product");
    };
  }

  private Value define(
      Node product, Value operand, BitMatrix.Builder weights, Set<Integer> inverted, int groups) {
    inverted.forEach(weights::invertRow);
    BitMatrix matrix = weights.build();
    IrType type = Instruction.XnorPopcount.resultType(operand.type(), matrix.rows(), groups);
    return builder.define(
        new Instruction.XnorPopcount(builder.value(product.name(), type), operand, matrix, groups));
  }

  /** What lies under the window at each place; the map itself where that is one place. */
  private Value windows(Node product, Layer.Conv conv, Value operand) {
    Window window = conv.window();
    if (window.rows().equals(Window.Extent.ONE) && window.columns().equals(Window.Extent.ONE)) {
      return operand;
    }
    Element element = operand(product).type().element();
    int fill = conv.fill() > 0 ? SumRange.largest(element) : 0;
    return builder.define(
        new Instruction.Slide(
            builder.value(product.name() + "_window", ResultTypes.slide(operand.type(), window)),
            operand,
            window,
            conv.groups(),
            fill));
  }

  /** The signs of a dense layer's latent weights, their columns in the order of the operand. */
  private BitMatrix.Builder denseWeights(Node dense, Lowered operand) {
    FloatTensor latent = model.latentWeights(dense);
    int rows = latent.shape().extents().get(0);
    int columns = latent.shape().extents().get(1);
    BitMatrix.Builder weights = BitMatrix.builder(rows, columns);
    for (int column = 0; column < columns; column++) {
      int from = operand.order().get(column);
      for (int row = 0; row < rows; row++) {
        weights.set(row, column, isPositive(latent, row * columns + from));
      }
    }
    return weights;
  }

  /** {@code [rows, channels, taps]} becomes {@code [rows, taps·channels]}. */
  private BitMatrix.Builder convWeights(Node product, Layer.Conv conv) {
    FloatTensor latent = model.latentWeights(product);
    int taps = conv.window().taps();
    int columns = latent.values().length / conv.channels();
    int channels = columns / taps;
    BitMatrix.Builder weights = BitMatrix.builder(conv.channels(), columns);
    for (int row = 0; row < conv.channels(); row++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < taps; tap++) {
          weights.set(
              row,
              tap * channels + channel,
              isPositive(latent, (row * channels + channel) * taps + tap));
        }
      }
    }
    return weights;
  }

  /** A latent weight of 0 counts as +1. */
  private static boolean isPositive(FloatTensor latent, int index) {
    return latent.values()[index] >= 0;
  }

  private Node operand(Node node) {
    Network network = model.network();
    return network.nodes().get(node.operands().getFirst());
  }
}
