package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrPrinter;
import dev.signet.ir.Program;
import dev.signet.network.Element;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphLoweringTest {
  private static final Element BIT = new Element.Bit();
  private static final Window SAME =
      new Window(new Window.Extent(3, 1, 1, 1), new Window.Extent(3, 1, 1, 1));
  private static final Window HALF =
      new Window(Window.Extent.valid(2, 2), Window.Extent.valid(2, 2));
  private static final Layer CONV = new Layer.Conv(2, SAME, 0, 1, false);
  private static final Layer NORM = new Layer.BatchNorm(1e-5f, 0.1f);

  private final GraphBuilder graph = new GraphBuilder(BIT, Shape.of(2, 4, 4));

  @Test
  void convWithZeroPaddingGivesTheGoldenText() throws IOException {
    int conv = graph.add(CONV, 0);
    int pool = graph.add(new Layer.MaxPool(HALF), conv);
    int sign = graph.add(new Layer.Sign(), graph.add(NORM, pool));
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), flat(sign)));
    Map<String, IntToDoubleFunction> values =
        Map.of(
            "conv1.weight", k -> k < 18 || k % 9 < 3 ? 1 : -1,
            "bn1.weight", k -> k == 0 ? 1 : -1,
            "bn1.running_var", _ -> 1,
            "fc1.weight", k -> k < 8 || k % 4 == 0 ? 1 : -1);

    String text = IrPrinter.print(ModelLowering.lower(model(graph.build(), values)));

    assertThat(text).isEqualTo(read());
  }

  @Test
  void sumsOfTwoUsesAreComputedOnce() {
    int conv = graph.add(CONV, 0);
    int first = graph.add(new Layer.Sign(), graph.add(NORM, conv));
    int second = graph.add(new Layer.Sign(), graph.add(NORM, conv));
    int both = graph.add(new Layer.Concat(), first, second);
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), flat(both)));

    Program program = lower();

    assertThat(count(program, Instruction.XnorPopcount.class)).isEqualTo(2);
    assertThat(count(program, Instruction.Slide.class)).isEqualTo(1);
    assertThat(count(program, Instruction.Threshold.class)).isEqualTo(2);
  }

  @Test
  void windowOfOnePlaceNeedsNoSlide() {
    Window one = new Window(Window.Extent.ONE, Window.Extent.ONE);
    int conv = graph.add(new Layer.Conv(4, one, 0, 2, false), 0);
    graph.add(
        new Layer.Scores(), graph.add(new Layer.Dense(2), flat(graph.add(new Layer.Sign(), conv))));

    assertThat(count(lower(), Instruction.Slide.class)).isZero();
  }

  @Test
  void aVeryDeepNetworkIsLowered() {
    int value = 0;
    for (int layer = 0; layer < 3000; layer++) {
      value = graph.add(new Layer.Dropout(0.5), value);
      value = graph.add(new Layer.MaxPool(new Window(Window.Extent.ONE, Window.Extent.ONE)), value);
    }
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), flat(value)));

    assertThat(count(lower(), Instruction.Pool.class)).isEqualTo(3000);
  }

  @Test
  void maximaOfQuantizedElementsAreRefused() {
    int quantized = graph.add(new Layer.Quantize(2, Layer.Estimator.HARDTANH), graph.add(CONV, 0));
    int pool = graph.add(new Layer.MaxPool(HALF), quantized);
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), flat(pool)));

    refused("maxpool1 of q2 is not supported");
  }

  @Test
  void quantizedMaximaAreRefused() {
    int pool = graph.add(new Layer.MaxPool(HALF), graph.add(CONV, 0));
    int quantized = graph.add(new Layer.Quantize(2, Layer.Estimator.HARDTANH), pool);
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), flat(quantized)));

    refused("quantize1 of a maxpool is not supported: put the maxpool behind a sign");
  }

  @Test
  void addedMaximaOfSumsAreRefused() {
    int conv = graph.add(CONV, 0);
    int one = graph.add(new Layer.MaxPool(HALF), conv);
    int sum = graph.add(new Layer.Add(), one, one);
    graph.add(
        new Layer.Scores(), graph.add(new Layer.Dense(2), flat(graph.add(new Layer.Sign(), sum))));

    refused("add1: adding up maxpool1 is not supported");
  }

  @Test
  void addedBiasesAndAveragesAreRefused() {
    int conv = graph.add(new Layer.Conv(2, SAME, 0, 1, true), 0);
    finish(graph.add(new Layer.Add(), conv, 0));
    refused("add1: adding conv1, which has a bias, is not supported");

    GraphBuilder other = new GraphBuilder(BIT, Shape.of(2, 4, 4));
    int mean = other.add(new Layer.AvgPool(HALF), 0);
    int sign = other.add(new Layer.Sign(), other.add(new Layer.Add(), mean, mean));
    int flat = other.add(new Layer.Flatten(), sign);
    other.add(new Layer.Scores(), other.add(new Layer.Dense(2), flat));
    assertThatThrownBy(() -> ModelLowering.lower(model(other.build(), Map.of())))
        .isInstanceOf(LoweringException.class)
        .hasMessage("add1: adding avgpool1, which is an average, is not supported");
  }

  @Test
  void addingAFlattenedMapToAVectorOfAnotherOrderIsRefused() {
    int flat = flat(graph.add(new Layer.MaxPool(HALF), 0));
    int sum = graph.add(new Layer.Add(), flat, graph.add(new Layer.Dense(8), flat));
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), graph.add(new Layer.Sign(), sum)));

    refused(
        "add1 of flatten1 and dense1 is not supported: only one of them was a map before flatten");
  }

  @Test
  void batchNormOfAllElementsBehindMaximaIsRefused() {
    int pool = graph.add(new Layer.MaxPool(HALF), graph.add(CONV, 0));
    int norm = graph.add(NORM, flat(pool));
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), graph.add(new Layer.Sign(), norm)));

    refused(
        "maxpool1 is not supported between conv1 and a batchnorm behind flatten: put the batchnorm"
            + " before flatten");
  }

  @Test
  void scoresOfPlacesWithFewerTermsAreRefused() {
    graph.add(new Layer.Scores(), flat(graph.add(CONV, 0)));

    refused(
        "scores1 of places with different numbers of terms is not supported: pad conv1 with -1 or"
            + " +1");
  }

  @Test
  void scoresOfMaximaAreRefused() {
    int pool = graph.add(new Layer.MaxPool(HALF), graph.add(CONV, 0));
    graph.add(new Layer.Scores(), flat(pool));

    refused("scores1 behind maxpool1 is not supported: put a sign between");
  }

  @Test
  void bytesPaddedWithOnesAreRefused() {
    GraphBuilder bytes = new GraphBuilder(new Element.UnsignedByte(), Shape.of(1, 4, 4));
    int conv = bytes.add(new Layer.Conv(2, SAME, 1, 1, false), 0);
    int flat = bytes.add(new Layer.Flatten(), bytes.add(new Layer.Sign(), conv));
    bytes.add(new Layer.Scores(), bytes.add(new Layer.Dense(2), flat));

    assertThatThrownBy(() -> ModelLowering.lower(model(bytes.build(), Map.of())))
        .isInstanceOf(LoweringException.class)
        .hasMessage("conv1: bytes are padded with 0 only");
  }

  private void finish(int sums) {
    int sign = graph.add(new Layer.Sign(), sums);
    graph.add(new Layer.Scores(), graph.add(new Layer.Dense(2), flat(sign)));
  }

  private int flat(int value) {
    return graph.add(new Layer.Flatten(), value);
  }

  private Program lower() {
    return ModelLowering.lower(model(graph.build(), Map.of()));
  }

  private void refused(String message) {
    assertThatThrownBy(this::lower).isInstanceOf(LoweringException.class).hasMessage(message);
  }

  private static long count(Program program, Class<? extends Instruction> kind) {
    return program.instructions().stream().filter(kind::isInstance).count();
  }

  /** With these values, and 0 for whatever is not given. */
  private static Model model(Network network, Map<String, IntToDoubleFunction> values) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    Model.parameterShapes(network)
        .forEach(
            (name, shape) -> {
              float[] all = new float[shape.size()];
              IntToDoubleFunction of = values.getOrDefault(name, _ -> 0);
              IntStream.range(0, all.length).forEach(k -> all[k] = (float) of.applyAsDouble(k));
              tensors.put(name, new FloatTensor(shape, all));
            });
    return new Model(network, tensors);
  }

  private static String read() throws IOException {
    try (InputStream stream = GraphLoweringTest.class.getResourceAsStream("/lower/Conv.ir")) {
      assertThat(stream).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
