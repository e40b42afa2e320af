package dev.signet.network;

import java.util.Optional;

/**
 * What a sign or argmax sees of integer sums: the one float32 function that every level of the tool
 * agrees on, {@code z(s) = normalize(s / terms + bias)}, or {@code z(s) = s / terms + bias} where
 * there is no batch norm.
 *
 * <p>It is monotone in the sum: each of its float32 operations, the conversion of the integer among
 * them, is a correctly rounded monotone function of its varying operand. So a threshold found by
 * search on it is exact, also where sums beyond 2²⁴ are rounded.
 *
 * @param bias {@code [channels]}, 0 where the layer has none
 * @param norm the batch norm behind the layer, if there is one
 * @param terms of how many sums s is the sum and stands for the mean: 1 but behind an average pool
 */
@SuppressWarnings("ArrayRecordComponent") // A view for inner loops; never compared.
public record SumFunction(float[] bias, Optional<BatchNormParameters> norm, int terms) {
  /** Of sums that stand for themselves. */
  public SumFunction(float[] bias, Optional<BatchNormParameters> norm) {
    this(bias, norm, 1);
  }

  /**
   * z of a channel: the sum is rounded to float32, then {@code s / terms} is, then that plus the
   * bias is, then what {@link BatchNormParameters#normalize} makes of it.
   */
  public float valueAt(int channel, int sum) {
    float mean = terms == 1 ? sum : (float) sum / terms;
    float shifted = mean + bias[channel];
    return norm.isPresent() ? norm.get().normalize(channel, shifted) : shifted;
  }
}
