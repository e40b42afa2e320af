package dev.signet.train;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads a network as a {@link Plan}, node by node. */
final class PlanReader {
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - 16L;

  /** Images of a network that takes bits hold 0 and 1. */
  private static final int LEVEL_OF_BITS = 1;

  /** What bytes are taken for where a size is wanted that does not depend on the data. */
  private static final double USUAL_BYTE = 128;

  private static final int LARGEST_BYTE = 255;

  private static final Window ONE_PLACE = new Window(Window.Extent.ONE, Window.Extent.ONE);

  private final Network network;
  private final Set<Integer> needed = new HashSet<>();
  private final Map<Integer, Integer> uses = new HashMap<>();
  private final List<Value> values = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Meaning> meanings = new ArrayList<>();
  private Optional<PixelCoding> coding = Optional.empty();
  private boolean ended;

  /** What a node's result is to those that take it. */
  private sealed interface Meaning {
    /**
     * The images.
     *
     * @param coded whether they are bits
     * @param kept share that dropouts let pass
     * @param flat whether they have become a vector
     */
    record Images(boolean coded, double kept, boolean flat) implements Meaning {}

    record Codes(int value, double kept, boolean flat) implements Meaning {}

    record Sums(int value, boolean flat) implements Meaning {}

    /** An activation that still lacks its rule. */
    record Reals(
        int sums, Optional<Node> norm, Optional<Window> pool, boolean hardtanh, boolean flat)
        implements Meaning {}

    /** Of no use to others. */
    record Ended() implements Meaning {}
  }

  PlanReader(Network network) {
    this.network = network;
  }

  Plan read() {
    Node input = network.input();
    meanings.add(
        switch (input.type().element()) {
          case Element.UnsignedByte _ -> new Meaning.Images(false, 1, false);
          case Element.Bit _ -> {
            coding = Optional.of(new PixelCoding.Binarized(LEVEL_OF_BITS));
            yield new Meaning.Images(true, 1, false);
          }
          case Element.BoundedInteger _, Element.Quantized _, Element.Real _ ->
              throw new TrainException(
                  "training needs an input of bytes (u8) or bits, but '"
                      + input.name()
                      + "' is "
                      + input.type());
        });
    findNeeded();
    for (int index = 1; index < network.nodes().size(); index++) {
      Node node = network.nodes().get(index);
      meanings.add(needed.contains(index) ? take(node) : new Meaning.Ended());
    }
    end();
    return new Plan(input.type().shape(), coding.orElseThrow(), values, stages);
  }

  private void findNeeded() {
    needed.add(network.nodes().size() - 1);
    for (int index = network.nodes().size() - 1; index > 0; index--) {
      if (needed.contains(index)) {
        for (int operand : network.nodes().get(index).operands()) {
          needed.add(operand);
          uses.merge(operand, 1, Integer::sum);
        }
      }
    }
  }

  private Meaning take(Node node) {
    return switch (node.layer()) {
      case Layer.Binarize binarize -> code(node, new PixelCoding.Binarized(binarize.at()));
      case Layer.Thermometer thermometer -> code(node, PixelCoding.Levels.of(thermometer));
      case Layer.Flatten _ -> flatten(node);
      case Layer.Dropout dropout -> dropOut(node, 1 - dropout.rate());
      case Layer.Dense dense -> dense(node, dense.units());
      case Layer.Conv conv -> conv(node, conv);
      case Layer.MaxPool pool -> maxPool(node, pool.window());
      case Layer.AvgPool pool -> average(node, pool.window());
      case Layer.Add _ -> add(node);
      case Layer.Concat _ -> concat(node);
      case Layer.BatchNorm _ -> norm(node);
      case Layer.Hardtanh _ -> {
        Meaning.Reals reals = reals(node);
        if (reals.hardtanh()) {
          throw unsupported(node);
        }
        yield new Meaning.Reals(reals.sums(), reals.norm(), reals.pool(), true, reals.flat());
      }
      case Layer.Sign sign -> steps(node, new Stage.Rule.Steps(1, sign.estimator()));
      case Layer.Quantize quantize ->
          steps(node, new Stage.Rule.Steps(quantize.bits(), quantize.estimator()));
      case Layer.Argmax _, Layer.Scores _ -> {
        boolean last = meanings.size() == network.nodes().size() - 1;
        if (last && !scores(reals(node))) {
          throw unsupported(node);
        }
        yield new Meaning.Ended();
      }
      case Layer.Input _ -> throw unsupported(node);
    };
  }

