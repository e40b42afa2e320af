package dev.signet.train;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forward and backward of a batch in float64, node by node as the network has them, maps as {@code
 * [channels, height, width]}: no places, no words, nothing shared out or fused.
 */
final class GraphReference {
  /** The sum of the images' losses. */
  double loss;

  /** The parameters' gradients, by name. */
  final Map<String, double[]> gradients = new HashMap<>();

  /** How far float32 may be from each of them. */
  final Map<String, Double> tolerances = new HashMap<>();

  private static final double ROUNDING = 3e-7;

  private final Network network;
  private final Map<String, FloatTensor> parameters;
  private final Kept kept;
  private final int batch;

  /** By node, {@code [batch][elements]}; of sums they are what they stand for. */
  private final List<double[][]> values = new ArrayList<>();

  /** By node: what a sign or the loss divides the values by. */
  private final List<Double> usual = new ArrayList<>();

  private final List<double[][]> slopes = new ArrayList<>();

  /** By node: how far float32 may be from the slopes. */
  private final List<Double> noise = new ArrayList<>();

  /** What an element of a product's operand is multiplied by because of a dropout. */
  interface Kept {
    double factor(Node product, double rate, int image, int element);
  }

  GraphReference(
      Network network,
      Map<String, FloatTensor> parameters,
      double[][] images,
      byte[] labels,
      Loss loss,
      Kept kept) {
    this.network = network;
    this.parameters = parameters;
    this.kept = kept;
    this.batch = images.length;
    for (Node node : network.nodes()) {
      usual.add(1.0);
      double[][] value = node.operands().isEmpty() ? images : forward(node);
      values.add(value);
      slopes.add(new double[batch][value[0].length]);
      noise.add(0.0);
    }
    int last = output();
    for (int row = 0; row < batch; row++) {
      double[] scores = values.get(last)[row].clone();
      for (int k = 0; k < scores.length; k++) {
        scores[k] /= usual.get(last);
      }
      float[] single = new float[scores.length];
      for (int k = 0; k < scores.length; k++) {
        single[k] = (float) scores[k];
      }
      float[] gradient = new float[scores.length];
      this.loss += Losses.of(loss, single, labels[row], 1.0 / batch, gradient);
      for (int k = 0; k < scores.length; k++) {
        slopes.get(last)[row][k] = gradient[k] / usual.get(last);
      }
    }
    noise.set(last, ROUNDING * largest(slopes.get(last)));
    for (int index = last; index > 0; index--) {
      backward(index, network.nodes().get(index));
    }
  }

  /** The node that gives the scores. */
  private int output() {
    Node node = network.output();
    return node.layer() instanceof Layer.Argmax || node.layer() instanceof Layer.Scores
        ? node.operands().getFirst()
        : network.nodes().size() - 1;
  }

  private int first(Node node) {
    return node.operands().getFirst();
  }

  private Node operand(Node node) {
    return network.nodes().get(first(node));
  }

  private static FeatureMap map(Node node) {
    return FeatureMap.fits(node.type().shape())
        ? FeatureMap.of(node.type().shape())
        : new FeatureMap(node.type().shape().size(), 1, 1);
  }

  private void setUsual(double value) {
    usual.set(usual.size() - 1, value);
  }

