package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.ImageSet;
import dev.signet.data.NamedTensors;
import dev.signet.data.RandomStream;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.lower.RandomGraphs;
import dev.signet.network.Element;
import dev.signet.network.FloatTensor;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step of networks of maps and branches against the same step in float64, node by node. */
class GraphStepTest {
  private static final Optimizer.Adam ADAM = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8);
  private static final long SEED = 5;
  private static final long STEP = 17;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u8[1, 5, 6]: frame |> binarize |> conv(3, kernel = 3) |> batchnorm |> sign",
        "u8[3, 9, 7]: frame |> conv(5, kernel = 3) |> batchnorm |> sign |> conv(7, kernel = 2)"
            + " |> batchnorm |> sign",
        "u8[3, 6, 7]: frame |> conv(65, kernel = 3, padding = same) |> batchnorm |> sign"
            + " |> maxpool(2) |> conv(4, kernel = 2, padding = 1, fill = 0) |> batchnorm |> sign",
        "bit[64, 5, 5]: frame |> conv(66, kernel = 3, padding = 1, fill = 0) |> batchnorm |> sign"
            + " |> conv(3, kernel = 3, padding = 2, fill = 1) |> batchnorm |> sign",
        "bit[130, 3, 4]: frame |> conv(6, kernel = 2, fill = -1, padding = 1, stride = 2)"
            + " |> batchnorm |> sign",
        "bit[6, 7, 5]: frame |> conv(12, kernel = 3, groups = 3, padding = 1, fill = 0)"
            + " |> batchnorm |> sign |> conv(12, kernel = 2, groups = 12) |> batchnorm |> sign",
        "u8[4, 6, 6]: frame |> conv(8, kernel = 3, groups = 2, padding = 1) |> batchnorm |> sign",
        "u8[2, 12]: frame |> conv(5, kernel = 4, stride = 3) |> batchnorm |> sign"
            + " |> conv(3, kernel = 2) |> batchnorm |> sign",
        "bit[3, 9, 9]: frame |> conv(4, kernel = 3) |> maxpool(2) |> batchnorm |> sign"
            + " |> conv(3, kernel = 2) |> batchnorm |> sign",
        "bit[3, 9, 9]: frame |> conv(4, kernel = 3) |> batchnorm |> maxpool(3, stride = 2) |> sign"
            + " |> conv(3, kernel = 2, bias = true) |> maxpool(2) |> sign(ste = polynomial)",
        "bit[3, 8, 8]: frame |> conv(4, kernel = 3) |> batchnorm |> maxpool(2) |> maxpool(2)"
            + " |> sign",
        "bit[2, 6, 6]: frame |> conv(5, kernel = 3, bias = true) |> hardtanh |> sign(ste = identity)"
            + " |> conv(4, kernel = 3, bias = true) |> sign(ste = clipped)",
        "bit[3, 6, 6]: frame |> conv(4, kernel = 3) |> batchnorm |> quantize(2)"
            + " |> conv(5, kernel = 3, padding = 1, fill = 0) |> batchnorm"
            + " |> quantize(3, ste = polynomial)",
        "bit[3, 6, 6]: frame |> conv(70, kernel = 3) |> batchnorm |> quantize(2)"
            + " |> conv(5, kernel = 2, padding = 1, fill = -1, groups = 5) |> batchnorm |> sign",
        "bit[3, 6, 6]: frame |> dropout(0.3) |> conv(4, kernel = 3) |> batchnorm |> sign"
            + " |> dropout(0.2) |> conv(5, kernel = 3, padding = 1, fill = 0) |> batchnorm |> sign"
            + " |> dropout(0.5)",
        "u8[3, 6, 6]: frame |> thermometer(3) |> conv(4, kernel = 3) |> batchnorm |> sign",
        "u8[2, 3, 5]: frame |> thermometer(2)",
        "u8[3, 8, 8]: frame |> conv(6, kernel = 3) |> batchnorm |> sign |> avgpool(2) |> batchnorm"
            + " |> sign |> conv(4, kernel = 2) |> avgpool(2, stride = 1) |> batchnorm |> sign",
        "bit[1, 3, 3]: frame |> conv(70, kernel = 3) |> batchnorm |> sign",
        "bit[3, 1, 1]: frame |> conv(70, kernel = 3, padding = 1, fill = 0) |> batchnorm |> sign"
      })
  void gradientsOfMapsAreThoseOfThePlainReference(String text) {
    String[] parts = text.split(": ", 2);
    String source =
        """
        network net {
          input frame: %s
          let last = %s |> flatten
          output class = last |> dense(4) |> batchnorm |> argmax
        }
        """
            .formatted(parts[0], parts[1]);
    for (int batch : new int[] {1, 2, 7}) {
      check(network(source), batch, Loss.CROSS_ENTROPY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The gradient by a map that goes several ways is the sum of what comes back.
        """
          let a = frame |> conv(6, kernel = 3) |> batchnorm |> sign
          let b = a |> conv(6, kernel = 3, padding = 1, fill = 0)
          let c = add(b, a) |> batchnorm |> sign
          let d = add(b, c, a |> conv(6, kernel = 1)) |> batchnorm |> sign
          output class = concat(d, a, c) |> flatten |> dense(4) |> batchnorm |> argmax
        """,
        """
          let a = frame |> conv(5, kernel = 2) |> batchnorm |> sign
          let b = concat(a |> conv(3, kernel = 1) |> batchnorm |> sign, a |> maxpool(1), a)
          let c = b |> conv(4, kernel = 3) |> maxpool(2) |> batchnorm |> sign
          output class = c |> flatten |> dense(3, bias = true) |> scores
        """,
        """
          let a = frame |> conv(65, kernel = 3) |> batchnorm |> sign |> dropout(0.3)
          let b = a |> conv(4, kernel = 3, groups = 1) |> batchnorm |> sign
          let c = a |> conv(4, kernel = 3, padding = 1, fill = 0) |> batchnorm |> quantize(2)
          let d = c |> conv(4, kernel = 3) |> batchnorm |> sign
          output class = concat(b, d) |> flatten |> dense(5) |> argmax
        """,
        """
          let sums = frame |> conv(4, kernel = 3)
          let b = sums |> batchnorm |> maxpool(2) |> sign
          let c = sums |> maxpool(2) |> sign
          output class = add(b, c, c) |> batchnorm |> sign |> avgpool(all) |> flatten |> argmax
        """,
        """
          let a = frame |> conv(4, kernel = 3) |> batchnorm |> sign |> flatten
          let b = a |> dense(7) |> batchnorm |> sign
          output class = concat(a, b) |> dense(7) |> batchnorm |> sign |> dense(3) |> argmax
        """,
        """
          let a = frame |> conv(3, kernel = 2) |> batchnorm |> sign |> conv(3, kernel = 5)
          output class = a |> avgpool(all) |> flatten |> batchnorm |> argmax
        """
      })
  void gradientsOfBranchesAreThoseOfThePlainReference(String body) {
    Network network = network("network net {\n  input frame: u8[2, 6, 7]\n" + body + "}\n");
    for (int batch : new int[] {1, 5}) {
      check(network, batch, Loss.SQUARED_HINGE);
    }
  }

  @Test
  void gradientsOfDrawnNetworksAreThoseOfThePlainReference() {
    int checked = 0;
    for (int seed = 0; seed < 120; seed++) {
      Network network = RandomGraphs.model(seed).network();
      if (isTrainable(network)) {
        check(network, 1 + seed % 5, Loss.CROSS_ENTROPY);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(60);
  }

  /** Where the loss has a derivative, behind the last sign, the reference's slopes are its. */
  @Test
  void slopesBehindTheLastSignAreDifferencesOfTheLoss() {
    Network network =
        network(
            """
            network net {
              input frame: u8[2, 6, 7]
              let a = frame |> conv(6, kernel = 3) |> batchnorm |> sign
              output class = a |> conv(3, kernel = 3, bias = true) |> avgpool(all) |> flatten |> argmax
            }
            """);
    assertDifferences(network, "conv2.bias");
    assertDifferences(
        network(
            """
            network net {
              input frame: u8[2, 6, 7]
              let a = frame |> binarize |> conv(3, kernel = 6) |> avgpool(all) |> batchnorm
              output class = a |> flatten |> argmax
            }
            """),
        "bn1.bias",
        "bn1.weight");
  }

  private static void assertDifferences(Network network, String... names) {
    Plan plan = Plan.of(network);
    int batch = 4;
    Map<String, FloatTensor> parameters = parameters(network, batch);
    ImageSet images = images(network, plan.classes(), batch);
    double[][] values = values(network, images);
    GraphReference reference = reference(network, parameters, values, images.labels(), plan, batch);
    for (String name : names) {
      float[] elements = Optional.ofNullable(parameters.get(name)).orElseThrow().values();
      double[] slopes = reference.gradients.getOrDefault(name, new double[0]);
      for (int k = 0; k < elements.length; k++) {
        float step = 1f / 64;
        elements[k] += step;
        double up = reference(network, parameters, values, images.labels(), plan, batch).loss;
        elements[k] -= 2 * step;
        double down = reference(network, parameters, values, images.labels(), plan, batch).loss;
        elements[k] += step;
        assertThat(slopes[k] * batch).isEqualTo((up - down) / (2 * step), within(1e-3));
      }
    }
  }

  private static GraphReference reference(
      Network network,
      Map<String, FloatTensor> parameters,
      double[][] values,
      byte[] labels,
      Plan plan,
      int batch) {
    return new GraphReference(
        network, parameters, values, labels, Loss.CROSS_ENTROPY, kept(plan, batch));
  }

  private static double[][] values(Network network, ImageSet images) {
    double[][] values = new double[images.count()][images.shape().size()];
    boolean bits = network.input().type().element() instanceof Element.Bit;
    for (int row = 0; row < values.length; row++) {
      byte[] image = images.image(row);
      for (int k = 0; k < image.length; k++) {
        values[row][k] = bits ? 2 * image[k] - 1 : image[k] & 0xff;
      }
    }
    return values;
  }

  private static boolean isTrainable(Network network) {
    try {
      Plan.of(network);
      return true;
    } catch (TrainException _) {
      return false;
    }
  }

  static Network network(String text) {
    var compilation = SignetLanguage.compile(SourceText.of("net.bnn", text));
    assertThat(compilation.networks()).as(compilation.diagnostics() + text).hasSize(1);
    return compilation.networks().getFirst();
  }

  private static void check(Network network, int batch, Loss loss) {
    TrainingRecipe recipe =
        TrainingRecipe.defaults().toBuilder().loss(loss).seed(SEED).optimizer(ADAM).build();
    Plan plan = Plan.of(network);
    Map<String, FloatTensor> parameters = parameters(network, batch);
    TrainingState state = TrainingState.resumed(plan, batch, recipe, checkpoint(parameters));
    ImageSet images = images(network, plan.classes(), batch);
    int[] order = new int[batch];
    double[][] values = values(network, images);
    for (int row = 0; row < batch; row++) {
      order[row] = row;
    }
    GraphReference reference =
        new GraphReference(network, parameters, values, images.labels(), loss, kept(plan, batch));

    TrainingStep.Outcome outcome;
    try (Workers workers = new Workers(2)) {
      long[][] packed = plan.coding().pack(images, workers);
      TrainingStep step =
          new TrainingStep(state.stages, batch, recipe, workers, new PlainKernels());
      outcome =
          step.run(
              new TrainingStep.Batch(packed, images.labels(), order, 0, batch, STEP),
              Adam.at(ADAM, 1e-9, 1));
    }

    assertThat(outcome.loss()).isEqualTo(reference.loss, within(1e-4 * batch));
    Map<String, FloatTensor> after =
        state.checkpoint(new RunIdentity(Map.of())).contents().tensors();
    reference.gradients.forEach(
        (name, expected) -> {
          FloatTensor first = Optional.ofNullable(after.get("adam.first." + name)).orElseThrow();
          double tolerance = reference.tolerances.getOrDefault(name, 0.0);
          for (int k = 0; k < expected.length; k++) {
            assertThat(first.values()[k] / 0.1)
                .as("%s[%d], batch %d of %s", name, k, batch, network.nodes())
                .isEqualTo(expected[k], within(tolerance));
          }
        });
  }

  /** The dropouts of the step, drawn image by image, place after place. */
  private static GraphReference.Kept kept(Plan plan, int batch) {
    Map<String, double[][]> factors = new LinkedHashMap<>();
    List<Stage.Product> products = plan.products();
    for (int ordinal = 0; ordinal < products.size(); ordinal++) {
      Stage.Product product = products.get(ordinal);
      if (product.dropout() > 0) {
        // What a dense layer takes of a map goes place after place too.
        var map = product.isConv() ? plan.values().get(product.operand()).map() : product.under();
        double[][] all = new double[batch][map.channels() * map.places()];
        for (int row = 0; row < batch; row++) {
          RandomStream random = RandomStream.of(SEED, 4, STEP, ordinal, row);
          for (int place = 0; place < map.places(); place++) {
            for (int channel = 0; channel < map.channels(); channel++) {
              boolean dropped = random.nextDouble() < product.dropout();
              all[row][channel * map.places() + place] = dropped ? 0 : 1 / (1 - product.dropout());
            }
          }
        }
        factors.put(product.node().name(), all);
      }
    }
    return (product, rate, image, element) ->
        factors.getOrDefault(product.name(), new double[0][])[image][element];
  }

  private static ImageSet images(Network network, int classes, int batch) {
    Shape shape = network.input().type().shape();
    boolean bits = network.input().type().element() instanceof Element.Bit;
    RandomStream random = RandomStream.of(9, shape.size(), batch);
    byte[] pixels = new byte[batch * shape.size()];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = (byte) random.nextInt(bits ? 2 : 256);
    }
    byte[] labels = new byte[batch];
    for (int row = 0; row < batch; row++) {
      labels[row] = (byte) random.nextInt(classes);
    }
    return new ImageSet(shape, pixels, labels, classes);
  }

  private static Map<String, FloatTensor> parameters(Network network, long seed) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    RandomStream random = RandomStream.of(3, seed);
    for (Map.Entry<String, Shape> entry : Model.parameterShapes(network).entrySet()) {
      float[] values = new float[entry.getValue().size()];
      for (int k = 0; k < values.length; k++) {
        double value =
            entry.getKey().endsWith("running_var")
                ? random.between(0.5, 2)
                : random.between(-1.2, 1.2);
        values[k] = (float) value;
      }
      tensors.put(entry.getKey(), new FloatTensor(entry.getValue(), values));
    }
    return tensors;
  }

  /** Of a run that has not begun, but with these parameters. */
  private static NamedTensors checkpoint(Map<String, FloatTensor> parameters) {
    Map<String, FloatTensor> all = new LinkedHashMap<>(parameters);
    parameters.forEach(
        (name, tensor) -> {
          for (String moment : List.of("adam.first.", "adam.second.")) {
            all.put(
                moment + name, new FloatTensor(tensor.shape(), new float[tensor.values().length]));
          }
        });
    return new NamedTensors(all, Map.of("steps", "0", "epochs_finished", "0", "history", ""));
  }
}
