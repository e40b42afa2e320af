package dev.signet.lower;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Small networks with every layer in many combinations, and parameters under which sums tie with
 * their thresholds, never reach them, or always do.
 */
public final class RandomGraphs {
  private final Random random;
  private final GraphBuilder graph;
  private final boolean signal;

  private RandomGraphs(Random random) {
    this.random = random;
    this.signal = random.nextInt(5) == 0;
    int channels = random.nextInt(1, 4);
    Shape shape =
        signal
            ? Shape.of(channels, random.nextInt(1, 10))
            : Shape.of(channels, random.nextInt(1, 7), random.nextInt(1, 7));
    this.graph =
        new GraphBuilder(
            random.nextInt(4) == 0 ? new Element.Bit() : new Element.UnsignedByte(), shape);
  }

  /** A model determined by the seed. */
  public static Model model(long seed) {
    Random random = new Random(seed);
    Network network = new RandomGraphs(random).network();
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    Model.parameterShapes(network)
        .forEach(
            (name, shape) ->
                tensors.put(name, new FloatTensor(shape, values(name, shape, random))));
    return new Model(network, tensors);
  }

  private static float[] values(String name, Shape shape, Random random) {
    float[] values = new float[shape.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = name.startsWith("bn") ? ofNorm(name, random) : ofProduct(name, random);
    }
    return values;
  }

  private static float ofProduct(String name, Random random) {
    return name.endsWith(".bias")
        ? random.nextInt(-6, 7) / 2f
        : random.nextInt(20) == 0 ? 0 : random.nextFloat(-1, 1);
  }