  private Meaning code(Node node, PixelCoding kind) {
    if (!(operand(node) instanceof Meaning.Images images)
        || images.coded()
        || !coding.orElse(kind).equals(kind)) {
      throw unsupported(node);
    }
    coding = Optional.of(kind);
    return new Meaning.Images(true, 1, images.flat());
  }

  private Meaning flatten(Node node) {
    return switch (operand(node)) {
      case Meaning.Images images -> new Meaning.Images(images.coded(), images.kept(), true);
      case Meaning.Codes codes -> new Meaning.Codes(codes.value(), codes.kept(), true);
      case Meaning.Sums sums -> new Meaning.Sums(sums.value(), true);
      case Meaning.Reals reals ->
          new Meaning.Reals(reals.sums(), reals.norm(), reals.pool(), reals.hardtanh(), true);
      case Meaning.Ended _ -> throw unsupported(node);
    };
  }

  private Meaning dropOut(Node node, double kept) {
    return switch (operand(node)) {
      case Meaning.Images images when images.coded() ->
          new Meaning.Images(true, images.kept() * kept, images.flat());
      case Meaning.Codes codes when bits(codes.value()) == 1 ->
          new Meaning.Codes(codes.value(), codes.kept() * kept, codes.flat());
      case Meaning.Images _, Meaning.Codes _, Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ ->
          throw unsupported(node);
    };
  }

  private Meaning dense(Node node, int units) {
    return switch (operand(node)) {
      case Meaning.Images images -> {
        if (!images.coded()) {
          code(node, new PixelCoding.BitPlanes());
        }
        boolean levels = coding.orElseThrow() instanceof PixelCoding.Levels;
        int value = levels ? flatChannelsLast(images(true)) : images(false);
        FeatureMap map = levels ? arranged() : new FeatureMap(input().size(), 1, 1);
        yield product(node, value, images.kept(), ONE_PLACE, 0, 1, map, units);
      }
      case Meaning.Codes codes -> {
        FeatureMap map = values.get(codes.value()).map();
        int value = flatChannelsLast(codes.value());
        yield product(node, value, codes.kept(), ONE_PLACE, 0, 1, map, units);
      }
      case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> throw unsupported(node);
    };
  }

  private Meaning conv(Node node, Layer.Conv conv) {
    Meaning operand = operand(node);
    boolean flat =
        switch (operand) {
          case Meaning.Images images -> images.flat() || !FeatureMap.fits(input());
          case Meaning.Codes codes -> codes.flat();
          case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> true;
        };
    if (flat) {
      throw unsupported(node);
    }
    if (operand instanceof Meaning.Images(boolean coded, double _, boolean _) && !coded) {
      code(node, new PixelCoding.BitPlanes());
    }
    Meaning.Codes codes = codes(node);
    FeatureMap map = values.get(codes.value()).map();
    Window window = conv.window();
    if (window.isPadded() && conv.fill() != 0) {
      String refused =
          values.get(codes.value()) instanceof Value.Pixels
              ? "bytes"
              : codes.kept() < 1 ? "what a dropout has left" : "";
      if (!refused.isEmpty()) {
        throw new TrainException(
            "network '%s' cannot be trained: '%s' pads %s with %+d; only 0 can be"
                .formatted(network.name(), node.name(), refused, conv.fill()));
      }
    }
    FeatureMap under =
        new FeatureMap(
            map.channels() / conv.groups(), window.rows().kernel(), window.columns().kernel());
    return product(
        node,
        codes.value(),
        codes.kept(),
        window,
        window.isPadded() ? conv.fill() : 0,
        conv.groups(),
        under,
        conv.channels());
  }