  private double[][] forward(Node node) {
    double[][] from = values.get(first(node));
    int size = node.type().shape().size();
    double[][] to = new double[batch][size];
    double before = usual.get(first(node));
    switch (node.layer()) {
      case Layer.Binarize(int at) -> each(to, (row, k) -> from[row][k] >= at ? 1 : -1);
      case Layer.Thermometer thermometer -> {
        int levels = thermometer.levels();
        int places = map(node).places();
        each(
            to,
            (row, k) -> {
              int channel = k / places;
              double pixel = from[row][channel / levels * places + k % places];
              return pixel >= thermometer.level(channel % levels) ? 1 : -1;
            });
      }
      case Layer.Flatten _, Layer.Hardtanh _, Layer.Dropout _ -> {
        each(to, (row, k) -> from[row][k]);
        setUsual(before);
      }
      case Layer.Dense _, Layer.Conv _ -> {
        overTaps(
            node,
            (row, k, weight, element, factor) ->
                to[row][k] += sign(node, weight) * operandValue(node, row, element) * factor);
        addBias(node, to);
        double unit =
            switch (source(node).type().element()) {
              case Element.UnsignedByte _ -> 128;
              case Element.Quantized quantized -> quantized.largest();
              default -> 1;
            };
        setUsual(Math.sqrt(inputs(node)) * unit);
      }
      case Layer.MaxPool(Window window) -> {
        each(to, (row, k) -> from[row][largest(node, window, from[row], k)]);
        setUsual(before);
      }
      case Layer.AvgPool(Window window) -> {
        for (int row = 0; row < batch; row++) {
          for (int k = 0; k < size; k++) {
            for (int source : under(operand(node), node, window, k)) {
              to[row][k] += from[row][source] / window.taps();
            }
          }
        }
        setUsual(before);
      }
      case Layer.Add _ -> {
        double squares = 0;
        for (int operand : node.operands()) {
          each(to, (row, k) -> to[row][k] + values.get(operand)[row][k]);
          squares += usual.get(operand) * usual.get(operand);
        }
        setUsual(Math.sqrt(squares));
      }
      case Layer.Concat _ -> {
        int at = 0;
        for (int operand : node.operands()) {
          for (int row = 0; row < batch; row++) {
            double[] part = values.get(operand)[row];
            System.arraycopy(part, 0, to[row], at, part.length);
          }
          at += values.get(operand)[0].length;
        }
      }
      case Layer.BatchNorm norm -> normalize(node, norm, from, to);
      case Layer.Sign _ -> each(to, (row, k) -> from[row][k] >= 0 ? 1 : -1);
      case Layer.Quantize quantize ->
          each(
              to,
              (row, k) -> {
                int steps = quantize.steps();
                int q = 0;
                for (int j = 1; j <= steps; j++) {
                  q += from[row][k] >= (2.0 * j - 1 - steps) / steps ? 1 : 0;
                }
                return (2.0 * q - steps) / steps;
              });
      case Layer.Argmax _, Layer.Scores _ -> each(to, (row, k) -> 0);
      case Layer.Input _ -> throw new IllegalStateException();
    }
    return to;
  }

  private interface Element1 {
    double at(int row, int k);
  }

  private static void each(double[][] to, Element1 value) {
    for (int row = 0; row < to.length; row++) {
      for (int k = 0; k < to[row].length; k++) {
        to[row][k] = value.at(row, k);
      }
    }
  }

  private interface Tap {
    /**
     * @param weight number of a weight
     * @param element of the operand, or −1 in padding
     * @param factor that a dropout multiplies it by
     */
    void at(int row, int k, int weight, int element, double factor);
  }

  private int inputs(Node product) {
    return parameter(product, "weight").length / channels(product);
  }

  private static int channels(Node node) {
    return node.type().shape().extents().getFirst();
  }

  private float[] parameter(Node node, String name) {
    String full = Model.prefix(node) + "." + name;
    FloatTensor tensor = parameters.get(full);
    if (tensor == null) {
      throw new IllegalArgumentException(full);
    }
    return tensor.values();
  }

  private double sign(Node product, int weight) {
    return parameter(product, "weight")[weight] >= 0 ? 1 : -1;
  }

  /** Before dropouts. */
  private Node source(Node product) {
    Node source = operand(product);
    while (source.layer() instanceof Layer.Dropout || source.layer() instanceof Layer.Flatten) {
      source = operand(source);
    }
    return source;
  }

  private double largestElement(Node product) {
    return source(product).type().element() instanceof Element.Quantized quantized
        ? quantized.largest()
        : 1;
  }

