package dev.signet.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.NetworkCost.Operations;
import dev.signet.network.NetworkCost.Thresholds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Thresholds and operations of maps against counting place by place. */
class NetworkCostProperties {
  private static final Element BIT = new Element.Bit();
  private static final Element REAL = new Element.Real();

  /** Builds a network node by node; results of sums are given ranges that nothing here reads. */
  private static final class Graph {
    private final List<Node> nodes = new ArrayList<>();

    Graph(Element element, Integer... extents) {
      nodes.add(
          new Node("x", new Layer.Input(), List.of(), new TensorType(element, Shape.of(extents))));
    }

    int add(Layer layer, Element element, Shape shape, Integer... operands) {
      nodes.add(
          new Node(
              layer.getClass().getSimpleName().toLowerCase(Locale.ROOT) + nodes.size(),
              layer,
              List.of(operands),
              new TensorType(element, shape)));
      return nodes.size() - 1;
    }

    int conv(int operand, int channels, Window window, int fill, int groups) {
      Shape shape = nodes.get(operand).type().shape();
      return add(
          new Layer.Conv(channels, window, fill, groups, false),
          new Element.BoundedInteger(-1, 1),
          FeatureMap.of(shape).under(window, channels).shape(shape.rank()),
          operand);
    }

    int same(Layer layer, Element element, int operand) {
      return add(layer, element, nodes.get(operand).type().shape(), operand);
    }

    int pool(Layer layer, Window window, int operand) {
      TensorType type = nodes.get(operand).type();
      FeatureMap map = FeatureMap.of(type.shape());
      return add(
          layer,
          type.element(),
          map.under(window, map.channels()).shape(type.shape().rank()),
          operand);
    }

    NetworkCost cost() {
      return NetworkCost.of(
          new Network("n", nodes, "y", TrainingRecipe.defaults(), HardwareGoals.defaults()));
    }
  }

  private static Window square(int kernel, int stride, int before, int after) {
    Window.Extent extent = new Window.Extent(kernel, stride, before, after);
    return new Window(extent, extent);
  }

  /** Which taps of a window lie on the map, place by place. */
  private static long differentPlaces(Window window, FeatureMap map) {
    Set<Set<Integer>> kinds = new HashSet<>();
    FeatureMap result = map.under(window, 1);
    for (int row = 0; row < result.height(); row++) {
      for (int column = 0; column < result.width(); column++) {
        Set<Integer> taps = new HashSet<>();
        for (int y = 0; y < window.rows().kernel(); y++) {
          for (int x = 0; x < window.columns().kernel(); x++) {
            int atRow = row * window.rows().stride() - window.rows().before() + y;
            int atColumn = column * window.columns().stride() - window.columns().before() + x;
            if (atRow >= 0 && atRow < map.height() && atColumn >= 0 && atColumn < map.width()) {
              taps.add(y * window.columns().kernel() + x);
            }
          }
        }
        kinds.add(taps);
      }
    }
    return kinds.size();
  }