  private Meaning product(
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
    return new Meaning.Sums(add(sums), false);
  }

  private int integer(Node node, long largest) {
    if (largest > Integer.MAX_VALUE) {
      throw new TrainException(
          "'%s' of network '%s' has sums up to %d; the most is %d"
              .formatted(node.name(), network.name(), largest, Integer.MAX_VALUE));
    }
    return (int) largest;
  }

  private Meaning maxPool(Node node, Window window) {
    return switch (operand(node)) {
      case Meaning.Sums(int value, boolean flat) when !flat -> {
        Value.Sums sums = (Value.Sums) values.get(value);
        FeatureMap map = sums.map().under(window, sums.map().channels());
        stages.add(new Stage.LargestSum(window, value, values.size()));
        yield new Meaning.Sums(
            add(
                new Value.Sums(
                    node.name(), map, sums.largest(), sums.usual(), sums.terms(), sums.product())),
            false);
      }
      case Meaning.Reals reals
          when reals.pool().isEmpty() && !reals.hardtanh() && !reals.flat() -> {
        checkUsedOnce(node);
        yield new Meaning.Reals(reals.sums(), reals.norm(), Optional.of(window), false, false);
      }
      case Meaning.Codes _, Meaning.Images _ -> {
        int operand = placed(node);
        Value.Codes codes = (Value.Codes) values.get(operand);
        FeatureMap map = codes.map().under(window, codes.map().channels());
        stages.add(new Stage.LargestCode(window, operand, values.size()));
        yield new Meaning.Codes(add(new Value.Codes(node.name(), map, codes.bits())), 1, false);
      }
      case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> throw unsupported(node);
    };
  }

  private Meaning average(Node node, Window window) {
    int taps = window.taps();
    Value.Sums result;
    int operand;
    if (operand(node) instanceof Meaning.Sums(int value, boolean flat) && !flat) {
      Value.Sums sums = (Value.Sums) values.get(value);
      operand = value;
      result =
          new Value.Sums(
              node.name(),
              sums.map().under(window, sums.map().channels()),
              integer(node, (long) sums.largest() * taps),
              sums.usual(),
              integer(node, (long) sums.terms() * taps),
              sums.product());
    } else {
      operand = placed(node);
      Value.Codes codes = (Value.Codes) values.get(operand);
      if (codes.bits() > 1) {
        throw unsupported(node);
      }
      FeatureMap map = codes.map().under(window, codes.map().channels());
      result = new Value.Sums(node.name(), map, taps, 1, taps, OptionalInt.empty());
    }
    stages.add(new Stage.Average(window, operand, values.size()));
    return new Meaning.Sums(add(result), false);
  }

  private Meaning add(Node node) {
    boolean flat = isFlat(node);
    List<Integer> operands = new ArrayList<>();
    long largest = 0;
    double squares = 0;
    for (Meaning meaning : parts(node, flat)) {
      int value =
          switch (meaning) {
            case Meaning.Sums sums -> sums.value();
            case Meaning.Codes codes when bits(codes.value()) == 1 -> codes.value();
            case Meaning.Codes _, Meaning.Images _, Meaning.Reals _, Meaning.Ended _ ->
                throw unsupported(node);
          };
      switch (values.get(value)) {
        case Value.Sums sums -> {
          checkPlain(node, sums);
          largest += sums.largest();
          squares += sums.usual() * sums.usual();
        }
        case Value.Codes _, Value.Pixels _, Value.Scores _ -> {
          largest++;
          squares++;
        }
      }
      operands.add(value);
    }
    FeatureMap map = values.get(operands.getFirst()).map();
    stages.add(new Stage.Add(operands, values.size()));
    return new Meaning.Sums(
        add(
            new Value.Sums(
                node.name(),
                map,
                integer(node, largest),
                Math.sqrt(squares),
                1,
                OptionalInt.empty())),
        flat);
  }

