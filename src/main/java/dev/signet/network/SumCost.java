package dev.signet.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The sums of a network as hardware counts them, from 0 up, and what is compared with them. */
final class SumCost {
  private final Network network;
  private final Map<Integer, Counts> counts = new HashMap<>();

  SumCost(Network network) {
    this.network = network;
    for (int index = 0; index < network.nodes().size(); index++) {
      counts.put(index, counts(network.nodes().get(index)));
    }
  }

  /**
   * The counts of a layer of sums; a bit is a sum of one.
   *
   * @param largest the largest count
   * @param step what one more count adds to the sum: bits and quantized elements are odd integers
   * @param rows for each row of the map which kind it is, by what its windows lack at the border
   * @param columns the same of columns
   */
  private record Counts(long largest, int step, List<Integer> rows, List<Integer> columns) {
    static Counts alike(long largest, int step, FeatureMap map) {
      return new Counts(largest, step, kinds(map.height(), _ -> 0), kinds(map.width(), _ -> 0));
    }

    Counts plus(Counts other) {
      int common = Math.min(step, other.step);
      return new Counts(
          step / common * largest + other.step / common * other.largest,
          common,
          kinds(rows.size(), row -> List.of(rows.get(row), other.rows.get(row))),
          kinds(columns.size(), column -> List.of(columns.get(column), other.columns.get(column))));
    }

    Counts under(Window window) {
      return new Counts(
          window.taps() * largest,
          step,
          under(window.rows(), rows),
          under(window.columns(), columns));
    }

    private static List<Integer> under(Window.Extent extent, List<Integer> all) {
      return kinds(
          extent.results(all.size()),
          result -> all.subList(extent.first(result), extent.first(result) + extent.kernel()));
    }

    /** Numbers what is true of each place. */
    static List<Integer> kinds(int places, IntFunction<Object> truth) {
      Map<Object, Integer> known = new HashMap<>();
      List<Integer> kinds = new ArrayList<>();
      for (int place = 0; place < places; place++) {
        kinds.add(known.computeIfAbsent(truth.apply(place), _ -> known.size()));
      }
      return kinds;
    }

    long kindsOfPlaces() {
      return rows.stream().distinct().count() * columns.stream().distinct().count();
    }
  }

  private Counts counts(Node node) {
    Shape shape = node.type().shape();
    FeatureMap map =
        FeatureMap.fits(shape) ? FeatureMap.of(shape) : new FeatureMap(shape.size(), 1, 1);
    return switch (node.layer()) {
      case Layer.Dense _ -> Counts.alike(largestOfProduct(node), stepOfProduct(node), map);
      case Layer.Conv conv ->
          new Counts(
              largestOfProduct(node),
              stepOfProduct(node),
              missing(node, conv, conv.window().rows(), FeatureMap::height),
              missing(node, conv, conv.window().columns(), FeatureMap::width));
      case Layer.AvgPool pool -> countsOf(node.operands().getFirst()).under(pool.window());
      case Layer.Add _ ->
          node.operands().stream().map(this::countsOf).reduce(Counts::plus).orElseThrow();
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Thermometer _,
          Layer.Flatten _,
          Layer.MaxPool _,
          Layer.Concat _,
          Layer.BatchNorm _,
          Layer.Hardtanh _,
          Layer.Sign _,
          Layer.Quantize _,
          Layer.Dropout _,
          Layer.Argmax _,
          Layer.Scores _ ->
          Counts.alike(1, 2, map);
    };
  }

  private Counts countsOf(int node) {
    Counts known = counts.get(node);
    if (known == null) {
      throw new IllegalArgumentException("node " + node + " of " + network.name());
    }
    return known;
  }

  private long largestOfProduct(Node product) {
    long inputs =
        Network.weightCount(network, product) / product.type().shape().extents().getFirst();
    return inputs
        * switch (operand(product).type().element()) {
          case Element.Bit _ -> 1;
          case Element.UnsignedByte _ -> 255;
          case Element.Quantized quantized -> quantized.largest();
          case Element.BoundedInteger _, Element.Real _ ->
              throw new IllegalArgumentException(product.name() + " takes sums");
        };
  }

  private int stepOfProduct(Node product) {
    return operand(product).type().element() instanceof Element.UnsignedByte ? 1 : 2;
  }

  /** What each window lacks. A byte of 0 is a term like any other; a sign has no 0. */
  private List<Integer> missing(Node node, Layer.Conv conv, Window.Extent window, Side side) {
    int length = side.of(FeatureMap.of(operand(node).type().shape()));
    boolean lacking = conv.fill() == 0 && stepOfProduct(node) == 2;
    return Counts.kinds(
        window.results(length),
        result ->
            lacking
                ? List.of(
                    Math.max(0, -window.first(result)),
                    Math.max(0, window.first(result) + window.kernel() - length))
                : List.of());
  }

  private interface Side {
    int of(FeatureMap map);
  }

  /** The layer whose sums a sign, quantize, argmax or scores sees. */
  Node source(Node node) {
    Node before = operand(node);
    while (passesSums(before)) {
      before = operand(before);
    }
    return before;
  }

  /** Whether scores are more than their sums: normalized, or with a bias. */
  boolean isScaled(Node output) {
    Node before = operand(output);
    while (passesSums(before)) {
      if (before.layer() instanceof Layer.BatchNorm) {
        return true;
      }
      before = operand(before);
    }
    return hasBias(before);
  }

  private boolean hasBias(Node source) {
    return (source.layer() instanceof Layer.Dense dense && dense.bias())
        || (source.layer() instanceof Layer.Conv conv && conv.bias())
        || (source.layer() instanceof Layer.AvgPool && hasBias(operand(source)));
  }

  private static boolean passesSums(Node node) {
    return node.layer() instanceof Layer.BatchNorm
        || node.layer() instanceof Layer.Hardtanh
        || node.layer() instanceof Layer.MaxPool
        || node.layer() instanceof Layer.Flatten;
  }

  /**
   * The thresholds of a sign or quantize: one for each channel and step, and where padding adds
   * nothing to a sum, for each kind of border.
   */
  NetworkCost.Thresholds thresholds(Node activation, int steps) {
    Node source = source(activation);
    Counts sums = countsOf(network.nodes().indexOf(source));
    long channels = source.type().shape().extents().getFirst();
    // A threshold is one of the counts, or one above them that is never reached.
    return new NetworkCost.Thresholds(
        activation.name(),
        channels * sums.kindsOfPlaces() * steps,
        Long.SIZE - Long.numberOfLeadingZeros(sums.largest() + 1));
  }

  private Node operand(Node node) {
    return network.nodes().get(node.operands().getFirst());
  }
}
