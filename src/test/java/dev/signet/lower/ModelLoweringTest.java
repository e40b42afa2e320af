package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.IrPrinter;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Element;
import dev.signet.network.FloatTensor;
import dev.signet.network.HardwareGoals;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import dev.signet.network.TrainingRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model whose every neuron shows one case of the fold, and the text of the IR it becomes. */
class ModelLoweringTest {
  private static final Shape FIVE = Shape.of(5);

  @Test
  void eachCaseOfTheFoldGivesTheGoldenText() throws IOException {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    // Rows +++, +-+, ++-, -++, --- over three inputs; a latent weight of 0 counts as +1.
    tensor(
        tensors, "fc1.weight", Shape.of(5, 3), 1, 1, 0, 1, -1, 1, 1, 1, -1, -1, 1, 1, -1, -1, -1);
    // γ > 0; γ < 0 (row inverted); γ = 0 with β ≥ 0 (always fires) and β < 0 (never); γ > 0 but out
    // of reach.
    tensor(tensors, "bn1.weight", FIVE, 1, -1, 0, 0, 1);
    tensor(tensors, "bn1.bias", FIVE, 0, 0, 0.5f, -0.5f, -9);
    tensor(tensors, "bn1.running_mean", FIVE, -1, 1, 0, 0, 0);
    tensor(tensors, "bn1.running_var", FIVE, 1, 1, 1, 1, 1);
    tensor(tensors, "fc2.weight", Shape.of(2, 5), 1, 1, 1, 1, 1, -1, -1, -1, -1, -1);
    tensor(tensors, "bn2.weight", Shape.of(2), 1, -2);
    tensor(tensors, "bn2.bias", Shape.of(2), 0, 0.25f);
    tensor(tensors, "bn2.running_mean", Shape.of(2), 0, 0);
    tensor(tensors, "bn2.running_var", Shape.of(2), 1, 1);

    String text = IrPrinter.print(ModelLowering.lower(new Model(network(), tensors)));

    assertThat(text).isEqualTo(read("Fold.ir"));
  }

  @Test
  void bytesAndBiasesGiveTheGoldenText() throws IOException {
    Network network =
        SignetLanguage.compile(
                SourceText.of(
                    "bytes.bnn",
                    """
                    network bytes {
                      input x: u8[1, 2, 1]
                      output y = x |> flatten |> dense(4, bias = true) |> batchnorm |> hardtanh |> sign
                        |> dense(2, bias = true) |> argmax(labels = ["no", "yes"])
                    }
                    """))
            .networks()
            .getFirst();
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    // s is x0 + x1, x0 − x1, −x0 − x1, and x0 − x1 with the row inverted.
    tensor(tensors, "fc1.weight", Shape.of(4, 2), 1, 1, 1, -1, -1, -1, 1, -1);
    tensor(tensors, "fc1.bias", Shape.of(4), -100.5f, 0, 9, 20);
    tensor(tensors, "bn1.weight", Shape.of(4), 1, 1, 1, -1);
    tensor(tensors, "bn1.bias", Shape.of(4), 0, 0, 0, 0);
    tensor(tensors, "bn1.running_mean", Shape.of(4), 0, -3, 600, 0);
    tensor(tensors, "bn1.running_var", Shape.of(4), 1, 1, 1, 1);
    tensor(tensors, "fc2.weight", Shape.of(2, 4), 1, 1, 1, 1, -1, 1, -1, 1);
    tensor(tensors, "fc2.bias", Shape.of(2), 0, 0.5f);

    String text = IrPrinter.print(ModelLowering.lower(new Model(network, tensors)));

    assertThat(text).isEqualTo(read("Bytes.ir"));
  }

  @Test
  void aValueThatIsNoNumberIsRefusedByLayerAndChannel() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    Model.parameterShapes(network())
        .forEach((name, shape) -> tensor(tensors, name, shape, new float[shape.size()]));
    // (s − μ)·γ is 0·∞ where the deviation overflows.
    tensor(tensors, "bn1.running_mean", FIVE, 0, 0, 0, 0, Float.MAX_VALUE);

    assertThatThrownBy(() -> ModelLowering.lower(new Model(network(), tensors)))
        .isInstanceOf(LoweringException.class)
        .hasMessageContaining("batchnorm1, channel 4");
  }

  private static Network network() {
    Element bit = new Element.Bit();
    Element real = new Element.Real();
    List<Node> nodes =
        List.of(
            new Node("x", new Layer.Input(), List.of(), new TensorType(bit, Shape.of(3))),
            new Node(
                "dense1",
                new Layer.Dense(5),
                List.of(0),
                new TensorType(new Element.BoundedInteger(-3, 3), FIVE)),
            new Node(
                "batchnorm1",
                new Layer.BatchNorm(1e-5f, 0.1f),
                List.of(1),
                new TensorType(real, FIVE)),
            new Node("sign1", new Layer.Sign(), List.of(2), new TensorType(bit, FIVE)),
            new Node(
                "dense2",
                new Layer.Dense(2),
                List.of(3),
                new TensorType(new Element.BoundedInteger(-5, 5), Shape.of(2))),
            new Node(
                "batchnorm2",
                new Layer.BatchNorm(1e-5f, 0.1f),
                List.of(4),
                new TensorType(real, Shape.of(2))),
            new Node(
                "argmax1",
                new Layer.Argmax(List.of("no", "yes")),
                List.of(5),
                new TensorType(new Element.BoundedInteger(0, 1), Shape.of(1))));
    return new Network(
        "fold", nodes, "answer", TrainingRecipe.defaults(), HardwareGoals.defaults());
  }

  private static void tensor(
      Map<String, FloatTensor> tensors, String name, Shape shape, float... values) {
    tensors.put(name, new FloatTensor(shape, values));
  }

  private static String read(String file) throws IOException {
    try (InputStream stream = ModelLoweringTest.class.getResourceAsStream("/lower/" + file)) {
      assertThat(stream).as(file).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
