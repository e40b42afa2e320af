package dev.signet.flow;

import dev.signet.data.RandomStream;
import java.util.Locale;

/**
 * Small networks drawn by chance, as text: layers of all kinds in orders that the language allows,
 * with sizes at which mistakes show — single channels, channels beside a word's end, windows that
 * do not divide what they slide over, padding of every kind.
 */
final class RandomNetworkText {
  private static final int[] CHANNELS = {1, 2, 3, 4, 5, 7, 8, 13, 16, 33, 64, 65};
  private static final int[] UNITS = {1, 2, 3, 6, 10, 31, 64, 66};
  private static final int LONGEST = 9;

  /** Sums of a last layer up to which a batch norm behind it always leaves integer scores. */
  private static final int MOST_SUMS = 1000;

  private final RandomStream random;
  private final StringBuilder text = new StringBuilder();
  private int channels;
  private int height;
  private int width;
  private int elements;
  private int values;

  /** What an element of the current value is: {@code u8}, {@code bit} or a quantized one. */
  private String element = "bit";

  private boolean signal;

  private RandomNetworkText(RandomStream random) {
    this.random = random;
  }

  /**
   * A network.
   *
   * @param seed of the campaign
   * @param number of the network in it; it depends on nothing else
   */
  static String of(long seed, long number) {
    return new RandomNetworkText(RandomStream.of(seed, number)).draw();
  }

  private String draw() {
    text.append("network drawn {\n");
    boolean map = chance(0.85);
    input(map);
    if (map) {
      int layers = 1 + random.nextInt(3);
      for (int layer = 0; layer < layers; layer++) {
        mapLayer();
      }
      if (element.equals("bit") && chance(0.15)) {
        step("avgpool(all)" + norm() + " |> sign");
        height = 1;
        width = 1;
      }
      step("flatten");
      elements = channels * height * width;
    }
    int layers = random.nextInt(3);
    for (int layer = 0; layer < layers; layer++) {
      elements = pick(UNITS);
      step("dense(%d%s)%s%s".formatted(elements, bias(), norm(), activation()));
    }
    int classes = 1 + random.nextInt(7);
    String last = lastSums() > MOST_SUMS || chance(0.2) ? "" : " |> batchnorm";
    text.append(
        "  output class = %s |> dense(%d%s)%s |> %s%n}%n"
            .formatted(current(), classes, bias(), last, chance(0.2) ? "scores" : "argmax"));
    hardware();
    return text.toString();
  }

  /** How many values a sum of the last layer can have; bytes have too many at any size. */
  private int lastSums() {
    return switch (element) {
      case "bit" -> elements;
      case "u8" -> Integer.MAX_VALUE;
      default -> elements * ((1 << Integer.parseInt(element.substring(1))) - 1);
    };
  }

  private void input(boolean map) {
    boolean bytes = chance(0.7);
    String type = bytes ? "u8" : "bit";
    if (map) {
      signal = chance(0.2);
      channels = 1 + random.nextInt(3);
      height = signal ? 1 : 3 + random.nextInt(LONGEST - 2);
      width = 3 + random.nextInt(LONGEST - 2);
      text.append(
          "  input frame: %s%s%n"
              .formatted(
                  type,
                  signal
                      ? "[%d, %d]".formatted(channels, width)
                      : "[%d, %d, %d]".formatted(channels, height, width)));
    } else {
      elements = 1 + random.nextInt(90);
      text.append("  input frame: %s[%d]%n".formatted(type, elements));
    }
    element = type;
    if (bytes && chance(0.6)) {
      int levels = 1 + random.nextInt(3);
      if (map && chance(0.3)) {
        step("thermometer(%d)".formatted(levels));
        channels *= levels;
      } else {
        step("binarize(at = %d)".formatted(random.nextInt(257)));
      }
      element = "bit";
    }
  }

  private void mapLayer() {
    double kind = random.nextDouble();
    if (kind < 0.2 && element.equals("bit")) {
      residual();
    } else if (kind < 0.3 && element.equals("bit")) {
      branches();
    } else {
      conv();
    }
    if (element.equals("bit") && chance(0.2) && smallest() >= 2) {
      step("maxpool(%s)".formatted(pool()));
    }
  }

