package dev.signet.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IrParserTest {
  private static final String SMALL =
      """
      network @small {
        %image = input : int<0..255>[1, 2, 2]
        %flatten1 = reshape %image : int<0..255>[4]
        %binarize1 = binarize %flatten1 at 128 : bit[4]
        %dense1 = xnor_popcount %binarize1, weights @dense1 : int<0..4>[5]
        %sign1 = threshold %dense1, [0, 5, 2, 2, 3] : bit[5]
        %dense2 = xnor_popcount %sign1, weights @dense2 : int<0..5>[2]
        %batchnorm2 = affine %dense2, scale [2, -1], offset [-7, 3] : int<-7..3>[2]
        %argmax1 = argmax %batchnorm2 : int<0..1>[1]
        output "class" label %argmax1 scores %batchnorm2 labels ["no", "\\"yes\\""]
      }

      weights @dense1 : bit[5, 4] {
        0
        f
        3
        8
        5
      }

      weights @dense2 : bit[2, 5] {
        1f
        00
      }
      """;

  @Test
  void printerWritesTheTextThatWasRead() {
    assertThat(IrPrinter.print(IrParser.parse(SMALL))).isEqualTo(SMALL);
  }

  @Test
  void everyOperationOnMapsIsWrittenAsItWasRead() throws IOException {
    String text = maps();

    assertThat(IrPrinter.print(IrParser.parse(text))).isEqualTo(text);
  }

  static Stream<Arguments> mistakesOnMaps() {
    return Stream.of(
        Arguments.of("at [86, 171]", "at [171, 86]", "%thermometer1: level 86 is outside"),
        Arguments.of(
            "%thermometer1, rows 3 stride",
            "%thermometer1, rows 7 stride",
            "%conv1_window: a window of 7 × 3 does not fit bit[4, 4, 6]"),
        Arguments.of(
            "rows 3 stride 1 padding 1 1",
            "rows 3 stride 1 padding 1 3",
            "expected padding below the window's extent from 0 to 2, found '3'"),
        Arguments.of(
            "rows 3 stride 1", "rows 0 stride 1", "expected the extent of the window from 1 to"),
        Arguments.of("stride 2, columns", "stride 0, columns", "expected a stride from 1 to"),
        Arguments.of("1 1, groups 2 : bit", "1 1, groups 4 : bit", "4 groups of bit[4, 4, 6]"),
        Arguments.of("@conv1, groups 2", "@conv1, groups 3", "%conv1: 3 groups of 2 rows"),
        Arguments.of("@conv1, groups 2", "@conv1", "%conv1: weights bit[2, 27] meet bit[4, 4, 54]"),
        Arguments.of("fill 1", "fill 2", "%filled: fill 2 is no element of bit[2, 2, 4]"),
        Arguments.of("fill 1", "fall 1", "expected 'fill', found 'fall'"),
        Arguments.of(
            "rows [0, 1, 1, 2]", "rows [0, 1, 1]", "%sign1: classes of 3 rows for int<0..27>"),
        Arguments.of("rows [0, 1, 1, 2]", "rows [0, 1, 1, 4]", "%sign1: class 4 of rows"),
        Arguments.of("rows [0, 1, 1, 2]", "rows [0, 1, 1, -1]", "%sign1: class -1 of rows"),
        Arguments.of(
            "rows [0, 1, 1, 2]",
            "rows [0, 1, 1, 1]",
            "%sign1: 18 parameters for int<0..27>[4, 4, 2] with 6 classes of places"),
        Arguments.of(", all 2", ", all 4", "the row has a bit beyond column 1"),
        Arguments.of(", all 2", ", all", "expected a row of 1 hexadecimal digits for 2 bits"),
        Arguments.of(
            "stride 1, columns 2 stride 1 : int",
            "stride 1 padding 1 0, columns 2 stride 1 : int",
            "%avgpool1: pools without padding"),
        Arguments.of("int<0..2>[1, 1, 8]", "int<0..1>[1, 1, 8]", "%quantize1: threshold gives"),
        Arguments.of("int<0..2>[1, 1, 8]", "int<0..4>[1, 1, 8]", "%quantize1: 16 parameters for"),
        Arguments.of("[1, 2, 1, 2,", "[2, 1, 1, 2,", "%quantize1: threshold 1 is below the step"),
        Arguments.of(
            "%concat1 = concat %maxpool1, %least",
            "%concat1 = concat %maxpool1, %sign1", "%concat1: joins bit[2, 2, 2] and bit[4, 4, 2]"),
        Arguments.of(
            "add %avgpool1, %avgpool1", "add %avgpool1, %conv1", "%add1: adds int<0..4>[1, 1, 8]"),
        Arguments.of("int<0..8>[1, 1, 8]", "int<0..9>[1, 1, 8]", "%add1: add gives int<0..8>"),
        Arguments.of("[4, 4, 3]", "[4, 3, 4]", "%map: channels_last gives int<0..255>[4, 4, 3]"),
        Arguments.of("channels_last %image", "channels_last %image, 2", "expected ':', found ','"));
  }

  @ParameterizedTest
  @MethodSource("mistakesOnMaps")
  void mistakeOnMapsIsReported(String from, String to, String message) throws IOException {
    String text = maps();
    assertThat(text).contains(from);

    assertThatThrownBy(() -> IrParser.parse(text.replaceFirst(Pattern.quote(from), to)))
        .isInstanceOf(IrException.class)
        .hasMessageMatching("(?s)\\d+:\\d+: .*")
        .hasMessageContaining(message);
  }

  @Test
  void windowsAndValuesThatAreOnlyClaimedTakeNoRoom() {
    String large =
        """
        network @large {
          %image = input : bit[1, 1, 67108864]
          %y = pool %image, rows 1 stride 1, columns 1 stride 1 : bit[1, 1, 67108864]
        """;
    String wide =
        """
        network @wide {
          %image = input : bit[8000, 1, 8000]
          %y = slide %image, rows 67108864 stride 1 padding 67108863 67108863, columns 1 stride 1 : bit[1, 1, 1]
          %argmax1 = argmax %image : int<0..1>[1]
          output "class" label %argmax1 scores %image labels ["a", "b"]
        }
        """;

    assertThatThrownBy(() -> IrParser.parse(large)).hasMessageContaining("expected 'all'");
    assertThatThrownBy(() -> IrParser.parse(wide)).hasMessageContaining("has too many elements");
  }

  private static String maps() throws IOException {
    try (InputStream stream = IrParserTest.class.getResourceAsStream("/ir/Maps.ir")) {
      assertThat(stream).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void firstColumnIsTheLowestBitOfTheLastDigit() {
    Program program = IrParser.parse(SMALL);

    BitMatrix weights = ((Instruction.XnorPopcount) program.instructions().get(3)).weights();

    assertThat(IntStream.range(0, 4).mapToObj(column -> weights.get(3, column)))
        .containsExactly(false, false, false, true);
  }

  @Test
  void commentsAndLineBreaksStandAnywhere() {
    String spread =
        SMALL
            .replace(" = ", " // the value\n = \t")
            .replace("[0, 5, 2, 2, 3]", "[0,5,\n// more\n2,2\r\n,3]")
            .replace("weights @dense2", "// end\nweights\n@dense2");

    assertThat(IrParser.parse(spread)).isEqualTo(IrParser.parse(SMALL));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("network @small", "net @small", "1:1: expected 'network', found 'net'"),
        Arguments.of("@small {", "@small ", "2:3: expected '{', found '%'"),
        Arguments.of(
            "= reshape",
            "= reshap",
            "3:15: unknown operation 'reshap', expected one of input, binarize,"
                + " thermometer, channels_last, slide, reshape, xnor_popcount, threshold, pool,"
                + " sum_pool, add, concat, affine, argmax"),
        Arguments.of("at 128", "128", "4:35: expected 'at', found '128'"),
        Arguments.of("at 128", "at x", "4:38: expected a level, found 'x'"),
        Arguments.of(
            "at 128",
            "at 99999999999999999999",
            "4:38: expected a level from -2147483648 to 2147483647, found '99999999999999999999'"),
        Arguments.of("argmax %batchnorm2", "argmax %bn", "9:21: %bn is not defined before"),
        Arguments.of("%sign1 =", "%dense1 =", "6:3: %dense1 is defined twice"),
        Arguments.of(
            "bit[4]\n  %dense1",
            "bits[4]\n  %dense1",
            "4:44: expected a type: bit[784] or int<0..255>[1, 28, 28], found 'bits'"),
        Arguments.of(
            "int<0..255>[4]",
            "int<5..4>[4]",
            "3:39: expected the largest value from 5 to 9223372036854775807, found '4'"),
        Arguments.of(
            "[1, 2, 2]", "[1, 0, 2]", "2:35: expected an extent from 1 to 67108864, found '0'"),
        Arguments.of("[1, 2, 2]", "[9000, 9000]", "2:38: a value has at most 67108864 elements"),
        Arguments.of(
            "[1, 2, 2]", "[1, 1, 1, 1, 1, 1, 1, 1, 1]", "2:56: a shape has at most 8 extents"),
        Arguments.of(
            "[\"no\", \"\\\"yes\\\"\"]",
            "[\"no",
            "10:60: a class's name has no closing double quote on its line"),
        Arguments.of("\"no\"", "\"\\q\"", "10:61: expected one of \\\" \\\\ \\n \\t \\uXXXX"),
        Arguments.of(
            "\nweights @dense2 : ",
            "\nweights @dense1 : ",
            "21:9: weights @dense1 are given twice"),
        Arguments.of(
            "\nweights @dense2 : ",
            "\nweights @other : ",
            "7:43: weights @dense2 are not given after the network"),
        Arguments.of(
            "  00\n}",
            "  00\n}\nweights @dense3 : bit[1, 1] { 1 }",
            "25:9: no product uses weights @dense3"),
        Arguments.of(
            "bit[2, 5]", "bit[2, 30000000]", "21:19: the text ends before 2 rows of 30000000 bits"),
        Arguments.of("bit[2, 5]", "bit[10]", "21:19: weights are bit[rows, columns]"),
        Arguments.of("  1f", "  3f", "22:3: the row has a bit beyond column 4"),
        Arguments.of(
            "  1f", "  1", "22:3: expected a row of 2 hexadecimal digits for 5 bits, found 1: '1'"),
        Arguments.of("  1f", "  1g", "22:4: expected a hexadecimal digit"),
        Arguments.of("  00\n}", "  00\n} x", "24:3: expected 'weights', found 'x'"),
        Arguments.of("  00\n}", "  00\n", "25:1: expected '}', found the end of the text"),
        Arguments.of(
            "[0, 5, 2, 2, 3]", "[0, 6, 2, 2, 3]", "6:3: %sign1: threshold 6 for int<0..4>[5]"),
        Arguments.of(
            "scale [2, -1]", "scale [2]", "8:3: %batchnorm2: 1 parameters for int<0..5>[2]"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsReportedWithItsPlace(String from, String to, String message) {
    assertThat(SMALL).contains(from);

    assertThatThrownBy(() -> IrParser.parse(SMALL.replace(from, to)))
        .isInstanceOf(IrException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void endlessTextIsRefusedQuickly() {
    for (String start : List.of("[", "network @a {", "//", "network @a { %x = threshold %", "\"")) {
      String text = start + start.substring(start.length() - 1).repeat(5_000_000);
      assertTimeout(
          Duration.ofSeconds(5),
          () -> assertThatThrownBy(() -> IrParser.parse(text)).isInstanceOf(IrException.class));
    }
  }

  @Test
  void largestReferenceNetworkPrintsAndParsesInAboutASecond() {
    Program program = referenceNetwork();

    Program parsed =
        assertTimeout(Duration.ofSeconds(10), () -> IrParser.parse(IrPrinter.print(program)));

    assertThat(parsed).isEqualTo(program);
  }

  /** 784-1024×3-10: 2.9 million weights. */
  private static Program referenceNetwork() {
    Random random = new Random(1);
    List<Instruction> instructions = new ArrayList<>();
    Value value = new Value("image", new Bits(Shape.of(784)));
    instructions.add(new Instruction.Input(value));
    for (int layer = 1; layer <= 3; layer++) {
      int in = value.type().shape().size();
      Value counts = new Value("dense" + layer, new Integers(0, in, Shape.of(1024)));
      instructions.add(
          new Instruction.XnorPopcount(counts, value, RandomPrograms.weights(1024, in, random)));
      value = new Value("sign" + layer, new Bits(Shape.of(1024)));
      instructions.add(
          new Instruction.Threshold(
              value,
              counts,
              IntStream.range(0, 1024).mapToObj(_ -> random.nextInt(in + 2)).toList()));
    }
    Value scores = new Value("dense4", new Integers(0, 1024, Shape.of(10)));
    instructions.add(
        new Instruction.XnorPopcount(scores, value, RandomPrograms.weights(10, 1024, random)));
    Value label = new Value("argmax1", new Integers(0, 9, Shape.of(1)));
    instructions.add(new Instruction.Argmax(label, scores));
    List<String> labels = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    return Verifier.verify(
        new Program("lfc", instructions, new Program.Output("digit", scores, label, labels)));
  }
}
