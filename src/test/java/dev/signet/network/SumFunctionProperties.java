package dev.signet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class SumFunctionProperties {

  @Property
  void everyOperationIsRoundedToFloat32(
      @ForAll int sum,
      @ForAll @FloatRange(min = -1e6f, max = 1e6f) float bias,
      @ForAll @FloatRange(min = -1e6f, max = 1e6f) float mean,
      @ForAll @FloatRange(min = -4, max = 4) float gamma) {
    BatchNormParameters norm =
        BatchNormParameters.of(
            new float[] {gamma}, new float[] {3}, new float[] {mean}, new float[] {0.25f}, 1e-5f);
    float shifted = (float) ((double) (float) sum + bias);
    float centred = (float) ((double) shifted - mean);
    float inverse = (float) (1 / Math.sqrt(0.25 + 1e-5f));
    float scaled = (float) ((double) (float) ((double) centred * inverse) * gamma);

    assertThat(new SumFunction(new float[] {bias}, Optional.of(norm)).valueAt(0, sum))
        .isEqualTo((float) ((double) scaled + 3));
    assertThat(new SumFunction(new float[] {bias}, Optional.empty()).valueAt(0, sum))
        .isEqualTo(shifted);
  }

  @Property
  void meanIsOneRoundedQuotientOfTheRoundedSum(
      @ForAll int sum,
      @ForAll @IntRange(min = 2, max = 1 << 20) int terms,
      @ForAll @FloatRange(min = -1e3f, max = 1e3f) float bias) {
    float mean = (float) ((double) (float) sum / terms);

    assertThat(new SumFunction(new float[] {bias}, Optional.empty(), terms).valueAt(0, sum))
        .isEqualTo((float) ((double) mean + bias));
  }

  @Property
  void neighbouringSumsNeverTurnAround(
      @ForAll @IntRange(min = -2_139_095_041, max = 2_139_095_040) int sum,
      @ForAll @FloatRange(min = -1e9f, max = 1e9f) float bias) {
    SumFunction function = new SumFunction(new float[] {bias}, Optional.empty());

    assertThat(function.valueAt(0, sum)).isLessThanOrEqualTo(function.valueAt(0, sum + 1));
  }
}
