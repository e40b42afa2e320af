package dev.signet.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How large a network is where each neuron has logic of its own at each place of its map: the bits
 * that go into all of that logic. A LUT of six inputs takes in about two of them, since neurons
 * share what they count.
 *
 * @param parts what each layer adds
 */
public record SpatialSize(List<Part> parts) {
  /**
   * The most that is built: about two million LUTs, which is what the largest parts have. It also
   * bounds the time and memory of everything that is done with such hardware, to seconds and one or
   * two gigabytes here; Verilator and Yosys take minutes for each million bits.
   */
  public static final long LIMIT = 1L << 22;

  /** What a place counts at the least: it is a line of Verilog and a step of simulation. */
  private static final long LEAST_OF_PLACE = 64;

  /** Bits for each LUT of six inputs. */
  private static final int BITS_OF_LUT = 2;

  /**
   * @throws IllegalArgumentException when there is no part
   */
  public SpatialSize {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a network of no layers");
    }
  }

  /**
   * A layer's part.
   *
   * @param layer its name
   * @param bits that go into its logic
   */
  public record Part(String layer, long bits) {

    /** Of logic at each of some places. */
    public static Part at(String layer, long places, long bitsOfPlace) {
      return new Part(layer, places * Math.max(LEAST_OF_PLACE, bitsOfPlace));
    }

    /** Of an input. */
    public static Part input(String layer, long elements, boolean bytes) {
      return new Part(layer, elements * (bytes ? Byte.SIZE : 1));
    }
  }

  /**
   * The size of a network.
   *
   * @param nodes in topological order, the first its input
   */
  public static SpatialSize of(List<Node> nodes) {
    List<Part> parts = new ArrayList<>();
    for (Node node : nodes) {
      Shape shape = node.type().shape();
      long places = FeatureMap.fits(shape) ? FeatureMap.of(shape).places() : 1;
      long channels = shape.size() / places;
      switch (node.layer()) {
        case Layer.Input _ ->
            parts.add(
                Part.input(
                    node.name(),
                    shape.size(),
                    node.type().element() instanceof Element.UnsignedByte));
        case Layer.Dense dense -> {
          TensorType operand = operand(nodes, node);
          parts.add(
              Part.at(
                  node.name(), 1, (long) dense.units() * operand.shape().size() * bits(operand)));
        }
        case Layer.Conv conv -> {
          TensorType operand = operand(nodes, node);
          long inputs =
              (long) conv.window().taps()
                  * (FeatureMap.of(operand.shape()).channels() / conv.groups());
          parts.add(Part.at(node.name(), places, channels * inputs * bits(operand)));
        }
        case Layer.MaxPool pool ->
            parts.add(Part.at(node.name(), places, channels * pool.window().taps()));
        case Layer.AvgPool pool ->
            parts.add(Part.at(node.name(), places, channels * pool.window().taps()));
        case Layer.Add _ ->
            parts.add(
                new Part(
                    node.name(),
                    (node.operands().size() - 1) * Part.at("", places, 2 * channels).bits()));
        case Layer.Concat _ -> parts.add(Part.at(node.name(), places, channels));
        case Layer.Sign _ -> parts.add(new Part(node.name(), shape.size()));
        case Layer.Quantize quantize ->
            parts.add(new Part(node.name(), (long) shape.size() * quantize.steps()));
        case Layer.Binarize _,
            Layer.Thermometer _,
            Layer.Flatten _,
            Layer.BatchNorm _,
            Layer.Hardtanh _,
            Layer.Dropout _,
            Layer.Argmax _,
            Layer.Scores _ -> {
          // Wires, a part of what is before, or as much as the classes.
        }
      }
    }
    return new SpatialSize(parts);
  }

  private static TensorType operand(List<Node> nodes, Node node) {
    return nodes.get(node.operands().getFirst()).type();
  }

  private static int bits(TensorType type) {
    return switch (type.element()) {
      case Element.UnsignedByte _ -> Byte.SIZE;
      case Element.Quantized quantized -> quantized.bits();
      case Element.Bit _, Element.BoundedInteger _, Element.Real _ -> 1;
    };
  }

  /** All of it. */
  public long bits() {
    return parts.stream().mapToLong(Part::bits).sum();
  }

  /** Whether it is built. */
  public boolean fits() {
    return bits() <= LIMIT;
  }

  /** The layer that adds most. */
  public Part largest() {
    return parts.stream().max(Comparator.comparingLong(Part::bits)).orElseThrow();
  }

  /** What is wrong with one that does not fit, for people. */
  public String excess() {
    return String.format(
        Locale.ROOT,
        "the network is too large for the spatial style, where each neuron has logic of its own: %,d bits go into it, of at most %,d",
        bits(),
        LIMIT);
  }

  /** Where it comes from, for people. */
  public String cause() {
    return String.format(
        Locale.ROOT,
        "some %,d LUTs; %,d of the bits go into %s",
        bits() / BITS_OF_LUT,
        largest().bits(),
        largest().layer());
  }
}
