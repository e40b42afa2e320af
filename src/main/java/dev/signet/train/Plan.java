package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.FeatureMap;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.util.List;

/**
 * A network as training and evaluation go through it.
 *
 * @param input shape of one image
 * @param coding what is taken of the pixels
 * @param values what the stages hand on
 * @param stages in an order in which they can be computed; the last gives the scores
 */
record Plan(Shape input, PixelCoding coding, List<Value> values, List<Stage> stages) {
  Plan {
    values = List.copyOf(values);
    stages = List.copyOf(stages);
  }

  /**
   * Reads a network.
   *
   * @throws TrainException when it has layers in places where training does not know them
   */
  static Plan of(Network network) {
    return new PlanReader(network, false).read();
  }

  /**
   * Reads a network that is not going to be trained.
   *
   * @throws TrainException as {@link #of}; but dropouts may stand anywhere
   */
  static Plan ofEvaluation(Network network) {
    return new PlanReader(network, true).read();
  }

  /** The stages with weights, in order. */
  List<Stage.Product> products() {
    return stages.stream()
        .filter(Stage.Product.class::isInstance)
        .map(Stage.Product.class::cast)
        .toList();
  }

  /** The stages with rules, in order. */
  List<Stage.Activation> activations() {
    return stages.stream()
        .filter(Stage.Activation.class::isInstance)
        .map(Stage.Activation.class::cast)
        .toList();
  }

  /** Multiplications of an image with weights, forward. */
  double multiplications() {
    return products().stream()
        .mapToDouble(
            product ->
                (double) product.inputs()
                    * product.units()
                    * values.get(product.result()).map().places())
        .sum();
  }

  /** The last stage. */
  Stage.Activation last() {
    return (Stage.Activation) stages.getLast();
  }

  /** The number of classes. */
  int classes() {
    FeatureMap scores = values.get(last().result()).map();
    return scores.channels() * scores.places();
  }

  Value.Sums sums(int value) {
    return (Value.Sums) values.get(value);
  }

  /** The stages that take a value, in order. */
  List<Stage> consumers(int value) {
    return stages.stream().filter(stage -> stage.operands().contains(value)).toList();
  }

  /** The stage that gives a value. */
  Stage producer(int value) {
    return stages.stream().filter(stage -> stage.result() == value).findFirst().orElseThrow();
  }

  /** The name of the node whose values the rule of an activation sees. */
  String outputName(Stage.Activation activation) {
    return activation
        .norm()
        .map(node -> node.name())
        .orElseGet(() -> values.get(activation.operand()).name());
  }

  /**
   * @throws TrainException when the images do not have the network's size
   */
  void checkImages(ImageSet images) {
    if (images.shape().size() != input.size()) {
      throw new TrainException(
          "the network takes images of "
              + input
              + ", but the data have images of "
              + images.shape());
    }
  }
}