  private void conv() {
    int kernel = 1 + random.nextInt(Math.min(4, smallest()));
    int stride = chance(0.7) ? 1 : 1 + random.nextInt(3);
    int groups = groups();
    int results = groups * Math.max(1, pick(CHANNELS) / groups);
    String padding = padding(kernel);
    String call =
        "conv(%d, kernel = %d%s%s%s%s)"
            .formatted(
                results,
                kernel,
                stride == 1 ? "" : ", stride = " + stride,
                padding,
                groups == 1 ? "" : ", groups = " + groups,
                bias());
    int before = smallest();
    slide(kernel, stride, padding);
    channels = results;
    String pool = "";
    if (chance(0.3) && smallest() >= 2 && before >= 2) {
      pool = " |> maxpool(" + pool() + ")";
    }
    boolean first = chance(0.5);
    boolean clamped = chance(0.2);
    step(
        call
            + (first ? pool : "")
            + norm()
            + (first ? "" : pool)
            + (pool.isEmpty() && clamped ? " |> hardtanh |> sign" : activation(pool.isEmpty())));
  }

  /** Two convolutions with a way around them. */
  private void residual() {
    String before = current();
    String inner = "conv(%d, kernel = 3, padding = 1%s)".formatted(pick(CHANNELS), fill());
    String outer = "conv(%d, kernel = 3, padding = 1%s)".formatted(channels, fill());
    name("%s |> %s%s |> sign |> %s".formatted(before, inner, norm(), outer));
    String sums = current();
    name("add(%s, %s)%s%s".formatted(sums, before, norm(), activation()));
  }

  /** Two convolutions side by side. */
  private void branches() {
    String before = current();
    int left = pick(CHANNELS);
    int right = pick(CHANNELS);
    name("%s |> conv(%d, kernel = 1)%s |> sign".formatted(before, left, norm()));
    String first = current();
    name(
        "%s |> conv(%d, kernel = 3, padding = 1%s)%s |> sign"
            .formatted(before, right, fill(), norm()));
    name("concat(%s, %s)".formatted(first, current()));
    channels = left + right;
    element = "bit";
  }

  private int groups() {
    if (channels == 1 || chance(0.7)) {
      return 1;
    }
    int groups = chance(0.5) ? channels : 2 + random.nextInt(channels - 1);
    return channels % groups == 0 ? groups : channels;
  }

  private String padding(int kernel) {
    if (kernel == 1 || chance(0.4)) {
      return "";
    }
    String amount = chance(0.5) ? "same" : String.valueOf(1 + random.nextInt(kernel - 1));
    return ", padding = " + amount + (element.equals("u8") ? "" : fill());
  }

  private String fill() {
    int fill = random.nextInt(element.equals("bit") ? 3 : 2) - 1;
    return chance(0.2) ? "" : ", fill = " + fill;
  }

  private void slide(int kernel, int stride, String padding) {
    height = signal ? 1 : slide(height, kernel, stride, padding);
    width = slide(width, kernel, stride, padding);
  }

  private static int slide(int length, int kernel, int stride, String padding) {
    if (padding.contains("same")) {
      return Math.ceilDiv(length, stride);
    }
    int amount =
        padding.isEmpty()
            ? 0
            : Integer.parseInt(padding.replaceFirst(", padding = (\\d+).*", "$1"));
    return (length + 2 * amount - kernel) / stride + 1;
  }

  /** The arguments of a pooling, which the extents are then those behind. */
  private String pool() {
    int size = 2 + random.nextInt(Math.min(3, smallest()) - 1);
    int stride = chance(0.6) ? size : 1 + random.nextInt(3);
    slide(size, stride, "");
    return stride == size ? String.valueOf(size) : "%d, stride = %d".formatted(size, stride);
  }

  private int smallest() {
    return signal ? width : Math.min(height, width);
  }

  private String norm() {
    return chance(0.8) ? " |> batchnorm" : "";
  }

  private String bias() {
    return chance(0.2) ? ", bias = true" : "";
  }

  private String activation() {
    return activation(true);
  }

  /** A sign, or several steps where nothing is pooled before. */
  private String activation(boolean mayQuantize) {
    if (mayQuantize && chance(0.15)) {
      int bits = 2 + random.nextInt(2);
      element = "q" + bits;
      return " |> quantize(%d)".formatted(bits);
    }
    element = "bit";
    return " |> sign";
  }

  /** Puts layers behind the current value. */
  private void step(String layers) {
    name(current() + " |> " + layers);
  }

  private void name(String expression) {
    values++;
    text.append(String.format(Locale.ROOT, "  let x%d = %s%n", values, expression));
  }

  private String current() {
    return values == 0 ? "frame" : "x" + values;
  }

  private void hardware() {
    text.append("hardware drawn {\n  style dataflow\n  clock 100 MHz\n");
    if (chance(0.6)) {
      text.append("  throughput %d fps%n".formatted(100 << random.nextInt(8)));
    }
    text.append("}\n");
  }

  private int pick(int[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}
