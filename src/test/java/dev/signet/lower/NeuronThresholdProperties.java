package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.BatchNormParameters;
import dev.signet.network.Element;
import dev.signet.network.SumFunction;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** Thresholds against the float32 formula, written out once more and evaluated at every sum. */
class NeuronThresholdProperties {

  @Property(tries = 400)
  void decidesAsFloat32DoesAtEverySum(
      @ForAll @IntRange(min = 1, max = 200) int inputs,
      @ForAll @FloatRange(min = -2, max = 2) float gamma,
      @ForAll @FloatRange(min = -3, max = 3) float beta,
      @ForAll @FloatRange(min = -60, max = 60) float mean,
      @ForAll @FloatRange(min = 0, max = 500) float variance) {
    NeuronThreshold found = search(inputs, gamma, beta, mean, variance);
    assertThat(found.threshold()).isBetween(0, inputs + 1);
    for (int sum = -inputs; sum <= inputs; sum += 2) {
      float z = (sum - mean) * (float) (1 / Math.sqrt((double) variance + 1e-5f)) * gamma + beta;
      assertThat(found.fires((sum + inputs) / 2, inputs)).isEqualTo(z >= 0);
    }
  }

  @Property(tries = 200)
  void decidesAsFloat32DoesAtEverySumOfBytesWithABias(
      @ForAll @IntRange(min = 1, max = 20) int inputs,
      @ForAll @IntRange(max = 20) int negatives,
      @ForAll @FloatRange(min = -2, max = 2) float gamma,
      @ForAll @FloatRange(min = -3, max = 3) float beta,
      @ForAll @FloatRange(min = -3000, max = 3000) float mean,
      @ForAll @FloatRange(min = -900, max = 900) float bias,
      @ForAll boolean norm) {
    int minus = Math.min(negatives, inputs);
    SumFunction function =
        new SumFunction(
            new float[] {bias},
            norm
                ? Optional.of(
                    new BatchNormParameters(
                        new float[] {gamma},
                        new float[] {beta},
                        new float[] {mean},
                        new float[] {0.01f}))
                : Optional.empty());
    int span = 255 * inputs;
    SumRange sums = new SumRange(-255 * minus, 1, span);
    NeuronThreshold found = NeuronThreshold.search(new CountFunction(function, 0, sums));
    assertThat(found.threshold()).isBetween(0, span + 1);
    for (int sum = -255 * minus; sum <= 255 * (inputs - minus); sum++) {
      float shifted = sum + bias;
      float z = norm ? (shifted - mean) * 0.01f * gamma + beta : shifted;
      // Each weight of −1 counts 255 − x.
      assertThat(found.fires(sum + 255 * minus, span)).isEqualTo(z >= 0);
    }
  }

  @Example
  void sumsBeyond31BitsAreRefused() {
    assertThatThrownBy(() -> sums(8_421_505))
        .isInstanceOf(LoweringException.class)
        .hasMessage("the sum of 8421505 inputs of 8 bits does not fit 31 bits");
    assertThat(sums(8_421_504)).isEqualTo(new SumRange(-2_147_483_520, 1, 2_147_483_520));
  }

  /** Of so many bytes, with weights of −1. */
  private static SumRange sums(int inputs) {
    return SumRange.ofProduct(new Element.UnsignedByte(), inputs, inputs);
  }

  @Property(tries = 200)
  void switchesWhereFloat32RoundingPutsTheTie(
      @ForAll @IntRange(min = 1, max = 64) int inputs,
      @ForAll @IntRange(min = 0, max = 64) int count,
      @ForAll boolean negative) {
    float mean = 2 * Math.min(count, inputs) - inputs;
    NeuronThreshold found = search(inputs, negative ? -0.3f : 0.3f, 0f, mean, 7f);
    // z is 0 or −0.0 exactly at the mean, and either fires.
    assertThat(found.fires(Math.min(count, inputs), inputs)).isTrue();
  }

  @Example
  void constantNeuronsAlwaysOrNeverFire() {
    assertThat(search(9, 0f, 0.5f, 1f, 2f)).isEqualTo(new NeuronThreshold(false, 0));
    assertThat(search(9, 0f, -0f, 1f, 2f)).isEqualTo(new NeuronThreshold(false, 0));
    assertThat(search(9, 0f, -0.5f, 1f, 2f)).isEqualTo(new NeuronThreshold(false, 10));
  }

  @Example
  void neverFiringAndAlwaysFiringAreRepresentableForBothSignsOfGamma() {
    assertThat(search(1, 1f, -100f, 0f, 1f).threshold()).isEqualTo(2);
    assertThat(search(1, -1f, -100f, 0f, 1f).threshold()).isEqualTo(2);
    assertThat(search(1, 1f, 100f, 0f, 1f).threshold()).isZero();
    assertThat(search(1, -1f, 100f, 0f, 1f).threshold()).isZero();
  }

  @Example
  void negativeGammaInvertsTheWeights() {
    NeuronThreshold found = search(10, -1f, 0f, 0f, 1f);
    assertThat(found).isEqualTo(new NeuronThreshold(true, 5));
    assertThat(found.fires(5, 10)).isTrue();
    assertThat(found.fires(6, 10)).isFalse();
  }

  @Example
  void overflowToNotANumberIsRefused() {
    assertThatThrownBy(() -> search(4, 0f, 0f, Float.MAX_VALUE, 0f))
        .isInstanceOf(LoweringException.class)
        .hasMessageContaining("not a number");
  }

  private static NeuronThreshold search(
      int inputs, float gamma, float beta, float mean, float variance) {
    BatchNormParameters norm =
        BatchNormParameters.of(
            new float[] {gamma},
            new float[] {beta},
            new float[] {mean},
            new float[] {variance},
            1e-5f);
    return NeuronThreshold.search(
        new CountFunction(
            new SumFunction(new float[1], Optional.of(norm)), 0, new SumRange(-inputs, 2, inputs)));
  }
}
