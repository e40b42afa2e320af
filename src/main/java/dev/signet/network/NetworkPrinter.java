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
      case Layer.Flatten _ -> "flatten";
      case Layer.Dense dense -> "dense(" + dense.units() + (dense.bias() ? ", bias = true)" : ")");
      case Layer.BatchNorm norm ->
          "batchnorm(epsilon = " + norm.epsilon() + ", momentum = " + norm.momentum() + ")";
      case Layer.Hardtanh _ -> "hardtanh";
      case Layer.Sign(Layer.Estimator estimator) ->
          estimator == Layer.Estimator.HARDTANH
              ? "sign"
              : "sign(ste = " + estimator.name().toLowerCase(Locale.ROOT) + ")";
      case Layer.Dropout dropout -> "dropout(rate = " + dropout.rate() + ")";
      case Layer.Argmax argmax ->
          "argmax(labels = "
              + argmax.labels().stream()
                  .map(label -> '"' + label + '"')
                  .collect(Collectors.joining(", ", "[", "]"))
              + ")";
    };
  }
}