  @Property(tries = 150)
  void everyKindOfBorderHasThresholdsWhereNothingIsPaddedIn(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 0, max = 4) int padding,
      @ForAll @IntRange(min = -1, max = 1) int fill) {
    int used = Math.min(padding, kernel - 1);
    Window window = square(kernel, stride, used, Math.max(0, used - 1));
    FeatureMap map = new FeatureMap(2, height, width);
    if (map.under(window, 1).height() < 1 || map.under(window, 1).width() < 1) {
      return;
    }
    Graph graph = new Graph(BIT, 2, height, width);
    int conv = graph.conv(0, 3, window, fill, 1);
    graph.same(new Layer.Sign(), BIT, graph.same(new Layer.BatchNorm(1e-5f, 0.1f), REAL, conv));

    long kinds = fill == 0 ? differentPlaces(window, map) : 1;
    long largest = 2L * kernel * kernel;
    assertThat(graph.cost().thresholds())
        .containsExactly(
            new Thresholds("sign3", 3 * kinds, Long.toBinaryString(largest + 1).length()));
  }

  @Example
  void poolsStandBehindTheThresholds() {
    Graph graph = new Graph(BIT, 1, 8, 8);
    int conv = graph.conv(0, 4, square(3, 1, 1, 1), 0, 1);
    int pool = graph.pool(new Layer.MaxPool(square(2, 2, 0, 0)), square(2, 2, 0, 0), conv);
    graph.same(new Layer.Sign(), BIT, graph.same(new Layer.BatchNorm(1e-5f, 0.1f), REAL, pool));

    // 0 … 9 of 9 terms, and never: 11 values, in nine kinds of places of the map before the pool.
    assertThat(graph.cost().thresholds()).containsExactly(new Thresholds("sign4", 4 * 9, 4));
  }

  @Example
  void bordersOfAllAddendsCount() {
    Graph graph = new Graph(BIT, 4, 8, 8);
    int wide = graph.conv(0, 4, square(5, 1, 2, 2), 0, 1);
    int narrow = graph.conv(0, 4, square(3, 1, 1, 1), 0, 1);
    int sum =
        graph.add(
            new Layer.Add(), new Element.BoundedInteger(-1, 1), Shape.of(4, 8, 8), wide, narrow, 0);
    graph.same(new Layer.Sign(), BIT, sum);

    // Counts to 4·25 + 4·9 + 1 and one above; rows 0, 1, 2 … 5, 6, 7 differ, and so do columns.
    assertThat(graph.cost().thresholds()).containsExactly(new Thresholds("sign4", 4 * 25, 8));
  }

  @Example
  void sumsOfBitsCountTwiceBesideSumsOfBytes() {
    Graph graph = new Graph(new Element.UnsignedByte(), 1, 4, 4);
    int bits = graph.same(new Layer.Binarize(128), BIT, 0);
    int ofBytes = graph.conv(0, 2, square(3, 1, 0, 0), 0, 1);
    int ofBits = graph.conv(bits, 2, square(3, 1, 0, 0), 0, 1);
    int sum =
        graph.add(
            new Layer.Add(), new Element.BoundedInteger(-1, 1), Shape.of(2, 2, 2), ofBytes, ofBits);
    graph.same(new Layer.Sign(), BIT, sum);

    // 255 · 9 + 2 · 9 = 2,313 and never.
    assertThat(graph.cost().thresholds()).containsExactly(new Thresholds("sign5", 2, 12));
  }

  @Example
  void sumsOfSumsAreCountedOnceHoweverOftenTheyAreUsed() {
    Graph graph = new Graph(BIT, 1, 8, 8);
    int sum = graph.conv(0, 1, square(3, 1, 1, 1), 0, 1);
    for (int time = 0; time < 25; time++) {
      sum =
          graph.add(
              new Layer.Add(), new Element.BoundedInteger(-1, 1), Shape.of(1, 8, 8), sum, sum);
    }
    graph.same(new Layer.Sign(), BIT, sum);

    assertThat(graph.cost().thresholds()).containsExactly(new Thresholds("sign27", 9, 29));
  }

  @Example
  void averagesAddUpBordersAndCounts() {
    Graph graph = new Graph(BIT, 1, 8, 8);
    int conv = graph.conv(0, 4, square(3, 1, 1, 1), 0, 1);
    int pool = graph.pool(new Layer.AvgPool(square(2, 2, 0, 0)), square(2, 2, 0, 0), conv);
    graph.same(new Layer.Sign(), BIT, pool);

    // Sums of 4 · 9 terms: 0 … 36 and never; rows 0, 1 … 2 and 3 of the pooled map differ.
    assertThat(graph.cost().thresholds()).containsExactly(new Thresholds("sign3", 4 * 9, 6));
  }

  @Example
  void bytesArePaddedWithWhatTheyAre() {
    Graph graph = new Graph(new Element.UnsignedByte(), 3, 8, 8);
    int conv = graph.conv(0, 4, square(3, 1, 1, 1), 0, 1);
    graph.same(new Layer.Sign(), BIT, conv);

    // 255 · 27 + 1 counts and never: 6,887 values.
    assertThat(graph.cost().thresholds()).containsExactly(new Thresholds("sign2", 4, 13));
    assertThat(graph.cost().operations()).isEqualTo(new Operations(0, 0, 4 * 27 * 64, 0));
  }

  @Example
  void quantizedElementsHaveStepsAndWiderSums() {
    Graph graph = new Graph(BIT, 3, 8, 8);
    int conv = graph.conv(0, 6, square(3, 1, 0, 0), 0, 1);
    int quantize =
        graph.same(new Layer.Quantize(2, Layer.Estimator.HARDTANH), new Element.Quantized(2), conv);
    int second = graph.conv(quantize, 6, square(3, 1, 0, 0), 0, 3);
    graph.same(new Layer.Sign(), BIT, second);

    assertThat(graph.cost().thresholds())
        .containsExactly(
            // Three steps of each channel, of sums of 27 bits.
            new Thresholds("quantize2", 3 * 6, 5),
            // Two channels a group: sums of 18 elements up to 3, 0 … 54 and never.
            new Thresholds("sign4", 6, 6));
    assertThat(graph.cost().operations()).isEqualTo(new Operations(6 * 27 * 36, 6 * 18 * 16, 0, 0));
    assertThat(graph.cost().operations().binarizedShare())
        .isEqualTo(6.0 * 27 * 36 / (6 * 27 * 36 + 6 * 18 * 16));
  }

  @Example
  void scoresOfAConvolutionAreScaledWhereItIsNormalized() {
    Graph plain = new Graph(BIT, 3, 4, 4);
    int sums = plain.conv(0, 7, square(4, 1, 0, 0), 0, 1);
    int flat = plain.add(new Layer.Flatten(), new Element.BoundedInteger(-1, 1), Shape.of(7), sums);
    plain.add(new Layer.Argmax(List.of()), new Element.BoundedInteger(0, 6), Shape.of(1), flat);
    assertThat(plain.cost().scaledClasses()).isZero();

    Graph normed = new Graph(BIT, 3, 4, 4);
    sums = normed.conv(0, 7, square(4, 1, 0, 0), 0, 1);
    int norm = normed.same(new Layer.BatchNorm(1e-5f, 0.1f), REAL, sums);
    flat = normed.add(new Layer.Flatten(), REAL, Shape.of(7), norm);
    normed.add(new Layer.Scores(), REAL, Shape.of(7), flat);
    assertThat(normed.cost().scaledClasses()).isEqualTo(7);
  }
}
