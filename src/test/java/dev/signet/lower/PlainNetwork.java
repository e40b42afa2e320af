package dev.signet.lower;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Node;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;

/**
 * A network as its text says: tensors {@code [channels, height, width]}, signs of −1 and +1,
 * padding that is not there, float32 between sums and signs. Written for sight, not for speed.
 */
public final class PlainNetwork {
  private final Model model;
  private final List<Tensor> tensors = new ArrayList<>();

  /**
   * One value. Elements and sums are integers; reals are what float32 makes of them.
   *
   * @param integers sums, or elements: ±1, odd integers, bytes
   * @param bias what float32 adds to each sum
   * @param terms by what it divides it before
   * @param reals the values behind a batch norm; empty elsewhere
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Tensor(int[] integers, float[] bias, int terms, float[] reals) {
    static Tensor of(int[] integers) {
      return new Tensor(integers, new float[integers.length], 1, new float[0]);
    }

    float value(int k) {
      return reals.length > 0 ? reals[k] : (float) integers[k] / terms + bias[k];
    }
  }

  private PlainNetwork(Model model) {
    this.model = model;
  }

  /** The last layer: its sums, and what float32 makes of them. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Result(int[] sums, float[] values) {
    /** The index of the largest value, the lowest on a tie. */
    public int label() {
      int best = 0;
      for (int k = 1; k < values.length; k++) {
        best = values[k] > values[best] ? k : best;
      }
      return best;
    }
  }

  /**
   * Runs one frame.
   *
   * @param frame row-major: 0 or 1 for bits, 0 to 255 for bytes
   */
  public static Result run(Model model, int[] frame) {
    PlainNetwork network = new PlainNetwork(model);
    List<Node> nodes = model.network().nodes();
    for (Node node : nodes) {
      network.tensors.add(network.evaluate(node, frame));
    }
    Tensor last = network.operand(model.network().output());
    float[] values = new float[last.integers().length];
    for (int k = 0; k < values.length; k++) {
      values[k] = last.value(k);
    }
    return new Result(last.integers(), values);
  }

  private Tensor evaluate(Node node, int[] frame) {
    return switch (node.layer()) {
      case Layer.Input _ ->
          node.type().element() instanceof Element.Bit
              ? signs(frame.length, k -> frame[k] == 1)
              : Tensor.of(frame);
      case Layer.Binarize(int at) -> {
        int[] bytes = operand(node).integers();
        yield signs(bytes.length, k -> bytes[k] >= at);
      }
      case Layer.Thermometer thermometer -> thermometer(node, thermometer);
      case Layer.Flatten _, Layer.Dropout _, Layer.Hardtanh _, Layer.Scores _, Layer.Argmax _ ->
          operand(node);
      case Layer.Dense dense -> dense(node, dense);
      case Layer.Conv conv -> conv(node, conv);
      case Layer.MaxPool(Window window) -> maxPool(node, window);
      case Layer.AvgPool(Window window) -> avgPool(node, window);
      case Layer.Add _ -> {
        int[] sums = new int[node.type().shape().size()];
        for (int operand : node.operands()) {
          for (int k = 0; k < sums.length; k++) {
            sums[k] += tensors.get(operand).integers()[k];
          }
        }
        yield Tensor.of(sums);
      }
      case Layer.Concat _ ->
          Tensor.of(
              node.operands().stream()
                  .flatMapToInt(k -> java.util.Arrays.stream(tensors.get(k).integers()))
                  .toArray());
      case Layer.BatchNorm norm -> batchNorm(node, norm);
      case Layer.Sign _ -> {
        Tensor operand = operand(node);
        yield signs(node.type().shape().size(), k -> operand.value(k) >= 0);
      }
      case Layer.Quantize quantize -> {
        Tensor operand = operand(node);
        int[] elements = new int[node.type().shape().size()];
        for (int k = 0; k < elements.length; k++) {
          int most = quantize.steps();
          elements[k] = -most;
          for (int j = 1; j <= most; j++) {
            float step = (float) (2 * j - 1 - most) / most;
            elements[k] += operand.value(k) >= step ? 2 : 0;
          }
        }
        yield Tensor.of(elements);
      }
    };
  }

  private static Tensor signs(int count, java.util.function.IntPredicate positive) {
    int[] signs = new int[count];
    for (int k = 0; k < count; k++) {
      signs[k] = positive.test(k) ? 1 : -1;
    }
    return Tensor.of(signs);
  }

  private Tensor thermometer(Node node, Layer.Thermometer thermometer) {
    int[] bytes = operand(node).integers();
    int channels = operandNode(node).type().shape().extents().getFirst();
    int places = bytes.length / channels;
    int levels = thermometer.levels();
    return signs(
        bytes.length * levels,
        k -> {
          int channel = k / places;
          double level = Math.ceil(256.0 * (channel % levels + 1) / (levels + 1));
          return bytes[channel / levels * places + k % places] >= level;
        });
  }

  private Tensor dense(Node node, Layer.Dense dense) {
    int[] from = operand(node).integers();
    float[] weights = model.latentWeights(node).values();
    int[] sums = new int[dense.units()];
    for (int unit = 0; unit < sums.length; unit++) {
      for (int k = 0; k < from.length; k++) {
        sums[unit] += weights[unit * from.length + k] >= 0 ? from[k] : -from[k];
      }
    }
    return biased(node, sums, 1);
  }

  private Tensor conv(Node node, Layer.Conv conv) {
    FeatureMap from = FeatureMap.of(operandNode(node).type().shape());
    FeatureMap to = FeatureMap.of(node.type().shape());
    int[] elements = operand(node).integers();
    int fill = conv.fill() * largest(operandNode(node).type().element());
    int perGroup = from.channels() / conv.groups();
    float[] weights = model.latentWeights(node).values();
    int rows = conv.window().rows().kernel();
    int columns = conv.window().columns().kernel();
    int[] sums = new int[to.channels() * to.places()];
    for (int k = 0; k < sums.length; k++) {
      int out = k / to.places();
      int y = k % to.places() / to.width() * conv.window().rows().stride();
      int x = k % to.width() * conv.window().columns().stride();
      for (int w = 0; w < perGroup * rows * columns; w++) {
        int in = out / (to.channels() / conv.groups()) * perGroup + w / (rows * columns);
        int row = y - conv.window().rows().before() + w / columns % rows;
        int column = x - conv.window().columns().before() + w % columns;
        boolean inside = row >= 0 && row < from.height() && column >= 0 && column < from.width();
        int element = inside ? elements[(in * from.height() + row) * from.width() + column] : fill;
        sums[k] += weights[out * perGroup * rows * columns + w] >= 0 ? element : -element;
      }
    }
    return biased(node, sums, to.places());
  }

  private static int largest(Element element) {
    return element instanceof Element.Quantized(int bits) ? (1 << bits) - 1 : 1;
  }

  private Tensor biased(Node node, int[] sums, int places) {
    float[] bias = new float[sums.length];
    FloatTensor given = model.tensors().get(Model.prefix(node) + ".bias");
    for (int k = 0; k < bias.length && given != null; k++) {
      bias[k] = given.values()[k / places];
    }
    return new Tensor(sums, bias, 1, new float[0]);
  }

  /** Of equal bias, division and batch norm the largest sum need not have the largest value. */
  private Tensor maxPool(Node node, Window window) {
    Tensor from = operand(node);
    if (from.reals().length == 0) {
      int[] largest = pooled(node, window, from.integers(), Math::max);
      return new Tensor(largest, poolBias(node, from), from.terms(), new float[0]);
    }
    float[] reals = from.reals();
    int[] order = java.util.stream.IntStream.range(0, reals.length).toArray();
    int[] largest = pooled(node, window, order, (a, b) -> reals[b] > reals[a] ? b : a);
    float[] values = new float[largest.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = reals[largest[k]];
    }
    return new Tensor(new int[values.length], new float[values.length], 1, values);
  }

  private Tensor avgPool(Node node, Window window) {
    Tensor from = operand(node);
    return new Tensor(
        pooled(node, window, from.integers(), Integer::sum),
        poolBias(node, from),
        from.terms() * window.taps(),
        new float[0]);
  }

  /** All places of a channel have the same. */
  private float[] poolBias(Node node, Tensor from) {
    int before = FeatureMap.of(operandNode(node).type().shape()).places();
    int places = FeatureMap.of(node.type().shape()).places();
    float[] bias = new float[node.type().shape().size()];
    for (int k = 0; k < bias.length; k++) {
      bias[k] = from.bias()[k / places * before];
    }
    return bias;
  }

  private int[] pooled(Node node, Window window, int[] elements, IntBinaryOperator join) {
    FeatureMap from = FeatureMap.of(operandNode(node).type().shape());
    FeatureMap to = FeatureMap.of(node.type().shape());
    int[] results = new int[to.channels() * to.places()];
    for (int k = 0; k < results.length; k++) {
      int top = k % to.places() / to.width() * window.rows().stride();
      int left = k % to.width() * window.columns().stride();
      int corner = (k / to.places() * from.height() + top) * from.width() + left;
      results[k] = elements[corner];
      for (int tap = 1; tap < window.taps(); tap++) {
        int width = window.columns().kernel();
        results[k] =
            join.applyAsInt(
                results[k], elements[corner + tap / width * from.width() + tap % width]);
      }
    }
    return results;
  }

  private Tensor batchNorm(Node node, Layer.BatchNorm norm) {
    Tensor from = operand(node);
    String prefix = node.name().replace("batchnorm", "bn");
    int size = node.type().shape().size();
    int places = size / node.type().shape().extents().getFirst();
    float[] reals = new float[size];
    for (int k = 0; k < size; k++) {
      int channel = k / places;
      float variance = parameter(prefix + ".running_var", channel);
      float inverse = (float) (1 / Math.sqrt((double) variance + norm.epsilon()));
      float centred = from.value(k) - parameter(prefix + ".running_mean", channel);
      reals[k] =
          centred * inverse * parameter(prefix + ".weight", channel)
              + parameter(prefix + ".bias", channel);
    }
    return new Tensor(from.integers(), new float[size], 1, reals);
  }

  private float parameter(String name, int channel) {
    FloatTensor tensor = model.tensors().get(name);
    if (tensor == null) {
      throw new IllegalStateException(String.format(Locale.ROOT, "no %s", name));
    }
    return tensor.values()[channel];
  }

  private Tensor operand(Node node) {
    return tensors.get(node.operands().getFirst());
  }

  private Node operandNode(Node node) {
    return model.network().nodes().get(node.operands().getFirst());
  }
}
