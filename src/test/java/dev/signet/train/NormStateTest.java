package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.RandomStream;
import dev.signet.network.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormStateTest {
  private static final float EPSILON = 1e-3f;
  private static final Kernels KERNELS = new PlainKernels();

  @ParameterizedTest
  @CsvSource({"1,1", "3,7", "5,65", "100,130"})
  void backwardIsTheSlopeOfForward(int batch, int channels) {
    // given a loss Σ c·z of normalised sums with random coefficients c
    RandomStream random = RandomStream.of(3, batch, channels);
    NormState state = new NormState(new Layer.BatchNorm(EPSILON, 0.1f), channels, 2);
    int[][] sums = new int[batch][channels];
    float[][] coefficients = new float[batch][channels];
    for (int channel = 0; channel < channels; channel++) {
      state.gamma[channel] = (float) random.between(-2, 2);
      state.beta[channel] = (float) random.between(-1, 1);
      for (int row = 0; row < batch; row++) {
        sums[row][channel] = random.nextInt(40) - 20;
        coefficients[row][channel] = (float) random.between(-1, 1);
      }
    }

    // when
    float[][] normalized = new float[batch][channels];
    float[][] gradient = new float[batch][];
    for (int row = 0; row < batch; row++) {
      gradient[row] = coefficients[row].clone();
    }
    int middle = channels / 2;
    state.forward(sums, batch, 0, middle, 20, 1, new float[channels], normalized, KERNELS);
    state.forward(sums, batch, middle, channels, 20, 1, new float[channels], normalized, KERNELS);
    state.backward(gradient, normalized, batch, 0, middle, KERNELS);
    state.backward(gradient, normalized, batch, middle, channels, KERNELS);

    // then
    for (int channel = 0; channel < channels; channel++) {
      double[] column = new double[batch];
      double[] weights = new double[batch];
      for (int row = 0; row < batch; row++) {
        column[row] = sums[row][channel];
        weights[row] = coefficients[row][channel];
      }
      double gamma = state.gamma[channel];
      for (int row = 0; row < batch; row++) {
        double step = 1e-4;
        column[row] += step;
        double up = gamma * weightedNormalized(column, weights);
        column[row] -= 2 * step;
        double down = gamma * weightedNormalized(column, weights);
        column[row] += step;
        assertThat((double) gradient[row][channel])
            .isEqualTo((up - down) / (2 * step), within(2e-4));
      }
      assertThat((double) state.gammaGradient[channel])
          .isEqualTo(weightedNormalized(column, weights), within(1e-4));
      double sum = 0;
      for (double weight : weights) {
        sum += weight;
      }
      assertThat((double) state.betaGradient[channel]).isEqualTo(sum, within(1e-4));
    }
  }

  /** Σ c·x̂ in float64. */
  private static double weightedNormalized(double[] column, double[] weights) {
    double mean = 0;
    for (double value : column) {
      mean += value / column.length;
    }
    double variance = 0;
    for (double value : column) {
      variance += (value - mean) * (value - mean) / column.length;
    }
    double total = 0;
    for (int row = 0; row < column.length; row++) {
      total += weights[row] * (column[row] - mean) / Math.sqrt(variance + EPSILON);
    }
    return total;
  }

  @Test
  void runningStatisticsBlendTheMeanAndTheUnbiasedVariance() {
    NormState state = new NormState(new Layer.BatchNorm(EPSILON, 0.25f), 1, 2);

    state.forward(
        new int[][] {{2}, {4}, {6}}, 3, 0, 1, 6, 1, new float[1], new float[3][1], KERNELS);

    assertThat(state.runningMean).containsExactly(1f);
    assertThat(state.runningVariance).containsExactly(0.75f + 0.25f * 4);
  }

  @Test
  void whatIsAddedToAChannelMovesItsRunningMeanAndNothingElse() {
    NormState plain = new NormState(new Layer.BatchNorm(EPSILON, 0.25f), 1, 2);
    NormState shifted = new NormState(new Layer.BatchNorm(EPSILON, 0.25f), 1, 2);
    int[][] sums = {{2}, {4}, {6}};
    float[][] normalized = new float[3][1];
    float[][] ofShifted = new float[3][1];

    plain.forward(sums, 3, 0, 1, 6, 1, new float[1], normalized, KERNELS);
    shifted.forward(sums, 3, 0, 1, 6, 1, new float[] {-2}, ofShifted, KERNELS);

    assertThat(shifted.runningMean).containsExactly(0.25f * (4 - 2));
    assertThat(shifted.runningVariance).containsExactly(plain.runningVariance);
    assertThat(ofShifted).isDeepEqualTo(normalized);
  }

  @Test
  void aBatchOfOneImageHasNoVariance() {
    NormState state = new NormState(new Layer.BatchNorm(EPSILON, 0.5f), 1, 2);
    float[][] normalized = new float[1][1];

    state.forward(new int[][] {{7}}, 1, 0, 1, 7, 1, new float[1], normalized, KERNELS);

    assertThat(normalized[0]).containsExactly(0f);
    assertThat(state.runningVariance).containsExactly(0.5f);
  }

  @Test
  void equalSumsAreExactlyTheMean() {
    NormState state = new NormState(new Layer.BatchNorm(1e-10f, 0.1f), 1, 2);
    int[][] sums = new int[100][1];
    for (int[] row : sums) {
      row[0] = 783;
    }
    float[][] normalized = new float[100][1];

    state.forward(sums, 100, 0, 1, 783, 1, new float[1], normalized, KERNELS);

    for (float[] row : normalized) {
      assertThat(row).containsExactly(0f);
    }
  }
}
