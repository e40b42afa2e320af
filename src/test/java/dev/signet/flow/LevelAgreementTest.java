package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * From float32 parameters chosen for their trouble to the cycle simulator: the float32 forward
 * pass, the interpreter, the batch engine and both styles of hardware, with and without stalls and
 * a reset in mid-frame, say the same of every image. Inputs are no multiple of 64 or of SIMD.
 */
class LevelAgreementTest {
  private static final int PIXELS = 65;

  private static final String TEXT =
      """
      network edge {
        input image: u8[1, 5, 13]
        let bits = image |> binarize(at = 100) |> flatten
        let body = bits |> dense(7) |> batchnorm |> sign |> dense(70) |> batchnorm |> sign
        output class = body |> dense(4) |> batchnorm |> argmax
      }
      hardware edge {
        style dataflow
        fold dense1(pe = 3, simd = 9)
        fold dense2(pe = 8, simd = 4)
        fold dense3(pe = 3, simd = 32)
      }
      """;

  private final AgreementFixture fixture = new AgreementFixture(TEXT, 3);

  private float[] parameter(String name) {
    return fixture.parameter(name);
  }

  @Test
  void negativeScalesAgree() {
    Arrays.fill(parameter("bn1.weight"), -0.7f);
    Arrays.fill(parameter("bn3.weight"), -1.3f);
    assertAllLevelsAgree();
  }

  @Test
  void zeroScalesAreConstantNeuronsAndClasses() {
    float[] scale = parameter("bn2.weight");
    float[] shift = parameter("bn2.bias");
    for (int channel = 0; channel < scale.length; channel += 2) {
      scale[channel] = channel % 4 == 0 ? 0f : -0f;
      shift[channel] = new float[] {1, -1, 0, -0f}[channel / 2 % 4];
    }
    parameter("bn3.weight")[2] = 0;
    Program program = assertAllLevelsAgree();
    assertThat(thresholds(program, 1).get(0)).isZero();
    assertThat(thresholds(program, 1).get(2)).isEqualTo(8);
    assertThat(thresholds(program, 1).get(4)).isZero();
    assertThat(thresholds(program, 1).get(6)).isZero();
  }

  @Test
  void neuronsThatAlwaysAndNeverFireAgree() {
    float[] shift = parameter("bn1.bias");
    shift[0] = 1e6f;
    shift[1] = -1e6f;
    Arrays.fill(parameter("bn2.bias"), 0, 35, -1e6f);
    Program program = assertAllLevelsAgree();
    assertThat(thresholds(program, 0).subList(0, 2)).containsExactly(0, PIXELS + 1);
    assertThat(thresholds(program, 1).subList(0, 35)).containsOnly(8);
  }

  @Test
  void aLayerOfWhichNoNeuronEverFiresAgrees() {
    Arrays.fill(parameter("bn2.bias"), -1e6f);
    assertThat(thresholds(assertAllLevelsAgree(), 1)).containsOnly(8);
  }

  @Test
  void tiesInTheLastLayerGoToTheLowestClass() {
    float[] weights = parameter("fc3.weight");
    System.arraycopy(weights, 70, weights, 0, 70);
    System.arraycopy(weights, 70, weights, 210, 70);
    for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
      float[] values = parameter("bn3." + name);
      values[0] = values[1];
      values[3] = values[1];
    }
    parameter("bn3.bias")[2] = -1e3f;
    Program program = assertAllLevelsAgree();
    assertThat(LevelInference.interpret(program, NetworkData.frames(fixture.images())).labels())
        .containsOnly(0);
  }

  @Test
  void sumsAtTheThresholdItselfAgree() {
    // 7 inputs: sums are odd, so a mean of 1 with a shift of 0 puts z = 0 at a reachable sum.
    Arrays.fill(parameter("bn2.running_mean"), 1);
    Arrays.fill(parameter("bn2.bias"), -0f);
    assertAllLevelsAgree();
  }

  private static List<Integer> thresholds(Program program, int layer) {
    return AgreementFixture.thresholds(program, layer);
  }

  private Program assertAllLevelsAgree() {
    return fixture.assertAllLevelsAgree();
  }
}
