package dev.signet.train;

import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Collects the stages and values of a {@link Plan}. */
final class PlanBuilder {
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - 16L;

  /** What bytes are taken for where a size is wanted that does not depend on the data. */
  private static final double USUAL_BYTE = 128;

  private static final int LARGEST_BYTE = 255;

  private final Network network;
  private final List<Value> values = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private Optional<PixelCoding> coding = Optional.empty();

  PlanBuilder(Network network) {
    this.network = network;
  }

  Plan build() {
    return new Plan(input(), coding.orElseThrow(), values, stages);
  }

  /** What is taken of the pixels, once that is known. */
  Optional<PixelCoding> coding() {
    return coding;
  }

  void setCoding(PixelCoding kind) {
    coding = Optional.of(kind);
  }

  Value value(int index) {
    return values.get(index);
  }

  Value.Sums sums(int index) {
    return (Value.Sums) values.get(index);
  }

  Value.Codes codes(int index) {
    return (Value.Codes) values.get(index);
  }

  /** The stage that sums have their bias and scale from. */
  Optional<Stage.Product> product(Value.Sums sums) {
    return sums.product().isPresent()
        ? Optional.of((Stage.Product) stages.get(sums.product().getAsInt()))
        : Optional.empty();
  }

  /** The value that the next stage gives. */
  int next() {
    return values.size();
  }

  /**
   * Adds a stage with its result.
   *
   * @return the result
   */
  int add(Stage stage, Value result) {
    stages.add(stage);
    return add(result);
  }

  /**
   * Adds a dense layer or a conv.
   *
   * @param kept share of the operand that a dropout lets pass
   * @param fill 0 where there is no padding
   * @param under as in {@link Stage.Product}
   * @return its sums
   */
  int product(
      Node node,
      int operand,
      double kept,
      Window window,
      int fill,
      int groups,
      FeatureMap under,
      int units) {
    long inputs = (long) under.channels() * under.places();
    if (inputs * units > MOST_WEIGHTS) {
      throw new TrainException(
          "'%s' of network '%s' has %d weights; a layer can have %d"
              .formatted(node.name(), network.name(), inputs * units, MOST_WEIGHTS));
    }
    Value value = values.get(operand);
    boolean bytes = value instanceof Value.Pixels;
    int most = node.layer() instanceof Layer.Conv ? PatchSums.MOST_BYTES : ByteSums.MOST_INPUTS;
    if (bytes && inputs > most) {
      throw new TrainException(
          "'%s' of network '%s' adds %d bytes; a sum can have %d"
              .formatted(node.name(), network.name(), inputs, most));
    }
    int largest = value instanceof Value.Codes codes ? codes.largest() : LARGEST_BYTE;
    Value.Sums sums =
        new Value.Sums(
            node.name(),
            value.map().under(window, units),
            integer(node, inputs * largest),
            Math.sqrt((double) inputs) * (bytes ? USUAL_BYTE : largest),
            1,
            OptionalInt.of(stages.size()));
    stages.add(
        new Stage.Product(
            node, operand, 1 - kept, window, fill, groups, under, units, values.size()));
    return add(sums);
  }

  /** Checks that sums fit an integer. */
  int integer(Node node, long largest) {
    if (largest > Integer.MAX_VALUE) {
      throw new TrainException(
          "'%s' of network '%s' has sums up to %d; the most is %d"
              .formatted(node.name(), network.name(), largest, Integer.MAX_VALUE));
    }
    return (int) largest;
  }

  Shape input() {
    return network.input().type().shape();
  }

  /** The images in rows of channels: what the coding makes of their shape. */
  FeatureMap arranged() {
    FeatureMap map =
        FeatureMap.fits(input()) ? FeatureMap.of(input()) : new FeatureMap(input().size(), 1, 1);
    return new FeatureMap(
        map.channels() * coding.orElseThrow().levels(), map.height(), map.width());
  }

  /** The value that holds the images, added where it is missing. */
  int images(boolean places) {
    FeatureMap map = places ? arranged() : new FeatureMap(input().size(), 1, 1);
    for (Stage stage : stages) {
      if (stage instanceof Stage.Take take && take.places() == places) {
        return take.result();
      }
    }
    String name = network.input().name();
    stages.add(new Stage.Take(places, values.size()));
    return add(
        coding.orElseThrow() instanceof PixelCoding.BitPlanes
            ? new Value.Pixels(name, map)
            : new Value.Codes(name, map, 1));
  }

  /** The value as a vector: itself, or what a stage makes of it. */
  int flattened(int value, boolean channelsLast) {
    Value source = values.get(value);
    if (source.map().places() == 1) {
      return value;
    }
    for (Stage stage : stages) {
      if (stage instanceof Stage.Flatten flatten
          && flatten.operand() == value
          && flatten.channelsLast() == channelsLast) {
        return flatten.result();
      }
    }
    FeatureMap map = new FeatureMap(source.map().channels() * source.map().places(), 1, 1);
    stages.add(new Stage.Flatten(channelsLast, value, values.size()));
    return add(
        switch (source) {
          case Value.Codes codes -> new Value.Codes(codes.name(), map, codes.bits());
          case Value.Sums sums -> flat(sums, map);
          case Value.Pixels _, Value.Scores _ ->
              throw new IllegalStateException("flatten of " + source);
        });
  }

  private Value.Sums flat(Value.Sums sums, FeatureMap map) {
    return new Value.Sums(
        sums.name(), map, sums.largest(), sums.usual(), sums.terms(), sums.product());
  }

  private int add(Value value) {
    values.add(value);
    return values.size() - 1;
  }
}
