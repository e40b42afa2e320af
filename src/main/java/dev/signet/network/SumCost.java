package dev.signet.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sums of a network as hardware counts them, from 0 up, and what is compared with them.
 *
 * @param network of which
 */
record SumCost(Network network) {

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
    Borders borders = borders(source);
    long channels = source.type().shape().extents().getFirst();
    // A threshold is one of the counts, or one above them that is never reached.
    long largest = largestCount(source) + 1;
    return new NetworkCost.Thresholds(
        activation.name(),
        channels * borders.kinds() * steps,
        Long.SIZE - Long.numberOfLeadingZeros(largest));
  }

  /** The largest count of a sum; a bit is a sum of one. */
  private long largestCount(Node node) {
    return switch (node.layer()) {
      case Layer.Dense _, Layer.Conv _ ->
          Network.weightCount(network, node)
              / node.type().shape().extents().getFirst()
              * largestElement(operand(node).type().element());
      case Layer.AvgPool pool -> pool.window().taps() * largestCount(operand(node));
      case Layer.Add _ -> operands(node).mapToLong(this::largestCount).sum();
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Thermometer _,
          Layer.Flatten _,
          Layer.MaxPool _,
          Layer.Concat _,
          Layer.Sign _,
          Layer.Dropout _ ->
          1;
      case Layer.BatchNorm _, Layer.Hardtanh _, Layer.Quantize _, Layer.Argmax _, Layer.Scores _ ->
          throw new IllegalArgumentException(node.name() + " is no sum");
    };
  }

  private static long largestElement(Element element) {
    return switch (element) {
      case Element.Bit _ -> 1;
      case Element.UnsignedByte _ -> 255;
      case Element.Quantized quantized -> quantized.largest();
      case Element.BoundedInteger _, Element.Real _ ->
          throw new IllegalArgumentException("products of " + element);
    };
  }

  /**
   * What is missing from the sums of each row and of each column.
   *
   * @param rows for each row how many terms its windows lack, in order
   * @param columns the same of columns
   */
  private record Borders(List<List<Integer>> rows, List<List<Integer>> columns) {
    static Borders none(FeatureMap map) {
      return new Borders(
          Collections.nCopies(map.height(), List.of()),
          Collections.nCopies(map.width(), List.of()));
    }

    long kinds() {
      return (long) Set.copyOf(rows).size() * Set.copyOf(columns).size();
    }

    Borders and(Borders other) {
      return new Borders(joined(rows, other.rows), joined(columns, other.columns));
    }

    private static List<List<Integer>> joined(List<List<Integer>> some, List<List<Integer>> more) {
      return IntStream.range(0, some.size())
          .mapToObj(at -> Stream.of(some, more).flatMap(all -> all.get(at).stream()).toList())
          .toList();
    }

    Borders under(Window window) {
      return new Borders(gathered(rows, window.rows()), gathered(columns, window.columns()));
    }

    private static List<List<Integer>> gathered(List<List<Integer>> all, Window.Extent window) {
      List<List<Integer>> gathered = new ArrayList<>();
      for (int result = 0; result < window.results(all.size()); result++) {
        int first = window.first(result);
        gathered.add(
            all.subList(first, first + window.kernel()).stream().flatMap(List::stream).toList());
      }
      return gathered;
    }
  }

  private Borders borders(Node node) {
    if (node.type().shape().rank() == 1) {
      return Borders.none(new FeatureMap(1, 1, 1));
    }
    FeatureMap map = FeatureMap.of(node.type().shape());
    return switch (node.layer()) {
      case Layer.Conv conv when isPaddedWithNothing(node, conv) -> {
        FeatureMap input = FeatureMap.of(operand(node).type().shape());
        yield new Borders(
            missing(conv.window().rows(), input.height()),
            missing(conv.window().columns(), input.width()));
      }
      case Layer.AvgPool pool -> borders(operand(node)).under(pool.window());
      case Layer.Add _ -> operands(node).map(this::borders).reduce(Borders.none(map), Borders::and);
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Thermometer _,
          Layer.Flatten _,
          Layer.Dense _,
          Layer.Conv _,
          Layer.MaxPool _,
          Layer.Concat _,
          Layer.BatchNorm _,
          Layer.Hardtanh _,
          Layer.Sign _,
          Layer.Quantize _,
          Layer.Dropout _,
          Layer.Argmax _,
          Layer.Scores _ ->
          Borders.none(map);
    };
  }

  /** A byte of 0 is a term like any other; a sign has no 0. */
  private boolean isPaddedWithNothing(Node node, Layer.Conv conv) {
    return conv.fill() == 0
        && conv.window().isPadded()
        && !(operand(node).type().element() instanceof Element.UnsignedByte);
  }

  private static List<List<Integer>> missing(Window.Extent window, int length) {
    return IntStream.range(0, window.results(length))
        .mapToObj(
            result ->
                List.of(
                    Math.max(0, -window.first(result)),
                    Math.max(0, window.first(result) + window.kernel() - length)))
        .toList();
  }

  private Stream<Node> operands(Node node) {
    return node.operands().stream().map(network.nodes()::get);
  }

  private Node operand(Node node) {
    return network.nodes().get(node.operands().getFirst());
  }
}
