package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.RandomStream;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Optimizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole step against the same step written down once more, plainly and in float64. */
class TrainingStepTest {
  private static final Optimizer.Adam SETTINGS = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 2, true",
    "3, 7, 1, 4, true",
    "3, 65, 7, 3, true",
    "3, 130, 65, 10, true",
    "1, 130, 7, 3, true",
    "20, 65, 130, 10, true",
    "3, 7, 65, 4, false",
    "20, 130, 65, 10, false"
  })
  void gradientsAreThoseOfThePlainReference(
      int batch, int inputs, int units, int classes, boolean normed) {
    Network network =
        TestNetworks.dense(
            Shape.of(inputs), TrainingRecipe.defaults(), normed, units, units, classes);
    TrainingState state = TrainingState.fresh(Chain.of(network), batch, 5);
    RandomStream random = RandomStream.of(6, batch, inputs, units);
    for (BlockState block : state.blocks) {
      block.norm.ifPresent(
          norm -> {
            for (int channel = 0; channel < norm.gamma.length; channel++) {
              norm.gamma[channel] = (float) random.between(-1.5, 1.5);
              norm.beta[channel] = (float) random.between(-0.5, 0.5);
            }
          });
    }
    float[][] x = new float[batch][inputs];
    long[][] packed = new long[batch][];
    byte[] labels = new byte[batch];
    int[] order = new int[batch];
    for (int row = 0; row < batch; row++) {
      for (int input = 0; input < inputs; input++) {
        x[row][input] = random.nextInt(2) * 2 - 1;
      }
      packed[row] = new long[SignBits.words(inputs)];
      for (int word = 0; word < packed[row].length; word++) {
        int to = Math.min(inputs, 64 * word + 64);
        packed[row][word] = SignBits.packWord(x[row], 64 * word, to);
      }
      labels[row] = (byte) random.nextInt(classes);
      order[row] = row;
    }
    for (Loss loss : Loss.values()) {
      PlainReference reference = new PlainReference(state.blocks, x, labels, loss);
      float[][][] momentsBefore = moments(state);

      TrainingStep.Outcome outcome;
      try (Workers workers = new Workers(2)) {
        TrainingStep step =
            new TrainingStep(state.blocks, batch, loss, workers, new PlainKernels());
        outcome = step.run(packed, labels, order, 0, batch, Adam.at(SETTINGS, 1e-9, 1));
      }

      assertThat(outcome.loss()).isEqualTo(reference.loss, within(1e-4 * batch));
      for (int index = 0; index < state.blocks.size(); index++) {
        assertWeights(
            state.blocks.get(index).dense,
            momentsBefore[index],
            reference.weightGradients.get(index),
            1e-5 * Math.max(1e-3, reference.largestSumGradients.get(index)));
      }
    }
  }

  private static float[][][] moments(TrainingState state) {
    float[][][] all = new float[state.blocks.size()][][];
    for (int index = 0; index < all.length; index++) {
      float[][] first = state.blocks.get(index).dense.first;
      all[index] = new float[first.length][];
      for (int unit = 0; unit < first.length; unit++) {
        all[index][unit] = first[unit].clone();
      }
    }
    return all;
  }

  /** The gradient is what the first moment has taken up a tenth of. */
  private static void assertWeights(
      DenseState dense, float[][] before, double[][] expected, double tolerance) {
    for (int unit = 0; unit < dense.units; unit++) {
      for (int input = 0; input < dense.inputs; input++) {
        double gradient = (dense.first[unit][input] - 0.9 * before[unit][input]) / 0.1;
        assertThat(gradient).isEqualTo(expected[unit][input], within(tolerance));
      }
    }
  }
}
