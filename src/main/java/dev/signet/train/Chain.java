package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network read as what dense training knows: bits, or bytes that are binarized or not, then
 * blocks of a dense layer, a batch norm or none, a hardtanh or none, and a sign; the last block has
 * no sign and gives the scores.
 *
 * @param input shape of one image
 * @param coding what the first block takes of the pixels
 * @param blocks at least one
 */
record Chain(Shape input, PixelCoding coding, List<Block> blocks) {
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - 16L;

  /** Images of a network that takes bits hold 0 and 1. */
  private static final int LEVEL_OF_BITS = 1;

  /** What bytes are taken for where a size is wanted that does not depend on the data. */
  private static final double USUAL_BYTE = 128;

  Chain {
    blocks = List.copyOf(blocks);
  }

  /**
   * @param dense the dense node
   * @param norm the batch norm after it
   * @param hardtanh whether a hardtanh stands before the sign
   * @param sign the sign after them; the last block has none
   * @param dropout share of the inputs that training leaves out, in [0, 1)
   * @param bytes whether the inputs are bytes, 0 to 255, and no signs
   * @param inputs inputs of each neuron
   * @param units neurons
   */
  record Block(
      Node dense,
      Optional<Node> norm,
      boolean hardtanh,
      Optional<Layer.Sign> sign,
      double dropout,
      boolean bytes,
      int inputs,
      int units) {
    /** The name of the node whose values a sign or the loss sees. */
    String outputName() {
      return norm.orElse(dense).name();
    }

    /** Whether the dense layer has a bias. */
    boolean hasBias() {
      return ((Layer.Dense) dense.layer()).bias();
    }

    /** What a sum can reach. */
    int largest() {
      return bytes ? 255 * inputs : inputs;
    }

    /**
     * What stands in for batch norm where there is none: training takes sums, the bias included, in
     * units of √inputs, of bytes 128·√inputs, so that the gate of the sign and the softmax see
     * values about 1. The factor is positive and the same for all neurons, so that neither a sign
     * nor an argmax is changed by it, and evaluation does without.
     */
    float sumScale() {
      return (float) (1 / (Math.sqrt(inputs) * (bytes ? USUAL_BYTE : 1)));
    }
  }

  /** The number of classes. */
  int classes() {
    return blocks.getLast().units();
  }

  /**
   * Reads a network.
   *
   * @throws TrainException when it is not such a chain
   */
  static Chain of(Network network) {
    return new Reader(network).read();
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

  /** Walks the nodes once. */
  private static final class Reader {
    private final Network network;
    private final List<Block> blocks = new ArrayList<>();
    private Optional<PixelCoding> coding = Optional.empty();
    private Optional<Node> dense = Optional.empty();
    private Optional<Node> norm = Optional.empty();
    private boolean clamped;
    private double kept = 1;
    private boolean ended;

    Reader(Network network) {
      this.network = network;
    }

    Chain read() {
      Node input = network.input();
      switch (input.type().element()) {
        case Element.UnsignedByte _ -> {}
        case Element.Bit _ -> coding = Optional.of(new PixelCoding.Binarized(LEVEL_OF_BITS));
        case Element.BoundedInteger _, Element.Quantized _, Element.Real _ ->
            throw new TrainException(
                "training needs an input of bytes (u8) or bits, but '"
                    + input.name()
                    + "' is "
                    + input.type());
      }
      for (int index = 1; index < network.nodes().size(); index++) {
        Node node = network.nodes().get(index);
        if (!node.operands().equals(List.of(index - 1)) || ended) {
          throw unsupported(node);
        }
        take(node);
      }
      if (dense.isPresent() && !clamped) {
        close(Optional.empty());
        ended = true;
      }
      if (!ended) {
        throw new TrainException(
            "network '"
                + network.name()
                + "' cannot be trained: its last block must be a dense layer that gives the"
                + " scores, not '"
                + network.output().name()
                + "'");
      }
      return new Chain(input.type().shape(), coding.orElseThrow(), blocks);
    }

    private void take(Node node) {
      switch (node.layer()) {
        case Layer.Binarize binarize when coding.isEmpty() ->
            coding = Optional.of(new PixelCoding.Binarized(binarize.at()));
        case Layer.Flatten _ -> {}
        case Layer.Dense _ when dense.isEmpty() -> {
          dense = Optional.of(node);
          if (coding.isEmpty()) {
            coding = Optional.of(new PixelCoding.BitPlanes());
          }
        }
        case Layer.Dropout dropout when coding.isPresent() && dense.isEmpty() ->
            kept *= 1 - dropout.rate();
        case Layer.BatchNorm _ when dense.isPresent() && norm.isEmpty() && !clamped ->
            norm = Optional.of(node);
        case Layer.Hardtanh _ when dense.isPresent() && !clamped -> clamped = true;
        case Layer.Sign sign when dense.isPresent() -> close(Optional.of(sign));
        case Layer.Argmax _ when dense.isPresent() && !clamped -> {
          close(Optional.empty());
          ended = true;
        }
        case Layer.Input _,
            Layer.Binarize _,
            Layer.Dense _,
            Layer.BatchNorm _,
            Layer.Hardtanh _,
            Layer.Sign _,
            Layer.Dropout _,
            Layer.Thermometer _,
            Layer.Conv _,
            Layer.MaxPool _,
            Layer.AvgPool _,
            Layer.Add _,
            Layer.Concat _,
            Layer.Quantize _,
            Layer.Scores _,
            Layer.Argmax _ ->
            throw unsupported(node);
      }
    }

    private void close(Optional<Layer.Sign> sign) {
      Node node = dense.orElseThrow();
      int inputs = network.nodes().get(node.operands().getFirst()).type().shape().size();
      if ((long) inputs * node.type().shape().size() > MOST_WEIGHTS) {
        throw new TrainException(
            "'"
                + node.name()
                + "' of network '"
                + network.name()
                + "' has "
                + (long) inputs * node.type().shape().size()
                + " weights; a layer can have "
                + MOST_WEIGHTS);
      }
      boolean bytes = blocks.isEmpty() && coding.equals(Optional.of(new PixelCoding.BitPlanes()));
      if (bytes && inputs > ByteSums.MOST_INPUTS) {
        throw new TrainException(
            "'"
                + node.name()
                + "' of network '"
                + network.name()
                + "' adds "
                + inputs
                + " bytes; a sum can have "
                + ByteSums.MOST_INPUTS);
      }
      blocks.add(
          new Block(
              node, norm, clamped, sign, 1 - kept, bytes, inputs, node.type().shape().size()));
      dense = Optional.empty();
      norm = Optional.empty();
      clamped = false;
      kept = 1;
    }

    private TrainException unsupported(Node node) {
      return new TrainException(
          "network '"
              + network.name()
              + "' cannot be trained: '"
              + node.name()
              + "' is out of place; a chain of binarize, then dense, batchnorm, hardtanh and"
              + " sign for each hidden layer, then dense, batchnorm and argmax can");
    }
  }
}