  /** Refuses to add what stands for something that is no integer. */
  private void checkPlain(Node node, Value.Sums sums) {
    boolean biased =
        sums.product().isPresent()
            && ((Stage.Product) stages.get(sums.product().getAsInt())).hasBias();
    if (biased || sums.terms() > 1) {
      throw new TrainException(
          "network '%s' cannot be trained: '%s' adds '%s', which %s"
              .formatted(
                  network.name(),
                  node.name(),
                  sums.name(),
                  biased ? "has a bias" : "stands for a mean"));
    }
  }

  private Meaning concat(Node node) {
    boolean flat = false;
    List<Integer> operands = new ArrayList<>();
    int channels = 0;
    for (Meaning meaning : parts(node, false)) {
      if (!(meaning instanceof Meaning.Codes codes)) {
        throw unsupported(node);
      }
      flat |= codes.flat();
      operands.add(codes.value());
      channels += values.get(codes.value()).map().channels();
    }
    Value.Codes first = (Value.Codes) values.get(operands.getFirst());
    FeatureMap map = new FeatureMap(channels, first.map().height(), first.map().width());
    stages.add(new Stage.Concat(operands, values.size()));
    return new Meaning.Codes(add(new Value.Codes(node.name(), map, first.bits())), 1, flat);
  }

  /** Whether all operands are flat views of maps alike, which can be worked on as maps. */
  private boolean isFlat(Node node) {
    Set<FeatureMap> maps = new HashSet<>();
    for (int operand : node.operands()) {
      switch (meanings.get(operand)) {
        case Meaning.Codes(int value, double _, boolean flat) when flat ->
            maps.add(values.get(value).map());
        case Meaning.Sums(int value, boolean flat) when flat -> maps.add(values.get(value).map());
        case Meaning.Codes _,
            Meaning.Sums _,
            Meaning.Images _,
            Meaning.Reals _,
            Meaning.Ended _ -> {
          return false;
        }
      }
    }
    return maps.size() == 1;
  }

  /**
   * The operands of a node that joins.
   *
   * @param asMaps whether flat views may stay maps
   */
  private List<Meaning> parts(Node node, boolean asMaps) {
    List<Meaning> parts = new ArrayList<>();
    for (int index = 0; index < node.operands().size(); index++) {
      Meaning meaning = meanings.get(node.operands().get(index));
      if (meaning instanceof Meaning.Images) {
        meaning = codes(node, index);
      }
      switch (meaning) {
        case Meaning.Codes(int value, double kept, boolean flat) -> {
          if (kept < 1) {
            throw unsupported(node);
          }
          parts.add(
              flat && !asMaps
                  ? new Meaning.Codes(flattened(value, false), 1, true)
                  : new Meaning.Codes(value, 1, flat));
        }
        case Meaning.Sums(int value, boolean flat) ->
            parts.add(
                flat && !asMaps
                    ? new Meaning.Sums(flattened(value, false), true)
                    : new Meaning.Sums(value, flat));
        case Meaning.Images _, Meaning.Reals _, Meaning.Ended _ -> throw unsupported(node);
      }
    }
    return parts;
  }

  private Meaning norm(Node node) {
    if (!(operand(node) instanceof Meaning.Sums(int value, boolean flat))) {
      throw unsupported(node);
    }
    int sums = flat ? flattened(value, false) : value;
    return new Meaning.Reals(sums, Optional.of(node), Optional.empty(), false, flat);
  }

  private Meaning steps(Node node, Stage.Rule.Steps rule) {
    Meaning.Reals reals = reals(node);
    Value sums = values.get(reals.sums());
    FeatureMap map =
        reals.pool().map(pool -> sums.map().under(pool, sums.map().channels())).orElse(sums.map());
    stages.add(activation(reals, rule));
    return new Meaning.Codes(add(new Value.Codes(node.name(), map, rule.bits())), 1, reals.flat());
  }

  private Stage.Activation activation(Meaning.Reals reals, Stage.Rule rule) {
    return new Stage.Activation(
        reals.sums(), reals.norm(), reals.pool(), reals.hardtanh(), rule, values.size());
  }

