package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Element;
import dev.signet.network.HardwareGoals;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.NetworkPrinter;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import dev.signet.network.TrainingRecipe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SignetLanguageTest {

  private static Network compile(String text) {
    return compile(text, Map.of());
  }

  private static Network compile(String text, Map<String, Long> overrides) {
    SourceText source = SourceText.of("test.bnn", text);
    Compilation compilation = SignetLanguage.compile(source, overrides);
    assertThat(new DiagnosticRenderer(source).render(compilation.diagnostics())).isEmpty();
    return compilation.networks().getFirst();
  }

  private static List<String> codes(String text, Map<String, Long> overrides) {
    return SignetLanguage.compile(SourceText.of("test.bnn", text), overrides).diagnostics().stream()
        .map(diagnostic -> diagnostic.code().id())
        .toList();
  }

  private static List<String> names(Network network) {
    return network.nodes().stream().map(Node::name).toList();
  }

  private static String inNetwork(String pipeline) {
    return "network n { input x: bit[64] output y = " + pipeline + " |> dense(4) |> argmax }";
  }

  private static Network withHardware(String settings) {
    return compile(inNetwork("x") + " hardware n { " + settings + " }");
  }

  @Test
  void theShortestNetworkHasFourLinesAndDefaultsForTheRest() {
    Network network =
        compile(
            """
            network tiny {
              input image: u8[1, 16, 16]
              output digit = image |> binarize |> flatten |> dense(10) |> argmax
            }
            """);

    assertThat(network.name()).isEqualTo("tiny");
    assertThat(network.outputName()).isEqualTo("digit");
    assertThat(network.training()).isEqualTo(TrainingRecipe.defaults());
    assertThat(network.hardware()).isEqualTo(HardwareGoals.defaults());
    assertThat(network.nodes())
        .containsExactly(
            new Node("image", new Layer.Input(), List.of(), bytes(1, 16, 16)),
            new Node("binarize1", new Layer.Binarize(128), List.of(0), bits(1, 16, 16)),
            new Node("flatten1", new Layer.Flatten(), List.of(1), bits(256)),
            new Node("dense1", new Layer.Dense(10), List.of(2), integers(-256, 256, 10)),
            new Node(
                "argmax1",
                new Layer.Argmax(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
                List.of(3),
                integers(0, 9, 1)));
  }

  private static TensorType bytes(Integer... extents) {
    return new TensorType(new Element.UnsignedByte(), Shape.of(extents));
  }

  private static TensorType bits(Integer... extents) {
    return new TensorType(new Element.Bit(), Shape.of(extents));
  }

  private static TensorType integers(long min, long max, Integer... extents) {
    return new TensorType(new Element.BoundedInteger(min, max), Shape.of(extents));
  }

  @Test
  void batchNormMakesRealsAndSignMakesBits() {
    Network network =
        compile(inNetwork("x |> dense(8) |> batchnorm(epsilon = 1e-3, momentum = 0.2) |> sign"));

    assertThat(network.nodes().get(2).layer()).isEqualTo(new Layer.BatchNorm(1e-3f, 0.2f));
    assertThat(network.nodes().get(2).type().element()).isEqualTo(new Element.Real());
    assertThat(network.nodes().get(3).type()).isEqualTo(bits(8));
  }

  @Test
  void bytesGoStraightIntoDense() {
    Network network =
        compile(
            """
            network pixels {
              input image: u8[2, 5]
              output digit = image |> flatten |> dense(3, bias = true) |> sign |> dense(2) |> argmax
            }
            """);

    assertThat(network.nodes().get(2))
        .isEqualTo(
            new Node("dense1", new Layer.Dense(3, true), List.of(1), integers(-2550, 2550, 3)));
    assertThat(network.nodes().get(4).layer()).isEqualTo(new Layer.Dense(2, false));
  }

  @Test
  void hardtanhMakesRealsOfSumsAndOfReals() {
    Network network =
        compile(
            inNetwork(
                "x |> dense(8, bias = false) |> hardtanh |> sign"
                    + " |> dense(4) |> batchnorm |> hardtanh |> sign(ste = identity)"));

    assertThat(names(network))
        .startsWith("x", "dense1", "hardtanh1", "sign1", "dense2", "batchnorm1", "hardtanh2");
    assertThat(network.nodes().get(2).layer()).isEqualTo(new Layer.Hardtanh());
    assertThat(network.nodes().get(2).type())
        .isEqualTo(new TensorType(new Element.Real(), Shape.of(8)));
    assertThat(network.nodes().get(6).type())
        .isEqualTo(new TensorType(new Element.Real(), Shape.of(4)));
  }

  @Test
  void repetitionsNestAndMayBeEmpty() {
    String body = "repeat(3) { repeat(2) { dense(64) |> sign } |> repeat(0) { dense(9) } }";

    assertThat(names(compile(inNetwork("x |> " + body))).getLast()).isEqualTo("argmax1");
    assertThat(compile(inNetwork("x |> " + body)).nodes()).hasSize(1 + 12 + 2);
  }

  @Test
  void aBlockWorksOnItsIncomingValueWithItsOwnNames() {
    Network network =
        compile(
            """
            block hidden(width, times = width / 32) {
              let first = dense(width) |> sign
              first |> repeat(times) { in |> dense(width) |> sign }
            }

            network n(width = 64) {
              input x: bit[10]
              let first = x |> hidden(width) |> hidden(times = 1, width = 32)
              output y = first |> dense(4) |> argmax
            }
            """);

    assertThat(network.nodes().stream().map(node -> node.type().shape().size()))
        .containsExactly(10, 64, 64, 64, 64, 64, 64, 32, 32, 32, 32, 4, 1);
  }

  @Test
  void unusedPartsAreNotNodes() {
    Compilation compilation =
        SignetLanguage.compile(
            SourceText.of(
                "test.bnn",
                "network n { input x: bit[8] let a = x |> dense(9) |> sign"
                    + " output y = x |> dense(4) |> argmax }"));

    assertThat(compilation.diagnostics()).hasSize(1);
    assertThat(compilation.diagnostics().getFirst().isError()).isFalse();
    assertThat(names(compilation.networks().getFirst())).containsExactly("x", "dense1", "argmax1");
  }

  @Test
  void arithmeticHasPrecedenceAndIsLeftAssociative() {
    Network network = compile(inNetwork("x |> dense(2 + 3 * 4 - 20 / 2 / 5 - (1 - -2)) |> sign"));

    assertThat(network.nodes().get(1).layer()).isEqualTo(new Layer.Dense(9));
  }

  @Test
  void letsMayHoldNumbersAndLists() {
    Network network =
        compile(
            "network n { input x: bit[8] let labels = [\"a\\\"b\", \"c\"] let k = 1 + 1"
                + " output y = x |> dense(k) |> argmax(labels) }");

    assertThat(network.output().layer()).isEqualTo(new Layer.Argmax(List.of("a\"b", "c")));
  }

  @Test
  void parametersCanBeSetFromOutside() {
    String text =
        "network n(width, twice = 2 * width) { input x: bit[8]"
            + " output y = x |> dense(width) |> sign |> dense(twice) |> argmax }";

    assertThat(compile(text, Map.of("width", 5L)).nodes().get(3).layer())
        .isEqualTo(new Layer.Dense(10));
    assertThat(codes(text, Map.of())).contains("argument");
    assertThat(codes(text, Map.of("width", 5L, "depth", 1L))).containsExactly("argument");
    assertThat(codes(text, Map.of("width", -5L))).contains("number");
  }

  @Test
  void severalNetworksShareASource() {
    Compilation compilation =
        SignetLanguage.compile(
            SourceText.of(
                "test.bnn",
                inNetwork("x")
                    + " network m { input x: bit[4] output y = x |> dens(4) |> argmax }"
                    + " network o { input x: bit[4] output y = x |> dense(4) |> argmax }"
                    + " train o { epochs 3 }"));

    assertThat(compilation.hasErrors()).isTrue();
    assertThat(compilation.networks()).extracting(Network::name).containsExactly("n", "o");
    assertThat(compilation.networks().get(1).training().epochs()).isEqualTo(3);
  }

  @Test
  void signTakesAnEstimatorByName() {
    for (Layer.Estimator estimator : Layer.Estimator.values()) {
      String word = estimator.name().toLowerCase(Locale.ROOT);
      Network network = compile(inNetwork("x |> dense(8) |> sign(ste = " + word + ")"));

      assertThat(network.nodes().get(2).layer()).isEqualTo(new Layer.Sign(estimator));
      assertThat(NetworkPrinter.print(network))
          .contains(word.equals("hardtanh") ? "= sign of" : "= sign(ste = " + word + ") of");
    }
    assertThat(compile(inNetwork("x |> dense(8) |> sign")).nodes().get(2).layer())
        .isEqualTo(new Layer.Sign(Layer.Estimator.HARDTANH));
  }

  @Test
  void dropoutKeepsTheTypeOfItsBits() {
    Network network = compile(inNetwork("x |> dropout |> dense(8) |> sign |> dropout(rate = 0.1)"));

    assertThat(network.nodes().get(1))
        .isEqualTo(new Node("dropout1", new Layer.Dropout(0.5), List.of(0), bits(64)));
    assertThat(network.nodes().get(4))
        .isEqualTo(new Node("dropout2", new Layer.Dropout(0.1), List.of(3), bits(8)));
    assertThat(NetworkPrinter.print(network))
        .contains("dropout2 = dropout(rate = 0.1) of sign1 : bit[8]");
  }

  @Test
  void hardwareSettingsAreRead() {
    HardwareGoals goals =
        withHardware("style dataflow clock 0.2GHz throughput 1_000 fps fold dense1(2, simd = 16)")
            .hardware();

    assertThat(goals)
        .isEqualTo(
            new HardwareGoals(
                HardwareGoals.Style.DATAFLOW,
                2e8,
                OptionalDouble.of(1000),
                Map.of("dense1", new HardwareGoals.Folding(2, 16))));
    assertThat(withHardware("clock 50 kHz style spatial").hardware())
        .isEqualTo(
            new HardwareGoals(HardwareGoals.Style.SPATIAL, 5e4, OptionalDouble.empty(), Map.of()));
  }

  @Test
  void targetAndBudgetAreRead() {
    HardwareGoals goals =
        withHardware("target ice40 budget 4_000 luts budget 12 block_rams").hardware();

    assertThat(goals.target()).isEqualTo(HardwareGoals.Target.ICE40);
    assertThat(goals.budget())
        .isEqualTo(new HardwareGoals.Budget(OptionalLong.of(4000), OptionalLong.of(12)));
    assertThat(withHardware("").hardware()).isEqualTo(HardwareGoals.defaults());
  }

  @Test
  void sectionsSeeTheParametersOfTheirNetwork() {
    Network network =
        compile(
            "network n(width = 64) { input x: bit[8] output y = x |> dense(width) |> argmax }"
                + " hardware n { fold dense1(pe = width / 2, simd = 8) }");

    assertThat(network.hardware().foldings().get("dense1"))
        .isEqualTo(new HardwareGoals.Folding(32, 8));
  }

  @Test
  void sectionsMayStandBeforeTheirNetworkAndNewlinesMeanNothing() {
    String text = "train n { epochs 3 } " + inNetwork("x");

    assertThat(compile(text.replace(' ', '\n')).training().epochs()).isEqualTo(3);
    assertThat(compile(text.replace(" ", "\r\n\t // comment\r\n")).training().epochs())
        .isEqualTo(3);
  }

  @Test
  void joinsAndImplicitStartsParseAndAreChecked() {
    String text =
        """
        block residual(width) {
          let branch = dense(width) |> batchnorm |> sign |> dense(width)
          add(branch, in |> dense(width))
        }

        network n {
          input x: bit[8]
          output y = x |> residual(8) |> sign |> dense(2) |> argmax
        }
        """;

    assertThat(names(compile(text)))
        .containsExactly(
            "x",
            "dense1",
            "batchnorm1",
            "sign1",
            "dense2",
            "dense3",
            "add1",
            "sign2",
            "dense4",
            "argmax1");
  }

  @Test
  void jsonHoldsEverythingAToolNeeds() {
    SourceText source = SourceText.of("net.bnn", inNetwork("\n x |> dens(8) |> sign"));

    var json = new DiagnosticRenderer(source).toJson(SignetLanguage.compile(source).diagnostics());

    assertThat(json.toString())
        .isEqualTo(
            "[{\"severity\":\"error\",\"code\":\"unknown-layer\",\"file\":\"net.bnn\",\"line\":2,"
                + "\"column\":7,\"endLine\":2,\"endColumn\":11,\"message\":\"unknown layer 'dens'\","
                + "\"label\":\"\",\"notes\":[],\"suggestion\":\"did you mean 'dense'?\"}]");
  }

  @Test
  void aTextWithSyntaxErrorsIsNotFormatted() {
    Formatter.Formatted formatted = Formatter.format(SourceText.of("a.bnn", "network {"));

    assertThat(formatted.text()).isEmpty();
    assertThat(formatted.diagnostics()).isNotEmpty();
  }

  @Test
  void aTextWithTypeErrorsIsFormatted() {
    assertThat(Formatter.format(SourceText.of("a.bnn", "network a{output x=foo}")).text())
        .hasValue("network a {\n  output x = foo\n}\n");
  }
}
