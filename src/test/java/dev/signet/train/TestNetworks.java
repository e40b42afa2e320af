package dev.signet.train;

import dev.signet.network.Element;
import dev.signet.network.HardwareGoals;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import dev.signet.network.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Dense networks built from Java. */
final class TestNetworks {
  private static final TensorType REAL = new TensorType(new Element.Real(), Shape.of(1));

  private final List<Node> nodes = new ArrayList<>();
  private TensorType type;
  private int denses;
  private int norms;
  private int hardtanhs;
  private int signs;
  private int dropouts;

  private TestNetworks(Element element, Shape input) {
    type = new TensorType(element, input);
    nodes.add(new Node("image", new Layer.Input(), List.of(), type));
  }

  /** Binarize at 128, flatten; hidden layers with batch norm and sign; the last with argmax. */
  static Network dense(Shape input, TrainingRecipe recipe, boolean normed, int... widths) {
    return dense(input, recipe, normed, new Layer.Sign(), 0, widths);
  }

  /** The same with this kind of sign, and a dropout of this rate, if not 0, in front of layers. */
  static Network dense(
      Shape input,
      TrainingRecipe recipe,
      boolean normed,
      Layer.Sign sign,
      double dropout,
      int... widths) {
    return dense(input, recipe, new Form(normed, false, false, false, sign, dropout), widths);
  }

  /**
   * What the layers of a network have.
   *
   * @param normed batch norm behind each dense layer
   * @param bias of each dense layer
   * @param hardtanh before each sign
   * @param bytes go straight into the first layer
   * @param sign of hidden layers
   * @param dropout in front of each layer that takes bits, if not 0
   */
  record Form(
      boolean normed,
      boolean bias,
      boolean hardtanh,
      boolean bytes,
      Layer.Sign sign,
      double dropout) {}

  /** A chain of this form. */
  static Network dense(Shape input, TrainingRecipe recipe, Form form, int... widths) {
    TestNetworks builder = new TestNetworks(new Element.UnsignedByte(), input);
    if (!form.bytes()) {
      builder.add("binarize1", new Layer.Binarize(128), new Element.Bit(), input);
    }
    builder.add("flatten1", new Layer.Flatten(), builder.type.element(), Shape.of(input.size()));
    for (int index = 0; index < widths.length; index++) {
      if (form.dropout() > 0 && builder.type.element() instanceof Element.Bit) {
        builder.dropout(form.dropout());
      }
      builder.dense(widths[index], form.bias());
      if (form.normed()) {
        builder.norm();
      }
      if (index < widths.length - 1) {
        if (form.hardtanh()) {
          builder.hardtanh();
        }
        builder.sign(form.sign());
      }
    }
    builder.argmax();
    return new Network("net", builder.nodes, "digit", recipe, HardwareGoals.defaults());
  }

  /** Input and then the given layers, with types that are only good enough to be refused. */
  static Network of(Layer... layers) {
    return of(new TestNetworks(new Element.UnsignedByte(), Shape.of(4)), layers);
  }

  /** The same on bits. */
  static Network ofBits(int inputs, Layer... layers) {
    return of(new TestNetworks(new Element.Bit(), Shape.of(inputs)), layers);
  }

  private static Network of(TestNetworks builder, Layer... layers) {
    for (Layer layer : layers) {
      builder.add("n" + builder.nodes.size(), layer, REAL.element(), REAL.shape());
    }
    return new Network(
        "odd", builder.nodes, "out", TrainingRecipe.defaults(), HardwareGoals.defaults());
  }

  private void add(String name, Layer layer, Element element, Shape shape) {
    type = new TensorType(element, shape);
    nodes.add(new Node(name, layer, List.of(nodes.size() - 1), type));
  }

  private void dense(int units, boolean bias) {
    int most = type.shape().size() * (type.element() instanceof Element.UnsignedByte ? 255 : 1);
    add(
        "dense" + ++denses,
        new Layer.Dense(units, bias),
        new Element.BoundedInteger(-most, most),
        Shape.of(units));
  }

  private void hardtanh() {
    add("hardtanh" + ++hardtanhs, new Layer.Hardtanh(), new Element.Real(), type.shape());
  }

  private void norm() {
    add("batchnorm" + ++norms, new Layer.BatchNorm(1e-5f, 0.1f), new Element.Real(), type.shape());
  }

  private void sign(Layer.Sign sign) {
    add("sign" + ++signs, sign, new Element.Bit(), type.shape());
  }

  private void dropout(double rate) {
    add("dropout" + ++dropouts, new Layer.Dropout(rate), type.element(), type.shape());
  }

  private void argmax() {
    int classes = type.shape().size();
    List<String> labels = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    add(
        "argmax1",
        new Layer.Argmax(labels),
        new Element.BoundedInteger(0, classes - 1),
        Shape.of(1));
  }
}
