package dev.signet.lower;

import dev.signet.ir.Borders;
import dev.signet.lower.LayerSums.Counts;
import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the counts of each layer stand for, worked out before anything is lowered. */
final class SumAnalysis {
  private final Model model;
  private final Map<Node, LayerSums> sums = new HashMap<>();

  /**
   * Analyses nodes.
   *
   * @param nodes in topological order
   * @throws LoweringException when sums exceed 31 bits, or are added up that are more than integers
   */
  SumAnalysis(Model model, List<Node> nodes) {
    this.model = model;
    for (Node node : nodes) {
      try {
        analyse(node).ifPresent(found -> sums.put(node, found));
      } catch (LoweringException e) {
        throw new LoweringException(node.name() + ": " + e.getMessage());
      }
    }
  }

  /** Of a layer's own sums, where it has some: a pool of maxima has none. */
  Optional<LayerSums> of(Node node) {
    return Optional.ofNullable(sums.get(node));
  }

  /** The map of a shape; a vector is one with one place. */
  static FeatureMap map(Shape shape) {
    return shape.rank() == 1 ? new FeatureMap(shape.size(), 1, 1) : FeatureMap.of(shape);
  }

  private Optional<LayerSums> analyse(Node node) {
    return switch (node.layer()) {
      case Layer.Dense _ -> Optional.of(dense(node));
      case Layer.Conv conv -> Optional.of(conv(node, conv));
      case Layer.AvgPool(Window window) -> Optional.of(pooled(ofTerms(operand(node)), window));
      case Layer.Add _ -> Optional.of(added(node));
      case Layer.Flatten _ -> of(operand(node)).map(LayerSums::flattened);
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Thermometer _,
          Layer.MaxPool _,
          Layer.Concat _,
          Layer.BatchNorm _,
          Layer.Hardtanh _,
          Layer.Sign _,
          Layer.Quantize _,
          Layer.Dropout _,
          Layer.Argmax _,
          Layer.Scores _ ->
          Optional.empty();
    };
  }

  private LayerSums dense(Node node) {
    float[] latent = model.latentWeights(node).values();
    Node operand = operand(node);
    int columns = operand.type().shape().size();
    List<Counts> counts =
        IntStream.range(0, node.type().shape().size())
            .map(row -> negatives(latent, row * columns, columns))
            .mapToObj(n -> SumRange.ofProduct(operand.type().element(), columns, n))
            .map(range -> new Counts(0, range))
            .toList();
    return LayerSums.uniform(map(node.type().shape()), counts, bias(node));
  }

  private static int negatives(float[] latent, int start, int count) {
    int negatives = 0;
    for (int k = start; k < start + count; k++) {
      negatives += latent[k] >= 0 ? 0 : 1;
    }
    return negatives;
  }

  private LayerSums conv(Node node, Layer.Conv conv) {
    Element element = operand(node).type().element();
    Window window = conv.window();
    FeatureMap from = map(operand(node).type().shape());
    if (conv.fill() != 0 && window.isPadded() && element instanceof Element.UnsignedByte) {
      throw new LoweringException("bytes are padded with 0 only");
    }
    int channels = from.channels() / conv.groups();
    int[] negatives = negativesOfTaps(model.latentWeights(node), window.taps(), channels);
    boolean lacksTerms =
        conv.fill() == 0 && window.isPadded() && !(element instanceof Element.UnsignedByte);
    FeatureMap to = map(node.type().shape());
    return LayerSums.of(
        to,
        lacksTerms ? PlaceClasses.underPaddedWindow(from, window) : Borders.NONE,
        (row, column, channel) -> {
          int all = 0;
          int present = 0;
          int terms = lacksTerms ? 0 : window.taps();
          for (int tap = 0; tap < window.taps(); tap++) {
            int here = negatives[channel * window.taps() + tap];
            all += here;
            if (lacksTerms && isInside(from, window, row, column, tap)) {
              present += here;
              terms++;
            }
          }
          // A tap outside of the map is a bit 0, which agrees with a weight of −1.
          int first = lacksTerms ? SumRange.largest(element) * (all - present) : 0;
          return new Counts(first, SumRange.ofProduct(element, terms * channels, all));
        },
        bias(node),
        1);
  }

  private static boolean isInside(FeatureMap map, Window window, int row, int column, int tap) {
    int width = window.columns().kernel();
    int y = window.rows().first(row) + tap / width;
    int x = window.columns().first(column) + tap % width;
    return y >= 0 && y < map.height() && x >= 0 && x < map.width();
  }

  /** How many weights of −1 there are at each tap, {@code [rows, taps]}. */
  private static int[] negativesOfTaps(FloatTensor latent, int taps, int channels) {
    int rows = latent.shape().extents().getFirst();
    int[] negatives = new int[rows * taps];
    for (int k = 0; k < latent.values().length; k++) {
      int row = k / (channels * taps);
      negatives[row * taps + k % taps] += latent.values()[k] >= 0 ? 0 : 1;
    }
    return negatives;
  }

  private static LayerSums pooled(LayerSums sums, Window window) {
    return LayerSums.of(
        sums.map().under(window, sums.map().channels()),
        PlaceClasses.underWindow(sums.map(), sums.borders(), window),
        (row, column, channel) ->
            IntStream.range(0, window.taps())
                .mapToObj(
                    tap ->
                        sums.at(
                            window.rows().first(row) + tap / window.columns().kernel(),
                            window.columns().first(column) + tap % window.columns().kernel(),
                            channel))
                .reduce(Counts::plus)
                .orElseThrow(),
        sums.bias(),
        Math.multiplyExact(sums.terms(), window.taps()));
  }

  private LayerSums added(Node node) {
    LayerSums all = addend(model.network().nodes().get(node.operands().getFirst()));
    for (int operand : node.operands().subList(1, node.operands().size())) {
      LayerSums left = all;
      LayerSums right = addend(model.network().nodes().get(operand));
      all =
          LayerSums.of(
              left.map(),
              PlaceClasses.joined(left.map(), left.borders(), right.borders()),
              (row, column, channel) ->
                  left.at(row, column, channel).plus(right.at(row, column, channel)),
              Optional.empty(),
              1);
    }
    return all;
  }

  private LayerSums addend(Node node) {
    LayerSums terms = ofTerms(node);
    if (terms.bias().isPresent()) {
      throw notSupported("adding " + node.name() + ", which has a bias,");
    }
    if (terms.terms() != 1) {
      throw notSupported("adding " + node.name() + ", which is an average,");
    }
    return terms;
  }

  /** The sums of a layer, or its elements as sums of one term. */
  private LayerSums ofTerms(Node node) {
    return switch (node.type().element()) {
      case Element.BoundedInteger _ ->
          of(node).orElseThrow(() -> notSupported("adding up " + node.name()));
      case Element.Real _ -> throw notSupported("adding up " + node.name());
      case Element.Bit _, Element.Quantized _, Element.UnsignedByte _ -> {
        FeatureMap map = map(node.type().shape());
        Counts one = new Counts(0, SumRange.ofElement(node.type().element()));
        yield LayerSums.uniform(
            map, IntStream.range(0, map.channels()).mapToObj(_ -> one).toList(), Optional.empty());
      }
    };
  }

  private static LoweringException notSupported(String what) {
    return new LoweringException(what + " is not supported");
  }

  private Optional<float[]> bias(Node product) {
    return model.bias(product).map(FloatTensor::values);
  }

  private Node operand(Node node) {
    return model.network().nodes().get(node.operands().getFirst());
  }
}