  /** Means and shifts are often whole, so that z is often 0. */
  private static float ofNorm(String name, Random random) {
    String parameter = name.substring(name.indexOf('.') + 1);
    return switch (parameter) {
      case "weight" ->
          switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1, 2, 3 -> -random.nextInt(1, 4) / 2f;
            default -> random.nextInt(1, 4) / 2f;
          };
      case "bias" -> random.nextInt(3) == 0 ? random.nextFloat(-1, 1) : 0;
      case "running_mean" -> random.nextInt(-4, 5);
      case "running_var" -> random.nextInt(1, 5);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Network network() {
    int value = elements();
    int blocks = random.nextInt(4);
    for (int block = 0; block < blocks; block++) {
      value = block(value);
    }
    finish(value);
    return graph.build();
  }

  /** The first elements that meet weights. */
  private int elements() {
    if (isBits(0)) {
      return 0;
    }
    return switch (random.nextInt(3)) {
      case 0 -> 0;
      case 1 -> graph.add(new Layer.Binarize(random.nextInt(257)), 0);
      default -> graph.add(new Layer.Thermometer(random.nextInt(1, 5)), 0);
    };
  }

  private int block(int value) {
    return switch (random.nextInt(10)) {
      case 0 -> isBits(value) ? graph.add(new Layer.MaxPool(window(value)), value) : value;
      case 1 -> isBits(value) ? decided(graph.add(new Layer.AvgPool(window(value)), value)) : value;
      case 2 -> {
        int conv = conv(value, random.nextBoolean());
        yield decided(graph.add(new Layer.AvgPool(window(conv)), conv));
      }
      case 3 -> residual(value);
      case 4 -> joined(value);
      case 5 -> graph.add(new Layer.Dropout(0.5), decided(conv(value, true)));
      case 6 -> quantized(conv(value, true));
      default -> decided(conv(value, random.nextBoolean()));
    };
  }

  /** Two decisions on the same sums, side by side. */
  private int joined(int value) {
    int conv = conv(value, random.nextBoolean());
    int first = sign(norm(conv));
    int second = sign(random.nextBoolean() ? conv : norm(conv));
    List<Integer> operands = new ArrayList<>(List.of(first, second));
    if (isBits(value)
        && map(value)
            .equals(new FeatureMap(map(value).channels(), map(conv).height(), map(conv).width()))) {
      operands.add(value);
    }
    return graph.add(new Layer.Concat(), operands.toArray(Integer[]::new));
  }

  /** A sum of branches; all of them are of the shape of the first. */
  private int residual(int value) {
    Window same =
        new Window(extent(map(value).height(), true, true), extent(map(value).width(), true, true));
    int channels = isBits(value) ? map(value).channels() : random.nextInt(1, 4);
    int first = graph.add(new Layer.Conv(channels, same, fill(value), 1, false), value);
    int second =
        switch (random.nextInt(3)) {
          case 0 -> graph.add(new Layer.Conv(channels, same, fill(value), 1, false), value);
          case 1 -> sign(norm(first));
          default -> isBits(value) ? value : first;
        };
    int sum = graph.add(new Layer.Add(), first, second);
    if (random.nextInt(3) == 0) {
      sum = graph.add(new Layer.Add(), sum, first, second);
    }
    return decided(sum);
  }

  private int conv(int value, boolean bias) {
    FeatureMap map = map(value);
    int groups = random.nextInt(3) == 0 ? map.channels() : 1;
    Window window = new Window(extent(map.height(), true, false), extent(map.width(), true, false));
    return graph.add(
        new Layer.Conv(
            groups * random.nextInt(1, groups > 3 ? 2 : 4), window, fill(value), groups, bias),
        value);
  }

  private int fill(int value) {
    boolean bytes = graph.type(value).element() instanceof Element.UnsignedByte;
    return bytes ? 0 : random.nextInt(-1, 2);
  }

  /** A sign of sums, with pools before and behind the batch norm. */
  private int decided(int sums) {
    int value = sums;
    if (random.nextInt(3) == 0) {
      value = graph.add(new Layer.MaxPool(window(value)), value);
    }
    if (random.nextInt(4) > 0) {
      value = norm(value);
    }
    if (random.nextInt(4) == 0) {
      value = graph.add(new Layer.MaxPool(window(value)), value);
    }
    if (random.nextInt(4) == 0) {
      value = graph.add(new Layer.Hardtanh(), value);
    }
    return sign(value);
  }

  private int quantized(int sums) {
    int value = random.nextInt(4) > 0 ? norm(sums) : sums;
    return graph.add(new Layer.Quantize(random.nextInt(2, 5), Layer.Estimator.HARDTANH), value);
  }

  private int sign(int value) {
    return graph.add(new Layer.Sign(), value);
  }

  private int norm(int value) {
    return graph.add(new Layer.BatchNorm(1e-5f, 0.1f), value);
  }

  private void finish(int value) {
    int classes = random.nextInt(1, 4);
    int sums =
        switch (random.nextInt(6)) {
          case 0 -> {
            Window all = whole(value);
            int conv = graph.add(new Layer.Conv(classes, all, 0, 1, random.nextBoolean()), value);
            yield graph.add(new Layer.Flatten(), conv);
          }
          case 1 -> {
            int conv = conv(value, false);
            int mean = graph.add(new Layer.AvgPool(whole(conv)), conv);
            yield graph.add(new Layer.Flatten(), mean);
          }
          case 5 -> {
            // Every place of every channel is a class.
            Layer.Conv each = new Layer.Conv(classes, window(value), 0, 1, random.nextBoolean());
            yield graph.add(new Layer.Flatten(), graph.add(each, value));
          }
          case 2 -> {
            // The batch norm has a channel for each element.
            int flat = graph.add(new Layer.Flatten(), conv(value, random.nextBoolean()));
            yield dense(sign(norm(flat)), classes);
          }
          case 3 -> {
            int flat = graph.add(new Layer.Flatten(), value);
            int hidden =
                graph.add(new Layer.Dense(random.nextInt(1, 6), random.nextBoolean()), flat);
            yield dense(sign(norm(hidden)), classes);
          }
          default -> dense(graph.add(new Layer.Flatten(), value), classes);
        };
    if (random.nextBoolean()) {
      graph.add(new Layer.Scores(), sums);
    } else {
      graph.add(
          new Layer.Argmax(
              IntStream.range(0, graph.type(sums).shape().size())
                  .mapToObj(k -> "class " + k)
                  .toList()),
          sums);
    }
  }

  /** Without bias and batch norm, so that the scores are the sums themselves. */
  private int dense(int value, int classes) {
    return graph.add(new Layer.Dense(classes, random.nextInt(3) == 0), value);
  }

  private Window whole(int value) {
    return new Window(
        Window.Extent.valid(map(value).height(), 1), Window.Extent.valid(map(value).width(), 1));
  }

  /** Of a pool. */
  private Window window(int value) {
    return new Window(
        extent(map(value).height(), false, false), extent(map(value).width(), false, false));
  }

  private Window.Extent extent(int length, boolean padded, boolean same) {
    if (length == 1 && signal) {
      return Window.Extent.ONE;
    }
    int kernel = random.nextInt(1, 4);
    if (same) {
      return Window.Extent.same(kernel, 1, length);
    }
    int before = padded ? random.nextInt(kernel) : 0;
    int after = padded ? random.nextInt(kernel) : 0;
    return kernel > length + before + after
        ? Window.Extent.ONE
        : new Window.Extent(kernel, random.nextInt(1, 3), before, after);
  }

  private FeatureMap map(int value) {
    return FeatureMap.of(graph.type(value).shape());
  }

  private boolean isBits(int value) {
    return graph.type(value).element() instanceof Element.Bit;
  }
}
