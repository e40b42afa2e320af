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

  @Test
  void tieGoesToTheLowestIndexInBothEngines() {
    Inference expected = new Inference(0, new long[] {2, 2});

    assertThat(new Interpreter(BITS).infer(new int[] {1, 1, 1})).isEqualTo(expected);
    assertThat(
            BatchEngine.compile(BITS).infer(new FrameBatch(new byte[] {1, 1, 1}, 1, 3), 1).get(0))
        .isEqualTo(expected);
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
