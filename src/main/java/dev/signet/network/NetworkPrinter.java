package dev.signet.network;

import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a typed graph: one node a line with its operands, attributes and type. */
public final class NetworkPrinter {
  private NetworkPrinter() {}

  /** The text, each line ended by a newline. */
  public static String print(Network network) {
    StringBuilder text = new StringBuilder("network " + network.name() + " {\n");
    for (Node node : network.nodes()) {
      String operands =
          node.operands().stream()
              .map(operand -> network.nodes().get(operand).name())
              .collect(Collectors.joining(", "));
      text.append("  ").append(node.name()).append(" = ").append(describe(node.layer()));
      text.append(operands.isEmpty() ? "" : " of " + operands)
          .append(" : ")
          .append(node.type())
          .append('\n');
    }
    text.append("  output ")
        .append(network.outputName())
        .append(" = ")
        .append(network.output().name());
    return text.append("\n}\n").toString();
  }

  private static String describe(Layer layer) {
    return switch (layer) {
      case Layer.Input _ -> "input";
      case Layer.Binarize binarize -> "binarize(at = " + binarize.at() + ")";
      case Layer.Thermometer thermometer -> "thermometer(levels = " + thermometer.levels() + ")";
      case Layer.Flatten _ -> "flatten";
      case Layer.Dense dense -> "dense(" + dense.units() + (dense.bias() ? ", bias = true)" : ")");
      case Layer.Conv conv ->
          "conv("
              + conv.channels()
              + window(conv.window(), "kernel")
              + (conv.window().isPadded() ? ", fill = " + conv.fill() : "")
              + (conv.groups() == 1 ? "" : ", groups = " + conv.groups())
              + (conv.bias() ? ", bias = true)" : ")");
      case Layer.MaxPool pool -> "maxpool(" + window(pool.window(), "size").substring(2) + ")";
      case Layer.AvgPool pool -> "avgpool(" + window(pool.window(), "size").substring(2) + ")";
      case Layer.Add _ -> "add";
      case Layer.Concat _ -> "concat";
      case Layer.BatchNorm norm ->
          "batchnorm(epsilon = " + norm.epsilon() + ", momentum = " + norm.momentum() + ")";
      case Layer.Hardtanh _ -> "hardtanh";
      case Layer.Sign(Layer.Estimator estimator) ->
          estimator == Layer.Estimator.HARDTANH
              ? "sign"
              : "sign(ste = " + estimator.name().toLowerCase(Locale.ROOT) + ")";
      case Layer.Quantize(int bits, Layer.Estimator estimator) ->
          "quantize(bits = "
              + bits
              + (estimator == Layer.Estimator.HARDTANH
                  ? ")"
                  : ", ste = " + estimator.name().toLowerCase(Locale.ROOT) + ")");
      case Layer.Dropout dropout -> "dropout(rate = " + dropout.rate() + ")";
      case Layer.Argmax argmax ->
          "argmax(labels = "
              + argmax.labels().stream()
                  .map(label -> '"' + label + '"')
                  .collect(Collectors.joining(", ", "[", "]"))
              + ")";
      case Layer.Scores _ -> "scores";
    };
  }

  /** {@code , kernel = 3 x 3, stride = 2 x 2, padding = 1+1 x 1+1}, what is usual left out. */
  private static String window(Window window, String size) {
    Window.Extent rows = window.rows();
    Window.Extent columns = window.columns();
    StringBuilder text = new StringBuilder();
    text.append(", %s = %d x %d".formatted(size, rows.kernel(), columns.kernel()));
    text.append(", stride = %d x %d".formatted(rows.stride(), columns.stride()));
    if (window.isPadded()) {
      text.append(
          ", padding = %d+%d x %d+%d"
              .formatted(rows.before(), rows.after(), columns.before(), columns.after()));
    }
    return text.toString();
  }
}
