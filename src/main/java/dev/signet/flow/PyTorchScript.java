package dev.signet.flow;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Optimizer;
import dev.signet.network.Window;
import dev.signet.verilog.Templates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes a network's training step as a Python script for PyTorch, which times it. */
final class PyTorchScript {
  private final Network network;
  private final List<Assignment> weights = new ArrayList<>();
  private final List<Assignment> norms = new ArrayList<>();
  private final List<Assignment> statements = new ArrayList<>();

  /** {@code name = value} in Python. */
  record Assignment(String name, String value) {}

  private PyTorchScript(Network network) {
    this.network = network;
  }

  /** The text of the script, which takes a number of steps and one of threads. */
  static String of(Network network) {
    return new PyTorchScript(network).render();
  }

  private String render() {
    List<Node> nodes = network.nodes();
    for (int index = 1; index < nodes.size(); index++) {
      statements.add(new Assignment("x" + index, expression(nodes.get(index))));
    }
    Node last = nodes.getLast();
    Node scores =
        last.layer() instanceof Layer.Argmax || last.layer() instanceof Layer.Scores
            ? operand(last)
            : last;
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("name", network.name());
    arguments.put("shape", network.input().type().shape().extents());
    arguments.put("bits", network.input().type().element() instanceof Element.Bit);
    arguments.put("batch", network.training().batch());
    arguments.put("classes", scores.type().shape().size());
    arguments.put("weights", weights);
    arguments.put("norms", norms);
    arguments.put("statements", statements);
    arguments.put("output", "x" + nodes.indexOf(scores));
    arguments.put("optimizer", optimizer(network.training().optimizer()));
    arguments.put("loss", loss(network.training().loss()));
    return new Templates("pytorch").render("step", arguments);
  }

  private Node operand(Node node) {
    return network.nodes().get(node.operands().getFirst());
  }

  private String expression(Node node) {
    String x = "x" + node.operands().getFirst();
    return switch (node.layer()) {
      case Layer.Binarize(int at) -> "torch.where(%s >= %d, 1.0, -1.0)".formatted(x, at);
      case Layer.Thermometer thermometer -> {
        List<String> levels = new ArrayList<>();
        for (int level = 0; level < thermometer.levels(); level++) {
          levels.add("torch.where(%s >= %d, 1.0, -1.0)".formatted(x, thermometer.level(level)));
        }
        yield "torch.stack((%s,), 2).flatten(1, 2)".formatted(String.join(", ", levels));
      }
      case Layer.Flatten _ -> x + ".flatten(1)";
      case Layer.Dense dense ->
          "F.linear(%s, %s%s)".formatted(x, weight(node), bias(node, dense.bias()));
      case Layer.Conv conv -> conv(node, conv, x);
      case Layer.MaxPool(Window window) -> pool("max_pool", node, window, x);
      case Layer.AvgPool(Window window) -> pool("avg_pool", node, window, x);
      case Layer.Add _ -> joined(node, " + ");
      case Layer.Concat _ -> "torch.cat((%s), 1)".formatted(joined(node, ", "));
      case Layer.BatchNorm norm -> {
        Shape shape = node.type().shape();
        String name = Model.prefix(node);
        norms.add(
            new Assignment(
                name,
                "nn.BatchNorm%dd(%d, eps=%s, momentum=%s)"
                    .formatted(
                        shape.rank() == 3 ? 2 : 1,
                        shape.extents().getFirst(),
                        norm.epsilon(),
                        norm.momentum())));
        yield "self.%s(%s)".formatted(name, x);
      }
      case Layer.Hardtanh _ -> "F.hardtanh(%s)".formatted(x);
      case Layer.Sign sign -> code(x, 1, sign.estimator());
      case Layer.Quantize quantize -> code(x, quantize.steps(), quantize.estimator());
      case Layer.Dropout(double rate) -> "F.dropout(%s, %s)".formatted(x, rate);
      case Layer.Argmax _, Layer.Scores _, Layer.Input _ -> x;
    };
  }

  private static String joined(Node node, String separator) {
    return String.join(separator, node.operands().stream().map(operand -> "x" + operand).toList());
  }

  private static String code(String x, int steps, Layer.Estimator estimator) {
    return "Code.apply(%s, %d, \"%s\")"
        .formatted(x, steps, estimator.name().toLowerCase(Locale.ROOT));
  }

  private String weight(Node node) {
    Shape shape =
        Optional.ofNullable(Model.parameterShapes(network).get(Model.prefix(node) + ".weight"))
            .orElseThrow();
    String name = Model.prefix(node);
    weights.add(
        new Assignment(
            name,
            "weight(%s)"
                .formatted(
                    String.join(", ", shape.extents().stream().map(String::valueOf).toList()))));
    return "Weight.apply(self.%s)".formatted(name);
  }

  private String bias(Node node, boolean has) {
    if (!has) {
      return "";
    }
    String name = Model.prefix(node) + "_bias";
    norms.add(
        new Assignment(
            name,
            "nn.Parameter(torch.zeros(%d))".formatted(node.type().shape().extents().getFirst())));
    return ", self." + name;
  }

  private String conv(Node node, Layer.Conv conv, String x) {
    boolean signal = node.type().shape().rank() == 2;
    Window.Extent rows = conv.window().rows();
    Window.Extent columns = conv.window().columns();
    String padded = x;
    if (conv.window().isPadded()) {
      String amounts = "%d, %d".formatted(columns.before(), columns.after());
      if (!signal) {
        amounts += ", %d, %d".formatted(rows.before(), rows.after());
      }
      padded = "F.pad(%s, (%s), value=%d)".formatted(x, amounts, conv.fill());
    }
    return "F.conv%dd(%s, %s%s, stride=%s, groups=%d)"
        .formatted(
            signal ? 1 : 2,
            padded,
            weight(node),
            bias(node, conv.bias()),
            signal ? columns.stride() : pair(rows.stride(), columns.stride()),
            conv.groups());
  }

  private static String pool(String kind, Node node, Window window, String x) {
    Window.Extent rows = window.rows();
    Window.Extent columns = window.columns();
    return node.type().shape().rank() == 2
        ? "F.%s1d(%s, %d, %d)".formatted(kind, x, columns.kernel(), columns.stride())
        : "F.%s2d(%s, %s, %s)"
            .formatted(
                kind,
                x,
                pair(rows.kernel(), columns.kernel()),
                pair(rows.stride(), columns.stride()));
  }

  private static String pair(int rows, int columns) {
    return "(%d, %d)".formatted(rows, columns);
  }

  /** PyTorch has no Bop; Adam, which Bop leaves the other parameters to, takes its place. */
  private static String optimizer(Optimizer optimizer) {
    return "torch.optim."
        + switch (optimizer) {
          case Optimizer.Adam adam -> "Adam(net.parameters(), lr=%s)".formatted(adam.rate());
          case Optimizer.Adamax adamax ->
              "Adamax(net.parameters(), lr=%s)".formatted(adamax.rate());
          case Optimizer.Sgd sgd ->
              "SGD(net.parameters(), lr=%s, momentum=%s)".formatted(sgd.rate(), sgd.momentum());
          case Optimizer.Bop _ -> "Adam(net.parameters())";
        };
  }

  private static String loss(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY -> "F.cross_entropy(scores, labels)";
      case HINGE -> "F.relu(1 - scores * targets).mean()";
      case SQUARED_HINGE -> "F.relu(1 - scores * targets).square().mean()";
    };
  }
}
