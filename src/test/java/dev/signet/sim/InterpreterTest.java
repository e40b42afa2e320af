package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.IrParser;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final Program PROGRAM =
      IrParser.parse(
          """
          network @small {
            %image = input : int<0..255>[2, 2]
            %flatten1 = reshape %image : int<0..255>[4]
            %binarize1 = binarize %flatten1 at 128 : bit[4]
            %dense1 = xnor_popcount %binarize1, weights @dense1 : int<0..4>[3]
            %sign1 = threshold %dense1, [0, 5, 2] : bit[3]
            %dense2 = xnor_popcount %sign1, weights @dense2 : int<0..3>[2]
            %batchnorm2 = affine %dense2, scale [-2, 1], offset [7, 0] : int<0..7>[2]
            %argmax1 = argmax %batchnorm2 : int<0..1>[1]
            output "class" label %argmax1 scores %batchnorm2 labels ["no", "yes"]
          }
          weights @dense1 : bit[3, 4] { 1 8 f }
          weights @dense2 : bit[2, 3] { 5 7 }
          """);
  private static final Program BITS =
      IrParser.parse(
          """
          network @bits {
            %image = input : bit[3]
            %dense1 = xnor_popcount %image, weights @dense1 : int<0..3>[2]
            %argmax1 = argmax %dense1 : int<0..1>[1]
            output "class" label %argmax1 scores %dense1 labels ["no", "yes"]
          }
          weights @dense1 : bit[2, 3] { 5 5 }
          """);

  @Test
  void everyValueCanBeSeen() {
    Map<Value, long[]> values = new Interpreter(PROGRAM).trace(new int[] {128, 127, 0, 255});

    Map<String, List<Long>> byName =
        values.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().name(),
                    entry -> Arrays.stream(entry.getValue()).boxed().toList()));
    assertThat(byName)
        .containsEntry("flatten1", List.of(128L, 127L, 0L, 255L))
        .containsEntry("binarize1", List.of(1L, 0L, 0L, 1L))
        .containsEntry("dense1", List.of(3L, 3L, 2L))
        .containsEntry("sign1", List.of(1L, 0L, 1L))
        .containsEntry("dense2", List.of(3L, 2L))
        .containsEntry("batchnorm2", List.of(1L, 2L))
        .containsEntry("argmax1", List.of(1L));
    assertThat(values.keySet().stream().map(Value::name))
        .startsWith("image", "flatten1", "binarize1")
        .endsWith("argmax1");
  }

  /** Two channels of 2 × 3: 0 to 5, and 10 to 15. */
  private static final int[] TWO_CHANNELS = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15};

  private static long[] value(String operation, String type) {
    Program program =
        IrParser.parse(
            """
            network @maps {
              %%image = input : int<0..255>[2, 2, 3]
              %%map = channels_last %%image : int<0..255>[2, 3, 2]
              %%bits = binarize %%map at 4 : bit[2, 3, 2]
              %%y = %s : %s
              %%argmax1 = argmax %%map : int<0..11>[1]
              output "class" label %%argmax1 scores %%map labels ["a","b","c","d","e","f","g","h",
                "i","j","k","l"]
            }
            """
                .formatted(operation, type));
    return new Interpreter(program)
        .trace(TWO_CHANNELS).entrySet().stream()
            .filter(entry -> entry.getKey().name().equals("y"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void channelsOfAPlaceLieTogether() {
    assertThat(value("reshape %map", "int<0..255>[12]"))
        .containsExactly(0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15);
    assertThat(value("channels_last %image", "int<0..255>[2, 3, 2]"))
        .containsExactly(0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15);
  }

  @Test
  void windowSlidesRowByRowAndSeesTheFillOutside() {
    assertThat(
            value(
                "slide %map, rows 2 stride 1, columns 2 stride 2 padding 1 0, fill 7",
                "int<0..255>[1, 2, 8]"))
        .containsExactly(7, 7, 0, 10, 7, 7, 3, 13, 1, 11, 2, 12, 4, 14, 5, 15);
    assertThat(
            value(
                "slide %map, rows 2 stride 1, columns 2 stride 1, groups 2",
                "int<0..255>[1, 2, 8]"))
        .containsExactly(0, 1, 3, 4, 10, 11, 13, 14, 1, 2, 4, 5, 11, 12, 14, 15);
  }

  @Test
  void thermometerGivesEachElementItsLevels() {
    assertThat(value("thermometer %map at [1, 11]", "bit[2, 3, 4]"))
        .startsWith(0, 0, 1, 0, 1, 0, 1, 1)
        .endsWith(1, 0, 1, 1);
  }

  @Test
  void poolAsksForAnyOrForAllChannelByChannel() {
    // Channel 0 is 1 at the last two places of row 1, channel 1 everywhere.
    assertThat(value("pool %bits, rows 2 stride 2, columns 2 stride 1", "bit[1, 2, 2]"))
        .containsExactly(1, 1, 1, 1);
    assertThat(value("pool %bits, rows 2 stride 2, columns 2 stride 1, all 3", "bit[1, 2, 2]"))
        .containsExactly(0, 1, 0, 1);
    assertThat(value("pool %bits, rows 2 stride 2, columns 2 stride 1, all 2", "bit[1, 2, 2]"))
        .containsExactly(1, 1, 1, 1);
  }

  @Test
  void sumsAreOfIntegersAndOfBits() {
    assertThat(value("sum_pool %map, rows 2 stride 1, columns 2 stride 1", "int<0..1020>[1, 2, 2]"))
        .containsExactly(8, 48, 12, 52);
    assertThat(value("sum_pool %bits, rows 2 stride 1, columns 2 stride 1", "int<0..4>[1, 2, 2]"))
        .containsExactly(1, 4, 2, 4);
    assertThat(value("add %map, %bits", "int<0..256>[2, 3, 2]"))
        .containsExactly(0, 11, 1, 12, 2, 13, 3, 14, 5, 15, 6, 16);
  }

  @Test
  void concatJoinsTheChannelsOfEachPlace() {
    assertThat(value("concat %map, %map", "int<0..255>[2, 3, 4]"))
        .startsWith(0, 10, 0, 10, 1, 11, 1, 11);
  }

  @Test
  void placesOfOneClassShareTheirParameters() {
    String classes = "rows [0, 1], columns [0, 1, 0]";

    assertThat(value("threshold %map, [0, 10, 1, 12, 3, 13, 5, 14], " + classes, "bit[2, 3, 2]"))
        .containsExactly(1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1);
    assertThat(
            value(
                "affine %map, scale [1, -1], offset [0, 0, 100, 0, 200, 0, 300, 0], " + classes,
                "int<-255..555>[2, 3, 2]"))
        .containsExactly(0, -10, 101, -11, 2, -12, 203, -13, 304, -14, 205, -15);
  }

  @Test
  void severalStepsAreCounted() {
    assertThat(
            value(
                "threshold %map, [1, 3, 5, 10, 11, 256], rows [], columns []",
                "int<0..3>[2, 3, 2]"))
        .containsExactly(0, 1, 1, 2, 1, 2, 2, 2, 2, 2, 3, 2);
  }

  @Test
  void groupsOfChannelsMeetRowsOfTheirOwn() {
    Program program =
        IrParser.parse(
            """
            network @groups {
              %image = input : int<0..255>[4]
              %dense1 = xnor_popcount %image, weights @dense1, groups 2 : int<0..510>[4]
              %argmax1 = argmax %dense1 : int<0..3>[1]
              output "class" label %argmax1 scores %dense1 labels ["a", "b", "c", "d"]
            }
            weights @dense1 : bit[4, 2] { 3 1 3 2 }
            """);

    assertThat(new Interpreter(program).infer(new int[] {1, 2, 3, 4}).scores())
        .containsExactly(3, 254, 7, 256);
  }

  @Test
  void tieGoesToTheLowestIndexInBothEngines() {
    Inference expected = new Inference(0, new long[] {2, 2});

    assertThat(new Interpreter(BITS).infer(new int[] {1, 1, 1})).isEqualTo(expected);
    assertThat(
            BatchEngine.compile(BITS).infer(new FrameBatch(new byte[] {1, 1, 1}, 1, 3), 1).get(0))
        .isEqualTo(expected);
  }

  @Test
  void buffersOfPastValuesAreUsedAgain() {
    StringBuilder text = new StringBuilder("network @deep { %v0 = input : int<0..255>[1, 9, 4]\n");
    for (int k = 1; k <= 40; k++) {
      text.append("%%v%d = slide %%v%d, rows 1 stride 1, columns 1 stride 1".formatted(k, k - 1))
          .append(" : int<0..255>[1, 9, 4]\n");
    }
    text.append(
        """
        %flat = reshape %v40 : int<0..255>[36]
        %dense1 = xnor_popcount %flat, weights @dense1 : int<0..9180>[1]
        %argmax1 = argmax %dense1 : int<0..0>[1]
        output "class" label %argmax1 scores %dense1 labels ["only"]
        }
        weights @dense1 : bit[1, 36] { fffffffff }
        """);
    Program program = IrParser.parse(text.toString());
    byte[] frame = new byte[36];
    Arrays.fill(frame, (byte) 2);

    assertThat(BatchPlan.of(program).longsPerLane()).hasSizeLessThanOrEqualTo(4);
    assertThat(BatchEngine.compile(program).infer(new FrameBatch(frame, 1, 36), 1).get(0))
        .isEqualTo(new Inference(0, new long[] {72}));
  }

  @Test
  void interpreterRefusesAFrameThatDoesNotFit() {
    assertThatThrownBy(() -> new Interpreter(PROGRAM).infer(new int[5]))
        .isInstanceOf(FrameException.class)
        .hasMessage("a frame of 5 elements for %image, which is int<0..255>[2, 2]");
    assertThatThrownBy(() -> new Interpreter(PROGRAM).infer(new int[] {0, 0, 256, 0}))
        .isInstanceOf(FrameException.class)
        .hasMessage("element 2 of the frame is 256, outside 0..255");
    assertThatThrownBy(() -> new Interpreter(BITS).infer(new int[] {0, 1, 2}))
        .isInstanceOf(FrameException.class)
        .hasMessage("element 2 of the frame is 2, outside 0..1");
  }

  @Test
  void batchEngineRefusesFramesThatDoNotFit() {
    BatchEngine engine = BatchEngine.compile(BITS);

    assertThatThrownBy(() -> engine.infer(new FrameBatch(new byte[10], 2, 5), 1))
        .isInstanceOf(FrameException.class)
        .hasMessage("2 frames of 5 elements for %image, which is bit[3]");
    assertThatThrownBy(
            () -> engine.infer(new FrameBatch(new byte[] {0, 1, 1, 1, (byte) 200, 0}, 2, 3), 2))
        .isInstanceOf(FrameException.class)
        .hasMessage("element 1 of frame 1 is 200, outside 0..1");
    assertThatThrownBy(() -> new FrameBatch(new byte[7], 2, 3))
        .isInstanceOf(FrameException.class)
        .hasMessage("7 elements for 2 frames of 3");
  }
}