  /** As it stands in sums. */
  private double operandValue(Node product, int row, int element) {
    double scale = largestElement(product);
    return element < 0
        ? ((Layer.Conv) product.layer()).fill() * scale
        : values.get(first(product))[row][element] * scale;
  }

  private double rate(Node product) {
    double passes = 1;
    Node node = operand(product);
    while (node.layer() instanceof Layer.Dropout || node.layer() instanceof Layer.Flatten) {
      passes *= node.layer() instanceof Layer.Dropout(double rate) ? 1 - rate : 1;
      node = operand(node);
    }
    return 1 - passes;
  }

  private void overTaps(Node node, Tap tap) {
    double rate = rate(node);
    switch (node.layer()) {
      case Layer.Dense dense -> {
        int inputs = inputs(node);
        for (int row = 0; row < batch; row++) {
          for (int unit = 0; unit < dense.units(); unit++) {
            for (int k = 0; k < inputs; k++) {
              double factor = rate > 0 ? kept.factor(node, rate, row, k) : 1;
              tap.at(row, unit, unit * inputs + k, k, factor);
            }
          }
        }
      }
      case Layer.Conv conv -> {
        FeatureMap from = map(operand(node));
        FeatureMap to = map(node);
        int rows = conv.window().rows().kernel();
        int columns = conv.window().columns().kernel();
        int perGroup = from.channels() / conv.groups();
        for (int row = 0; row < batch; row++) {
          for (int k = 0; k < to.channels() * to.places(); k++) {
            int out = k / to.places();
            int top = conv.window().rows().first(k % to.places() / to.width());
            int left = conv.window().columns().first(k % to.width());
            for (int in = 0; in < perGroup; in++) {
              for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                  int channel = out / (to.channels() / conv.groups()) * perGroup + in;
                  boolean inside =
                      top + y >= 0
                          && top + y < from.height()
                          && left + x >= 0
                          && left + x < from.width();
                  int element =
                      inside ? (channel * from.height() + top + y) * from.width() + left + x : -1;
                  double factor = rate > 0 && inside ? kept.factor(node, rate, row, element) : 1;
                  tap.at(row, k, ((out * perGroup + in) * rows + y) * columns + x, element, factor);
                }
              }
            }
          }
        }
      }
      default -> throw new IllegalArgumentException(node.name());
    }
  }

  private boolean hasBias(Node product) {
    return switch (product.layer()) {
      case Layer.Dense dense -> dense.bias();
      case Layer.Conv conv -> conv.bias();
      default -> false;
    };
  }

  private void addBias(Node node, double[][] to) {
    if (hasBias(node)) {
      float[] bias = parameter(node, "bias");
      int places = to[0].length / bias.length;
      each(to, (row, k) -> to[row][k] + bias[k / places]);
    }
  }

  private static int[] under(Node operand, Node node, Window window, int k) {
    FeatureMap from = map(operand);
    FeatureMap to = map(node);
    int top = window.rows().first(k % to.places() / to.width());
    int left = window.columns().first(k % to.width());
    int[] sources = new int[window.taps()];
    for (int tap = 0; tap < sources.length; tap++) {
      int y = top + tap / window.columns().kernel();
      int x = left + tap % window.columns().kernel();
      sources[tap] = (k / to.places() * from.height() + y) * from.width() + x;
    }
    return sources;
  }

  /** Where the largest stands, the first on a tie. */
  private int largest(Node node, Window window, double[] from, int k) {
    int[] sources = under(operand(node), node, window, k);
    int best = sources[0];
    for (int source : sources) {
      best = from[source] > from[best] + 1e-9 ? source : best;
    }
    return best;
  }

  /** x̂ of each batch norm, and the inverse deviations. */
  private final Map<Node, double[][]> normalized = new HashMap<>();

  private final Map<Node, double[]> inverses = new HashMap<>();

  private void normalize(Node node, Layer.BatchNorm norm, double[][] from, double[][] to) {
    int channels = channels(node);
    int places = to[0].length / channels;
    double[][] hat = new double[batch][to[0].length];
    double[] inverse = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      double count = (double) batch * places;
      double total = 0;
      double variance = 0;
      for (int row = 0; row < batch; row++) {
        for (int place = 0; place < places; place++) {
          total += from[row][channel * places + place];
        }
      }
      for (int row = 0; row < batch; row++) {
        for (int place = 0; place < places; place++) {
          variance += Math.pow(from[row][channel * places + place] - total / count, 2) / count;
        }
      }
      inverse[channel] = 1 / Math.sqrt(variance + norm.epsilon());
      for (int row = 0; row < batch; row++) {
        for (int place = 0; place < places; place++) {
          int k = channel * places + place;
          double centred = from[row][k] - total / count;
          hat[row][k] = Math.abs(centred) < 1e-9 ? 0 : centred * inverse[channel];
          to[row][k] =
              hat[row][k] * parameter(node, "weight")[channel] + parameter(node, "bias")[channel];
        }
      }
    }
    normalized.put(node, hat);
    inverses.put(node, inverse);
  }

  private static double largest(double[][] all) {
    return Arrays.stream(all).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** Hands the noise of a node on to its operands, as much as is added up of it for an element. */
  private void spread(int index, Node node) {
    double factor =
        switch (node.layer()) {
          case Layer.Dense dense -> dense.units() * largestElement(node);
          case Layer.Conv conv ->
              (double) conv.channels()
                  / conv.groups()
                  * conv.window().taps()
                  * largestElement(node);
          case Layer.MaxPool(Window window) -> window.taps();
          case Layer.BatchNorm _ -> {
            double most = 0;
            double[] inverse = inverses.getOrDefault(node, new double[0]);
            for (int channel = 0; channel < inverse.length; channel++) {
              most =
                  Math.max(most, inverse[channel] * Math.abs(parameter(node, "weight")[channel]));
            }
            yield 4 * most;
          }
          case Layer.Sign _ -> 2 / usual.get(first(node));
          case Layer.Quantize _ -> 2;
          default -> 1;
        };
    double own = ROUNDING * largest(slopes.get(index));
    for (int operand : node.operands()) {
      noise.set(operand, noise.get(operand) + factor * (noise.get(index) + own));
    }
  }

  private void backward(int index, Node node) {
    spread(index, node);
    double[][] slope = slopes.get(index);
    double[][] from = values.get(first(node));
    double[][] to = slopes.get(first(node));
    switch (node.layer()) {
      case Layer.Flatten _, Layer.Dropout _ -> each(to, (row, k) -> to[row][k] + slope[row][k]);
      case Layer.Dense _, Layer.Conv _ -> product(node, slope, to);
      case Layer.MaxPool(Window window) -> {
        for (int row = 0; row < batch; row++) {
          for (int k = 0; k < slope[row].length; k++) {
            to[row][largest(node, window, from[row], k)] += slope[row][k];
          }
        }
      }
      case Layer.AvgPool(Window window) -> {
        for (int row = 0; row < batch; row++) {
          for (int k = 0; k < slope[row].length; k++) {
            for (int source : under(operand(node), node, window, k)) {
              to[row][source] += slope[row][k] / window.taps();
            }
          }
        }
      }
      case Layer.Add _ -> {
        for (int operand : node.operands()) {
          double[][] part = slopes.get(operand);
          each(part, (row, k) -> part[row][k] + slope[row][k]);
        }
      }
      case Layer.Concat _ -> {
        int at = 0;
        for (int operand : node.operands()) {
          int start = at;
          double[][] part = slopes.get(operand);
          each(part, (row, k) -> part[row][k] + slope[row][start + k]);
          at += part[0].length;
        }
      }
      case Layer.BatchNorm _ -> norm(node, slope, to);
      case Layer.Hardtanh _ -> {
        double unit = usual.get(first(node));
        each(
            to,
            (row, k) ->
                to[row][k] + (Math.abs(from[row][k] / unit) < 1 - 1e-7 ? slope[row][k] : 0));
      }
      case Layer.Sign sign -> estimate(node, sign.estimator(), usual.get(first(node)), slope);
      case Layer.Quantize quantize -> estimate(node, quantize.estimator(), 1, slope);
      case Layer.Binarize _, Layer.Thermometer _, Layer.Input _ -> {}
      case Layer.Argmax _, Layer.Scores _ -> throw new IllegalStateException();
    }
  }

  private void estimate(Node node, Layer.Estimator estimator, double unit, double[][] slope) {
    double[][] from = values.get(first(node));
    double[][] to = slopes.get(first(node));
    boolean clamped = operand(node).layer() instanceof Layer.Hardtanh;
    each(
        to,
        (row, k) -> {
          double size = Math.abs(from[row][k] / unit);
          double g = slope[row][k];
          double passed =
              switch (estimator) {
                // A hardtanh in front has the last word.
                case HARDTANH -> clamped || size <= 1 + 1e-7 ? g : 0;
                case IDENTITY -> g;
                case CLIPPED -> Math.max(-1, Math.min(1, g));
                case POLYNOMIAL -> g * Math.max(0, 2 - 2 * size);
              };
          return to[row][k] + passed / unit;
        });
  }

  private void product(Node node, double[][] slope, double[][] to) {
    double[] byWeights = new double[parameter(node, "weight").length];
    double[] added = new double[byWeights.length];
    double scale = largestElement(node);
    overTaps(
        node,
        (row, k, weight, element, factor) -> {
          double part = slope[row][k] * operandValue(node, row, element) * factor;
          byWeights[weight] += part;
          added[weight] += Math.abs(part);
          if (element >= 0) {
            to[row][element] += slope[row][k] * sign(node, weight) * factor * scale;
          }
        });
    put(node, "weight", byWeights, added);
    if (hasBias(node)) {
      double[] byBias = new double[channels(node)];
      double[] size = new double[channels(node)];
      int places = slope[0].length / byBias.length;
      for (double[] row : slope) {
        for (int k = 0; k < row.length; k++) {
          byBias[k / places] += row[k];
          size[k / places] += Math.abs(row[k]);
        }
      }
      put(node, "bias", byBias, size);
    }
  }

  private void put(Node node, String name, double[] gradient, double[] added) {
    String full = Model.prefix(node) + "." + name;
    gradients.put(full, gradient);
    int index = network.nodes().indexOf(node);
    double size = Arrays.stream(added).max().orElse(0);
    double largest = Math.max(1e-12, largest(slopes.get(index)));
    // So many slopes of the largest size are added up, and each may be that far off.
    tolerances.put(full, size / largest * (noise.get(index) + ROUNDING * largest) + 1e-7);
  }

  private void norm(Node node, double[][] slope, double[][] to) {
    int channels = channels(node);
    int places = slope[0].length / channels;
    double count = (double) batch * places;
    double[][] hat = normalized.getOrDefault(node, new double[0][]);
    double[] inverse = inverses.getOrDefault(node, new double[0]);
    double[] byGamma = new double[channels];
    double[] byBeta = new double[channels];
    double[] sizeOfGamma = new double[channels];
    double[] sizeOfBeta = new double[channels];
    for (int row = 0; row < batch; row++) {
      for (int k = 0; k < slope[row].length; k++) {
        byBeta[k / places] += slope[row][k];
        byGamma[k / places] += slope[row][k] * hat[row][k];
        sizeOfBeta[k / places] += Math.abs(slope[row][k]);
        sizeOfGamma[k / places] += Math.abs(slope[row][k] * hat[row][k]);
      }
    }
    each(
        to,
        (row, k) -> {
          int channel = k / places;
          double centred =
              slope[row][k] - byBeta[channel] / count - hat[row][k] * byGamma[channel] / count;
          return to[row][k] + parameter(node, "weight")[channel] * inverse[channel] * centred;
        });
    put(node, "weight", byGamma, sizeOfGamma);
    put(node, "bias", byBeta, sizeOfBeta);
  }
}