  /** Ends the plan with scores, unless what they would be is clamped or pooled. */
  private boolean scores(Meaning.Reals reals) {
    if (reals.hardtanh() || reals.pool().isPresent()) {
      return false;
    }
    stages.add(activation(reals, new Stage.Rule.Scores()));
    Value sums = values.get(reals.sums());
    add(new Value.Scores(reals.norm().map(Node::name).orElse(sums.name()), sums.map()));
    ended = true;
    return true;
  }

  private void end() {
    if (ended) {
      return;
    }
    boolean closed =
        switch (meanings.getLast()) {
          case Meaning.Sums(int value, boolean flat) ->
              scores(new Meaning.Reals(value, Optional.empty(), Optional.empty(), false, flat));
          case Meaning.Reals reals -> scores(reals);
          case Meaning.Images _, Meaning.Codes _, Meaning.Ended _ -> false;
        };
    if (!closed) {
      throw new TrainException(
          "network '"
              + network.name()
              + "' cannot be trained: its last block must be a dense layer that gives the"
              + " scores, not '"
              + network.output().name()
              + "'");
    }
  }

  private Meaning operand(Node node) {
    return meanings.get(node.operands().getFirst());
  }

  /** Sums or reals that a node takes, as reals. */
  private Meaning.Reals reals(Node node) {
    return switch (operand(node)) {
      case Meaning.Sums(int value, boolean flat) ->
          new Meaning.Reals(value, Optional.empty(), Optional.empty(), false, flat);
      case Meaning.Reals reals -> {
        checkUsedOnce(node);
        yield reals;
      }
      case Meaning.Images _, Meaning.Codes _, Meaning.Ended _ -> throw unsupported(node);
    };
  }

  private void checkUsedOnce(Node node) {
    int operand = node.operands().getFirst();
    if (uses.getOrDefault(operand, 0) > 1) {
      throw new TrainException(
          "network '%s' cannot be trained: the values of '%s' go to several layers, which only sums"
                  .formatted(network.name(), network.nodes().get(operand).name())
              + " and what a sign gives can");
    }
  }

  private Meaning.Codes codes(Node node) {
    return codes(node, 0);
  }

  /** Codes that a node takes, or pixels. */
  private Meaning.Codes codes(Node node, int index) {
    return switch (meanings.get(node.operands().get(index))) {
      case Meaning.Codes codes -> codes;
      case Meaning.Images images -> {
        if (coding.isEmpty()
            || !(images.coded() || coding.get() instanceof PixelCoding.BitPlanes)) {
          throw unsupported(node);
        }
        yield new Meaning.Codes(images(true), images.kept(), images.flat());
      }
      case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> throw unsupported(node);
    };
  }

  /** Codes with places that a node takes, of which nothing is left out. */
  private int placed(Node node) {
    Meaning.Codes codes = codes(node);
    if (codes.flat() || codes.kept() < 1 || bits(codes.value()) == 0) {
      throw unsupported(node);
    }
    return codes.value();
  }

  private int bits(int value) {
    return values.get(value) instanceof Value.Codes codes ? codes.bits() : 0;
  }

  private Shape input() {
    return network.input().type().shape();
  }

  /** The images in rows of channels: what the coding makes of their shape. */
  private FeatureMap arranged() {
    FeatureMap map =
        FeatureMap.fits(input()) ? FeatureMap.of(input()) : new FeatureMap(input().size(), 1, 1);
    return new FeatureMap(
        map.channels() * coding.orElseThrow().levels(), map.height(), map.width());
  }

  /** The value that holds the images, added where it is missing. */
  private int images(boolean places) {
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

  private int flatChannelsLast(int value) {
    return flattened(value, true);
  }

  /** The value as a vector: itself, or what a stage makes of it. */
  private int flattened(int value, boolean channelsLast) {
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

  private TrainException unsupported(Node node) {
    return new TrainException(
        "network '"
            + network.name()
            + "' cannot be trained: '"
            + node.name()
            + "' is out of place");
  }
}
