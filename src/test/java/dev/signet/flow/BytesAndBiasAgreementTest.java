package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.Program;
import dev.signet.lower.LoweringException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Pixels that meet the weights as they are, biases, and hardtanh: from float32 parameters chosen
 * for their trouble to the cycle simulator, every level says the same.
 */
class BytesAndBiasAgreementTest {
  private static final int PIXELS = 65;

  /** SIMD divides neither the pixels nor a word of 64 bits. */
  private static final String BYTES =
      """
      network bytes {
        input image: u8[1, 5, 13]
        let body = image |> flatten |> dense(7, bias = true) |> batchnorm |> hardtanh |> sign
        output class = body |> dense(4, bias = true) |> batchnorm |> argmax
      }
      hardware bytes { fold dense1(pe = 3, simd = 9) fold dense2(pe = 3, simd = 4) }
      """;

  private static final String NO_NORM =
      """
      network plain {
        input image: u8[1, 5, 13]
        let body = image |> flatten |> dense(9, bias = true) |> hardtanh |> sign
          |> dense(8, bias = true) |> sign
        output class = body |> dense(4, bias = true) |> argmax
      }
      hardware plain { fold dense1(pe = 2, simd = 64) }
      """;

  /** As random as the sums of bytes are: means and biases of some thousands. */
  private static AgreementFixture bytes(int seed) {
    AgreementFixture fixture = new AgreementFixture(BYTES, seed);
    spread(fixture.parameter("bn1.running_mean"), 600);
    spread(fixture.parameter("fc1.bias"), 600);
    return fixture;
  }

  private static void spread(float[] values, float factor) {
    for (int index = 0; index < values.length; index++) {
      values[index] *= factor;
    }
  }

  @Test
  void bytesWithBiasAndBatchNormAgree() {
    for (int seed = 0; seed < 5; seed++) {
      bytes(seed).assertAllLevelsAgree();
    }
  }

  @Test
  void negativeAndZeroScalesAgree() {
    AgreementFixture fixture = bytes(6);
    float[] scale = fixture.parameter("bn1.weight");
    Arrays.fill(scale, -0.7f);
    scale[1] = 0;
    scale[2] = -0f;
    fixture.parameter("bn1.bias")[1] = 1;
    fixture.parameter("bn1.bias")[2] = -1;

    List<Integer> thresholds = AgreementFixture.thresholds(fixture.assertAllLevelsAgree(), 0);

    assertThat(thresholds.get(1)).isZero();
    assertThat(thresholds.get(2)).isEqualTo(255 * PIXELS + 1);
  }

  @Test
  void neuronsThatAlwaysAndNeverFireAgree() {
    AgreementFixture fixture = bytes(7);
    Arrays.fill(fixture.parameter("bn1.weight"), 1);
    fixture.parameter("fc1.bias")[0] = 1e6f;
    fixture.parameter("fc1.bias")[6] = -1e6f;

    List<Integer> thresholds = AgreementFixture.thresholds(fixture.assertAllLevelsAgree(), 0);

    assertThat(thresholds.get(0)).isZero();
    assertThat(thresholds.get(6)).isEqualTo(255 * PIXELS + 1);
  }

  @Test
  void biasesWithoutBatchNormAgree() {
    for (int seed = 0; seed < 5; seed++) {
      AgreementFixture fixture = new AgreementFixture(NO_NORM, seed);
      spread(fixture.parameter("fc1.bias"), 600);
      fixture.assertAllLevelsAgree();
    }
  }

  @Test
  void sumsAtTheThresholdItselfAgree() {
    // Each bias takes to 0 just what an image sums up to, or to a float32 beside it.
    AgreementFixture fixture = new AgreementFixture(NO_NORM, 8);
    byte[] pixels = fixture.images().pixels();
    float[] weights = fixture.parameter("fc1.weight");
    float[] bias = fixture.parameter("fc1.bias");
    for (int neuron = 0; neuron < bias.length; neuron++) {
      int sum = 0;
      for (int k = 0; k < PIXELS; k++) {
        int pixel = Byte.toUnsignedInt(pixels[neuron * PIXELS + k]);
        sum += weights[neuron * PIXELS + k] >= 0 ? pixel : -pixel;
      }
      bias[neuron] =
          switch (neuron % 3) {
            case 0 -> -sum;
            case 1 -> Math.nextUp((float) -sum);
            default -> Math.nextDown((float) -sum);
          };
    }

    fixture.assertAllLevelsAgree();
  }

  @Test
  void biasesThatTieWithSumsGoToTheLowestClass() {
    AgreementFixture fixture = new AgreementFixture(NO_NORM, 9);
    float[] weights = fixture.parameter("fc3.weight");
    Arrays.fill(weights, 1);
    // Sums are equal, so biases decide: classes 1, 2 and 3 tie.
    System.arraycopy(new float[] {-2, 0, -0f, 0}, 0, fixture.parameter("fc3.bias"), 0, 4);

    Program program = fixture.assertAllLevelsAgree();

    assertThat(LevelInference.interpret(program, NetworkData.frames(fixture.images())).labels())
        .containsOnly(1);
  }

  @Test
  void theSumsOfBytesAreScores() {
    AgreementFixture fixture =
        new AgreementFixture(
            """
            network one {
              input image: u8[1, 5, 13]
              output class = image |> flatten |> dense(5) |> argmax
            }
            hardware one { fold dense1(pe = 2, simd = 7) }
            """,
            10);
    // Twins: what the one says the other says, and the lower wins.
    float[] weights = fixture.parameter("fc1.weight");
    System.arraycopy(weights, 0, weights, 3 * PIXELS, PIXELS);

    Program program = fixture.assertAllLevelsAgree();

    assertThat(LevelInference.interpret(program, NetworkData.frames(fixture.images())).labels())
        .contains(0)
        .doesNotContain(3);
  }

  @Test
  void aBatchNormOnTheSumsOfFewBytesAgrees() {
    AgreementFixture fixture =
        new AgreementFixture(
            """
            network few {
              input image: u8[1, 1, 3]
              output class = image |> flatten |> dense(3, bias = true) |> batchnorm |> argmax
            }
            """,
            12);
    Random random = new Random(1);
    for (int k = 0; k < 3; k++) {
      fixture.parameter("bn1.running_mean")[k] = random.nextInt(-200, 200);
      fixture.parameter("bn1.running_var")[k] = 10_000;
    }
    fixture.assertAllLevelsAgree();
  }

  @Test
  void aBatchNormOnTheSumsOfManyBytesIsRefused() {
    AgreementFixture fixture =
        new AgreementFixture(
            """
            network many {
              input image: u8[1, 6, 10]
              output class = image |> flatten |> dense(10) |> batchnorm |> argmax
            }
            """,
            13);
    Arrays.fill(fixture.parameter("bn1.running_var"), 3e5f);

    assertThatThrownBy(() -> NetworkCompiler.compile(fixture.model()))
        .isInstanceOf(LoweringException.class)
        .hasMessageContaining("give it a bias instead of a batchnorm there");
  }
}
