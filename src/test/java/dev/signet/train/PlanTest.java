package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void stagesAreReadWithTheirSizes() {
    Network network =
        TestNetworks.dense(Shape.of(1, 4, 4), TrainingRecipe.defaults(), true, 8, 6, 3);

    Plan plan = Plan.of(network);

    assertThat(plan.coding()).isEqualTo(new PixelCoding.Binarized(128));
    assertThat(plan.classes()).isEqualTo(3);
    assertThat(plan.products()).extracting(Stage.Product::inputs).containsExactly(16, 8, 6);
    assertThat(plan.products()).extracting(Stage.Product::units).containsExactly(8, 6, 3);
    assertThat(plan.outputName(plan.last())).isEqualTo("batchnorm3");
  }

  @Test
  void batchNormIsOptional() {
    Network network = TestNetworks.dense(Shape.of(4, 4), TrainingRecipe.defaults(), false, 8, 3);

    assertThat(Plan.of(network).activations()).allMatch(stage -> stage.norm().isEmpty());
  }

  @Test
  void dropoutsInARowActAsOne() {
    Network network =
        TestNetworks.of(
            new Layer.Binarize(1),
            new Layer.Dropout(0.5),
            new Layer.Dropout(0.2),
            new Layer.Dense(1),
            new Layer.Sign(),
            new Layer.Dense(1),
            new Layer.Sign(),
            new Layer.Dropout(0.1),
            new Layer.Dense(1));

    assertThat(Plan.of(network).products())
        .extracting(Stage.Product::dropout)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.6, 0.0, 0.1);
  }

  @Test
  void stagesTellTheirBiasAndHardtanh() {
    Network network =
        TestNetworks.of(
            new Layer.Binarize(1),
            new Layer.Dense(1, true),
            new Layer.BatchNorm(1e-5f, 0.1f),
            new Layer.Hardtanh(),
            new Layer.Sign(),
            new Layer.Dense(1),
            new Layer.Sign(),
            new Layer.Dense(1, true));

    assertThat(Plan.of(network).products())
        .extracting(Stage.Product::hasBias)
        .containsExactly(true, false, true);
    assertThat(Plan.of(network).activations())
        .extracting(Stage.Activation::hardtanh)
        .containsExactly(true, false, false);
  }

  @Test
  void bitsAreTakenAsTheyAre() {
    Network network = TestNetworks.ofBits(4, new Layer.Dense(3));

    Plan plan = Plan.of(network);

    assertThat(plan.coding()).isEqualTo(new PixelCoding.Binarized(1));
    assertThat(plan.products()).extracting(Stage.Product::inputs).containsExactly(4);
  }

  @Test
  void bytesMayMeetTheFirstWeightsAsTheyAre() {
    Network network = TestNetworks.of(new Layer.Dense(1), new Layer.Sign(), new Layer.Dense(1));

    Plan plan = Plan.of(network);

    assertThat(plan.coding()).isEqualTo(new PixelCoding.BitPlanes());
    assertThat(plan.products())
        .extracting(stage -> plan.values().get(stage.operand()) instanceof Value.Pixels)
        .containsExactly(true, false);
    assertThat(plan.products())
        .extracting(stage -> plan.sums(stage.result()).largest())
        .containsExactly(4 * 255, 1);
  }

  @Test
  void moreBytesThanASumCanTakeAreRefused() {
    Network network =
        TestNetworks.dense(
            Shape.of((1 << 22) + 1),
            TrainingRecipe.defaults(),
            new TestNetworks.Form(true, false, false, true, new Layer.Sign(), 0),
            2);

    assertThatThrownBy(() -> Plan.of(network))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'dense1'")
        .hasMessageContaining("4194305 bytes");
  }

  @Test
  void batchesWhoseSquaresDoNotFitAreRefused() {
    TestNetworks.Form form = new TestNetworks.Form(true, false, false, true, new Layer.Sign(), 0);
    TrainingRecipe recipe = TrainingRecipe.defaults();
    Plan plan = Plan.of(TestNetworks.dense(Shape.of(1 << 22), recipe, form, 1));

    assertThatThrownBy(() -> TrainingState.fresh(plan, 9, recipe))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("batches of 9 images")
        .hasMessageContaining("'batchnorm1'");
  }

  @Test
  void bitsAreNotBinarizedAgain() {
    Network network = TestNetworks.ofBits(4, new Layer.Binarize(1), new Layer.Dense(3));

    assertThatThrownBy(() -> Plan.of(network))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'n1' is out of place");
  }

  @Test
  void layersOutOfPlaceAreNamed() {
    assertRefused("'n2'", new Layer.Dense(3), new Layer.Binarize(1));
    assertRefused("'n3'", new Layer.Dense(3), new Layer.Sign(), new Layer.Binarize(1));
    assertRefused("'n2'", new Layer.Binarize(1), new Layer.Binarize(1));
    assertRefused("'n2'", new Layer.Binarize(1), new Layer.BatchNorm(1e-5f, 0.1f));
    assertRefused("'n3'", new Layer.Binarize(1), new Layer.Dense(3), new Layer.Dense(3));
    assertRefused(
        "'n4'",
        new Layer.Binarize(1),
        new Layer.Dense(3),
        new Layer.Argmax(List.of("a", "b", "c")),
        new Layer.Flatten());
    assertRefused("not 'n3'", new Layer.Binarize(1), new Layer.Dense(3), new Layer.Sign());
    assertRefused("not 'n1'", new Layer.Binarize(1));
    assertRefused("'n1'", new Layer.Dropout(0.5));
    assertRefused("'n3'", new Layer.Binarize(1), new Layer.Dense(3), new Layer.Dropout(0.5));
    assertRefused(
        "'n4'",
        new Layer.Binarize(1),
        new Layer.Dense(3),
        new Layer.Hardtanh(),
        new Layer.Hardtanh());
    assertRefused(
        "'n4'",
        new Layer.Binarize(1),
        new Layer.Dense(3),
        new Layer.Hardtanh(),
        new Layer.BatchNorm(1e-5f, 0.1f));
    assertRefused(
        "'n4'",
        new Layer.Binarize(1),
        new Layer.Dense(3),
        new Layer.Hardtanh(),
        new Layer.Argmax(List.of("a")));
    assertRefused("not 'n3'", new Layer.Binarize(1), new Layer.Dense(3), new Layer.Hardtanh());
    assertRefused("not 'image'");
  }

  @Test
  void mapsAreReadWithTheirPlaces() {
    Plan plan =
        Plan.of(
            GraphStepTest.network(
                """
                network net {
                  input image: u8[3, 8, 9]
                  let a = image |> conv(6, kernel = 3, groups = 3) |> batchnorm |> sign
                  let b = a |> maxpool(2) |> conv(4, kernel = 2, bias = true) |> maxpool(2)
                  output class = b |> sign |> flatten |> dense(5) |> argmax
                }
                """));

    assertThat(plan.coding()).isEqualTo(new PixelCoding.BitPlanes());
    assertThat(plan.products()).extracting(Stage.Product::inputs).containsExactly(9, 24, 4);
    assertThat(plan.products()).extracting(Stage.Product::groups).containsExactly(3, 1, 1);
    assertThat(plan.values())
        .extracting(Value::map)
        .contains(
            new FeatureMap(3, 8, 9),
            new FeatureMap(6, 6, 7),
            new FeatureMap(6, 3, 3),
            new FeatureMap(4, 2, 2),
            new FeatureMap(4, 1, 1),
            new FeatureMap(5, 1, 1));
    assertThat(plan.multiplications()).isEqualTo(9 * 6 * 42 + 24 * 4 * 4 + 4 * 5);
  }

  @Test
  void branchesThatTrainingCannotFollowAreRefusedInWords() {
    assertRefused(
        "'add1' adds 'conv1', which has a dropout in front",
        """
          let a = image |> binarize |> dropout(0.5)
          let b = add(a |> conv(2, kernel = 3), a |> conv(2, kernel = 3)) |> sign
          output class = b |> flatten |> dense(2) |> argmax
        """);
    assertRefused(
        "'conv1' pads what a dropout has left with -1; only 0 can be",
        """
          let a = image |> binarize |> dropout(0.5) |> conv(2, kernel = 3, padding = 1, fill = -1)
          output class = a |> sign |> flatten |> dense(2) |> argmax
        """);
    assertRefused(
        "the values of 'batchnorm1' go to several layers",
        """
          let a = image |> conv(2, kernel = 3) |> batchnorm
          let b = concat(a |> sign, a |> sign)
          output class = b |> flatten |> dense(2) |> argmax
        """);
    assertRefused(
        "'maxpool1' is out of place",
        """
          let a = image |> binarize |> dropout(0.5) |> maxpool(2)
          output class = a |> flatten |> dense(2) |> argmax
        """);
  }

  @Test
  void whatOnlyTrainingCannotDoIsEvaluated() {
    Plan plan =
        Plan.ofEvaluation(
            network(
                """
                  let a = image |> binarize |> dropout(0.5) |> maxpool(2)
                  output class = a |> flatten |> dense(2) |> argmax
                """));

    assertThat(plan.products()).extracting(Stage.Product::dropout).containsExactly(0.0);
  }

  private static Network network(String body) {
    return GraphStepTest.network("network odd {\n  input image: u8[1, 4, 4]\n" + body + "}\n");
  }

  private static void assertRefused(String part, String body) {
    Network network = network(body);
    assertThatThrownBy(() -> Plan.of(network))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("network 'odd' cannot be trained")
        .hasMessageContaining(part);
  }

  private static void assertRefused(String part, Layer... layers) {
    Network network = TestNetworks.of(layers);
    assertThatThrownBy(() -> Plan.of(network))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("network 'odd' cannot be trained")
        .hasMessageContaining(part);
  }
}
