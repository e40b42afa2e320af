package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import dev.signet.network.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerRulesTest {

  private static TensorType bits(Integer... extents) {
    return new TensorType(new Element.Bit(), Shape.of(extents));
  }

  private static TensorType bytes(Integer... extents) {
    return new TensorType(new Element.UnsignedByte(), Shape.of(extents));
  }

  private static TensorType sums(long min, long max, Integer... extents) {
    return new TensorType(new Element.BoundedInteger(min, max), Shape.of(extents));
  }

  private static Node last(TensorType input, String lets) {
    Pipelines result = Pipelines.evaluate(input, lets);
    assertThat(result.messages()).isEmpty();
    return result.last();
  }

  private static List<String> messages(TensorType input, String lets) {
    Pipelines result = Pipelines.evaluate(input, lets);
    assertThat(result.nodes()).isEmpty();
    return result.messages();
  }

  private static Window square(int kernel, int stride, int padding) {
    Window.Extent extent = new Window.Extent(kernel, stride, padding, padding);
    return new Window(extent, extent);
  }

  @Test
  void convSeesAKernelOfThreeWithoutPaddingWhereNothingIsSaid() {
    assertThat(last(bits(16, 8, 6), "let y = x |> conv(5)"))
        .isEqualTo(
            new Node(
                "conv1",
                new Layer.Conv(5, square(3, 1, 0), 0, 1, false),
                List.of(0),
                sums(-144, 144, 5, 6, 4)));
  }

  @Test
  void convTakesAllItsArguments() {
    Node conv =
        last(
            bits(16, 9, 9),
            "let y = x |> conv(8, kernel = 5, stride = 2, padding = 2, fill = -1, groups = 4, bias = true)");

    assertThat(conv.layer()).isEqualTo(new Layer.Conv(8, square(5, 2, 2), -1, 4, true));
    assertThat(conv.type()).isEqualTo(sums(-100, 100, 8, 5, 5));
  }

  @Test
  void theOddPlaceOfSamePaddingIsBehind() {
    Node conv = last(bits(1, 8, 7), "let y = x |> conv(2, kernel = 4, stride = 2, padding = same)");

    assertThat(((Layer.Conv) conv.layer()).window())
        .isEqualTo(new Window(new Window.Extent(4, 2, 1, 1), new Window.Extent(4, 2, 1, 2)));
    assertThat(conv.type()).isEqualTo(sums(-16, 16, 2, 4, 4));
  }

  @Test
  void signalsHaveOneRow() {
    Node conv = last(bytes(2, 100), "let y = x |> conv(4, kernel = 9, stride = 3, padding = 4)");

    assertThat(((Layer.Conv) conv.layer()).window())
        .isEqualTo(new Window(Window.Extent.ONE, new Window.Extent(9, 3, 4, 4)));
    assertThat(conv.type()).isEqualTo(sums(-255 * 18, 255 * 18, 4, 34));
    assertThat(last(bits(3, 10), "let y = x |> maxpool(4, stride = 3)").type())
        .isEqualTo(bits(3, 3));
  }

  @Test
  void aFillThatNothingIsPaddedWithIsForgotten() {
    Node conv = last(bits(1, 4, 4), "let y = x |> conv(1, kernel = 1, padding = same, fill = 1)");

    assertThat(((Layer.Conv) conv.layer()).fill()).isZero();
  }

  @Test
  void maxpoolKeepsWhatItPoolsAndDropsWhatIsLeftOver() {
    assertThat(last(bits(3, 7, 9), "let y = x |> maxpool"))
        .isEqualTo(
            new Node("maxpool1", new Layer.MaxPool(square(2, 2, 0)), List.of(0), bits(3, 3, 4)));
    assertThat(last(bits(3, 7, 9), "let y = x |> conv(2) |> maxpool(3, stride = 1)").type())
        .isEqualTo(sums(-27, 27, 2, 3, 5));
    assertThat(
            last(
                    bits(3, 7, 9),
                    "let y = x |> conv(2) |> maxpool |> batchnorm |> maxpool |> hardtanh |> sign")
                .type())
        .isEqualTo(bits(2, 1, 1));
  }

  @Test
  void avgpoolIsTheSumThatStandsForTheMean() {
    assertThat(last(bits(3, 8, 8), "let y = x |> avgpool").type()).isEqualTo(sums(-4, 4, 3, 4, 4));
    Node all = last(bits(3, 8, 6), "let y = x |> conv(5) |> avgpool(all)");

    assertThat(all.type()).isEqualTo(sums(-27 * 24, 27 * 24, 5, 1, 1));
    assertThat(all.layer())
        .isEqualTo(
            new Layer.AvgPool(new Window(Window.Extent.valid(6, 6), Window.Extent.valid(4, 4))));
    assertThat(last(bits(3, 20), "let y = x |> avgpool(all)").layer())
        .isEqualTo(new Layer.AvgPool(new Window(Window.Extent.ONE, Window.Extent.valid(20, 20))));
  }

  @Test
  void addTakesAnyNumberOfSumsAndBits() {
    String branches =
        "let a = x |> conv(4, padding = 1) let b = x |> conv(4, kernel = 1) let c = b |> sign";
    Node add = last(bits(4, 5, 5), branches + " let y = add(a, b, c, x)");

    assertThat(add.layer()).isEqualTo(new Layer.Add());
    assertThat(add.operands()).hasSize(4);
    assertThat(add.type()).isEqualTo(sums(-42, 42, 4, 5, 5));
    assertThat(last(bits(4, 5, 5), branches + " let y = add(add(a, b), add(c, x)) |> sign").type())
        .isEqualTo(bits(4, 5, 5));
    assertThat(last(bits(4, 5, 5), branches + " let y = a |> add(b) |> batchnorm").type().element())
        .isEqualTo(new Element.Real());
  }

  @Test
  void concatPutsChannelsOneAfterAnother() {
    assertThat(
            last(
                bits(4, 5, 5), "let a = x |> conv(3, padding = 1) |> sign let y = concat(x, a, x)"))
        .isEqualTo(new Node("concat1", new Layer.Concat(), List.of(0, 2, 0), bits(11, 5, 5)));
    assertThat(last(bits(4), "let y = concat(x, x)").type()).isEqualTo(bits(8));
    assertThat(last(bytes(4, 6), "let y = concat(x, x)").type()).isEqualTo(bytes(8, 6));
  }

  @Test
  void thermometerMultipliesChannels() {
    Node node = last(bytes(3, 8, 8), "let y = x |> thermometer(7)");

    assertThat(node.layer()).isEqualTo(new Layer.Thermometer(7));
    assertThat(node.type()).isEqualTo(bits(21, 8, 8));
    assertThat(last(bytes(5), "let y = x |> thermometer(levels = 2)").type()).isEqualTo(bits(10));
  }

  @Test
  void quantizedElementsAreOddIntegersInSums() {
    String quantized = "let q = x |> conv(4, padding = 1) |> quantize(3, ste = polynomial) ";
    Node quantize = last(bits(2, 6, 6), quantized);

    assertThat(quantize.layer()).isEqualTo(new Layer.Quantize(3, Layer.Estimator.POLYNOMIAL));
    assertThat(quantize.type().element()).isEqualTo(new Element.Quantized(3));
    assertThat(
            last(bits(2, 6, 6), quantized + "let y = q |> conv(2, kernel = 2, padding = 1)").type())
        .isEqualTo(sums(-7 * 16, 7 * 16, 2, 7, 7));
    assertThat(last(bits(2, 6, 6), quantized + "let y = q |> flatten |> dense(2)").type())
        .isEqualTo(sums(-7 * 144, 7 * 144, 2));
    assertThat(last(bits(9), "let y = x |> dense(4) |> hardtanh |> quantize(2)").type().element())
        .isEqualTo(new Element.Quantized(2));
  }

  @Test
  void scoresAreTheResultThemselves() {
    Node node = last(bits(4, 5, 5), "let y = x |> conv(3, kernel = 5) |> flatten |> scores");

    assertThat(node)
        .isEqualTo(new Node("scores1", new Layer.Scores(), List.of(2), sums(-100, 100, 3)));
    assertThat(messages(bits(4), "let y = x |> dense(3) |> scores |> argmax"))
        .containsExactly("'scores' ends a network, but 'argmax' follows it");
  }

  @Test
  void whatLaterLevelsCannotAddIsRefused() {
    String sums = "let a = x |> conv(4, padding = 1) ";
    TensorType map = bits(4, 5, 5);

    assertThat(messages(map, sums + "let y = add(a, x |> conv(4, padding = 1, bias = true))"))
        .containsExactly("adding sums that have a bias is not supported yet");
    assertThat(messages(map, sums + "let y = add(a |> avgpool, a |> avgpool)"))
        .containsExactly("adding averages is not supported yet");
    assertThat(messages(map, sums + "let y = add(a |> batchnorm, a)"))
        .containsExactly("'add' takes sums and bits, but one of its values is real[4, 5, 5]");
    assertThat(messages(map, sums + "let y = add(a |> maxpool, a |> maxpool)"))
        .containsExactly("'maxpool' of sums must be followed by 'sign', but 'add' follows it");
    assertThat(messages(map, sums + "let y = add(a |> quantize(2), a)"))
        .containsExactly("'add' on q2[4, 5, 5] is not supported yet");
    assertThat(messages(bytes(4, 5, 5), sums + "let y = add(a |> sign, x)"))
        .containsExactly("'add' takes sums and bits, but one of its values is u8[4, 5, 5]");
  }

  @Test
  void vectorsInTheOrderOfDifferentMapsAreNotAdded() {
    String row = "let row = x |> conv(4, padding = 1) |> sign |> flatten |> dropout ";
    TensorType map = bits(4, 5, 5);
    String refusal = "adding a flattened map to anything but one of its shape is not supported yet";

    assertThat(messages(map, row + "let y = add(row, row |> dense(100))")).containsExactly(refusal);
    assertThat(
            messages(
                map,
                row
                    + "let b = x |> conv(25, kernel = 4) |> sign |> flatten let c = row |> dense(100)"
                    + " let y = add(c, b)"))
        .containsExactly(refusal);
    assertThat(last(map, row + "let y = add(row, x |> flatten)").type())
        .isEqualTo(sums(-2, 2, 100));
    assertThat(last(bits(1, 5, 5), "let a = x |> flatten let y = add(a, a |> dense(25))").type())
        .isEqualTo(sums(-26, 26, 25));
  }

  @Test
  void sumsOfBytesAndOfBitsAreAdded() {
    assertThat(
            last(
                    bytes(1, 5, 5),
                    "let a = x |> conv(2, padding = 1) let b = x |> binarize |> conv(2, padding = 1)"
                        + " let y = add(a, b)")
                .type())
        .isEqualTo(sums(-2304, 2304, 2, 5, 5));
  }

  @Test
  void whatDiffersInShapeIsNotJoined() {
    TensorType map = bits(4, 6, 6);

    assertThat(messages(map, "let y = add(x, x |> conv(4))"))
        .containsExactly("'add' cannot join bit[4, 6, 6] and int<-36..36>[4, 4, 4]");
    assertThat(messages(map, "let y = add(x, x |> conv(5, padding = same))"))
        .containsExactly("'add' cannot join bit[4, 6, 6] and int<-36..36>[5, 6, 6]");
    assertThat(messages(map, "let y = concat(x, x |> maxpool)"))
        .containsExactly("'concat' cannot join bit[4, 6, 6] and bit[4, 3, 3]");
    assertThat(messages(map, "let y = concat(x, x |> flatten)"))
        .containsExactly("'concat' cannot join bit[4, 6, 6] and bit[144]");
    assertThat(messages(map, "let y = concat(x, x |> conv(4, padding = same))"))
        .containsExactly(
            "'concat' takes bits, bytes or quantized values, but one of its values is"
                + " int<-36..36>[4, 6, 6]");
  }

  @Test
  void whatLaterLevelsCannotPoolIsRefused() {
    TensorType map = bits(4, 6, 6);
    String quantized = "let q = x |> conv(4) |> quantize(2) ";

    assertThat(messages(map, quantized + "let y = q |> maxpool"))
        .containsExactly("'maxpool' on q2[4, 4, 4] is not supported yet");
    assertThat(messages(map, quantized + "let y = q |> avgpool"))
        .containsExactly("'avgpool' on q2[4, 4, 4] is not supported yet");
    assertThat(messages(map, "let y = x |> conv(4) |> maxpool |> batchnorm |> quantize(2)"))
        .containsExactly("'maxpool' of sums must be followed by 'sign', but 'quantize' follows it");
    assertThat(messages(map, "let y = x |> conv(4) |> maxpool |> hardtanh |> quantize(2)"))
        .containsExactly("'maxpool' of sums must be followed by 'sign', but 'quantize' follows it");
    assertThat(messages(map, "let y = x |> conv(4) |> batchnorm |> avgpool"))
        .containsExactly("'avgpool' takes a map of bits or sums, but gets real[4, 4, 4]");
    assertThat(messages(map, "let y = x |> avgpool |> avgpool"))
        .containsExactly("'avgpool' of averages is not supported yet");
    assertThat(messages(bytes(4, 6, 6), "let y = x |> avgpool"))
        .containsExactly("'avgpool' on u8[4, 6, 6] is not supported yet");
  }

  @Test
  void sumsThatExceedTheirLimitAreRefused() {
    assertThat(messages(bytes(128, 128, 130), "let y = x |> conv(1, kernel = 128) |> avgpool(all)"))
        .containsExactly(
            "sums from -1,604,321,280 to 1,604,321,280 are too large; they can be 1,069,547,520 at"
                + " the most (255 * 2^22)");
  }

  @Test
  void strideOfAWindowOverAllPlacesIsWarnedOf() {
    Pipelines result = Pipelines.evaluate(bits(4, 6, 6), "let y = x |> avgpool(all, stride = 2)");

    assertThat(result.messages())
        .containsExactly("'stride' has no effect on a window that sees all places");
    assertThat(result.last().type()).isEqualTo(sums(-36, 36, 4, 1, 1));
  }

  @Test
  void aParameterMayBeNamedLikeNoWord() {
    assertThat(last(bits(4, 6, 6), "let pad = 1 let y = x |> conv(2, padding = pad)").type())
        .isEqualTo(sums(-36, 36, 2, 6, 6));
  }

  @Test
  void dropoutAndBinarizeKeepMaps() {
    assertThat(last(bytes(2, 6, 6), "let y = x |> binarize |> dropout(0.2)").type())
        .isEqualTo(bits(2, 6, 6));
  }
}
