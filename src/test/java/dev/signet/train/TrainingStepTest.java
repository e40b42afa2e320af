package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole step against the same step written down once more, plainly and in float64. */
class TrainingStepTest {
  private static final Optimizer.Adam SETTINGS = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8);
  private static final int SEED = 5;
  private static final long STEP = 17;

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
    for (Layer.Estimator estimator : Layer.Estimator.values()) {
      Layer.Sign sign = new Layer.Sign(estimator);
      Network network =
          TestNetworks.dense(
              Shape.of(inputs), recipe(Loss.HINGE), normed, sign, 0, units, units, classes);
      for (Loss loss : Loss.values()) {
        checkGradients(network, recipe(loss), batch);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, true", "5, 7, 65, true", "7, 130, 33, true", "5, 65, 7, false"})
  void gradientsWithDropoutAndStochasticWeightsAreThoseOfThePlainReference(
      int batch, int inputs, int units, boolean normed) {
    for (Binarization binarization : RecipesTest.binarizations()) {
      for (double dropout : new double[] {0, 0.3}) {
        TrainingRecipe recipe = recipe(Loss.CROSS_ENTROPY, binarization);
        Network network =
            TestNetworks.dense(
                Shape.of(inputs), recipe, normed, new Layer.Sign(), dropout, units, units, 4);
        checkGradients(network, recipe, batch);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, true, true",
    "3, 7, 65, true, false",
    "5, 130, 7, true, true",
    "3, 7, 65, false, true",
    "20, 65, 130, false, false",
    "7, 130, 33, false, true"
  })
  void gradientsThroughBiasAndHardtanhAreThoseOfThePlainReference(
      int batch, int inputs, int units, boolean normed, boolean hardtanh) {
    for (Layer.Estimator estimator : Layer.Estimator.values()) {
      for (double dropout : new double[] {0, 0.3}) {
        TestNetworks.Form form =
            new TestNetworks.Form(
                normed, true, hardtanh, false, new Layer.Sign(estimator), dropout);
        TrainingRecipe recipe = recipe(Loss.CROSS_ENTROPY);
        Network network = TestNetworks.dense(Shape.of(inputs), recipe, form, units, units, 4);
        checkGradients(network, recipe, batch);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, true, false",
    "3, 7, 65, true, true",
    "5, 130, 7, true, false",
    "3, 7, 65, false, true",
    "20, 65, 130, false, false",
    "21, 600, 33, false, true"
  })
  void gradientsOfWeightsThatMeetBytesAreThoseOfThePlainReference(
      int batch, int inputs, int units, boolean normed, boolean plain) {
    TestNetworks.Form form =
        new TestNetworks.Form(normed, plain, plain, true, new Layer.Sign(), plain ? 0 : 0.3);
    for (Binarization binarization : RecipesTest.binarizations()) {
      TrainingRecipe recipe = recipe(Loss.CROSS_ENTROPY, binarization);
      Network network = TestNetworks.dense(Shape.of(inputs), recipe, form, units, units, 4);
      checkGradients(network, recipe, batch);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 7, 5", "6, 65, 10"})
  void theLastBiasHasTheSlopeOfTheLoss(int batch, int inputs, int classes) {
    TrainingRecipe recipe = recipe(Loss.CROSS_ENTROPY);
    TestNetworks.Form form = new TestNetworks.Form(false, true, true, false, new Layer.Sign(), 0);
    Network network = TestNetworks.dense(Shape.of(inputs), recipe, form, 9, classes);
    TrainingState state = TrainingState.fresh(Plan.of(network), batch, recipe);
    RandomStream random = RandomStream.of(12, batch);
    float[][] x = new float[batch][inputs];
    byte[] labels = new byte[batch];
    for (int row = 0; row < batch; row++) {
      for (int input = 0; input < inputs; input++) {
        x[row][input] = random.nextInt(2) * 2 - 1;
      }
      labels[row] = (byte) random.nextInt(classes);
    }
    float[] bias = blocks(state).getLast().bias().orElseThrow().values;
    double[] slopes = loss(state, recipe, x, labels).biasGradients.getLast();

    for (int unit = 0; unit < classes; unit++) {
      float step = 1f / 64;
      bias[unit] += step;
      double up = loss(state, recipe, x, labels).loss;
      bias[unit] -= 2 * step;
      double down = loss(state, recipe, x, labels).loss;
      bias[unit] += step;
      // The loss is the sum over images, the gradient that of their mean.
      assertThat(slopes[unit] * batch).isEqualTo((up - down) / (2 * step), within(1e-4));
    }
  }

  private static List<Block> blocks(TrainingState state) {
    return Block.of(state.stages);
  }

  private static PlainReference loss(
      TrainingState state, TrainingRecipe recipe, float[][] x, byte[] labels) {
    return new PlainReference(
        blocks(state), weights(state, recipe), kept(state, x.length), x, labels, recipe.loss());
  }

  private static void checkGradients(Network network, TrainingRecipe recipe, int batch) {
    Plan plan = Plan.of(network);
    int inputs = plan.input().size();
    TrainingState state = TrainingState.fresh(plan, batch, recipe);
    RandomStream random = RandomStream.of(6, batch, inputs, plan.products().getFirst().units());
    for (Block block : blocks(state)) {
      block
          .bias()
          .ifPresent(
              bias -> {
                for (int unit = 0; unit < bias.values.length; unit++) {
                  bias.values[unit] = (float) random.between(-3, 3);
                }
              });
      block
          .norm()
          .ifPresent(
              norm -> {
                for (int channel = 0; channel < norm.gamma.length; channel++) {
                  norm.gamma[channel] = (float) random.between(-1.5, 1.5);
                  norm.beta[channel] = (float) random.between(-0.5, 0.5);
                }
              });
    }
    boolean bytes = plan.values().getFirst() instanceof Value.Pixels;
    float[][] x = new float[batch][inputs];
    byte[] pixels = new byte[batch * inputs];
    byte[] labels = new byte[batch];
    int[] order = new int[batch];
    for (int row = 0; row < batch; row++) {
      for (int input = 0; input < inputs; input++) {
        int pixel = random.nextInt(256);
        pixels[row * inputs + input] = (byte) pixel;
        x[row][input] = bytes ? pixel : pixel >= 128 ? 1 : -1;
      }
      labels[row] = (byte) random.nextInt(plan.classes());
      order[row] = row;
    }
    PlainReference reference =
        new PlainReference(
            blocks(state), weights(state, recipe), kept(state, batch), x, labels, recipe.loss());

    TrainingStep.Outcome outcome;
    ImageSet images = new ImageSet(Shape.of(inputs), pixels, labels, plan.classes());
    try (Workers workers = new Workers(2)) {
      long[][] packed = plan.coding().pack(images, workers);
      TrainingStep step =
          new TrainingStep(state.stages, batch, recipe, workers, new PlainKernels());
      outcome =
          step.run(
              new TrainingStep.Batch(packed, labels, order, 0, batch, STEP),
              Adam.at(SETTINGS, 1e-9, 1));
    }

    assertThat(outcome.loss()).isEqualTo(reference.loss, within(1e-4 * batch));
    for (int index = 0; index < blocks(state).size(); index++) {
      // Rounding errors are in proportion to what is added: gradients times inputs.
      double size = blocks(state).get(index).bytes() ? 128 : 1;
      double tolerance =
          1e-5 * size * Math.max(1e-3 / size, reference.largestSumGradients.get(index));
      assertWeights(
          blocks(state).get(index).dense(), reference.weightGradients.get(index), tolerance);
      double[] expected = reference.biasGradients.get(index);
      blocks(state)
          .get(index)
          .bias()
          .ifPresent(
              bias -> {
                for (int unit = 0; unit < expected.length; unit++) {
                  assertThat(bias.moments[0][unit] / 0.1)
                      .isEqualTo(expected[unit], within(tolerance));
                }
              });
    }
  }

  /** The weights of the step, ±1 or ±max |x|, by block. */
  private static List<double[][]> weights(TrainingState state, TrainingRecipe recipe) {
    List<double[][]> all = new ArrayList<>();
    for (Block block : blocks(state)) {
      double[][] weights = new double[block.dense().units][block.dense().inputs];
      double scale = recipe.binarization().scale() ? largest(block.dense().latent) : 1;
      for (int unit = 0; unit < weights.length; unit++) {
        RandomStream random = RandomStream.of(SEED, 3, STEP, all.size(), unit);
        for (int input = 0; input < weights[unit].length; input++) {
          double latent = block.dense().latent[unit][input];
          weights[unit][input] =
              switch (recipe.binarization()) {
                case Binarization.Deterministic _ -> latent >= 0 ? scale : -scale;
                case Binarization.Stochastic _ ->
                    random.nextDouble() < (latent / scale + 1) / 2 ? scale : -scale;
              };
        }
      }
      all.add(weights);
    }
    return all;
  }

  private static double largest(float[][] latent) {
    double largest = 0;
    for (float[] row : latent) {
      for (float weight : row) {
        largest = Math.max(largest, Math.abs(weight));
      }
    }
    return largest;
  }

  /** What the inputs of the step are multiplied by, by block. */
  private static List<double[][]> kept(TrainingState state, int batch) {
    List<double[][]> all = new ArrayList<>();
    for (Block block : blocks(state)) {
      double rate = block.product().dropout();
      double[][] kept = new double[batch][block.dense().inputs];
      for (int row = 0; row < batch; row++) {
        RandomStream random = RandomStream.of(SEED, 4, STEP, all.size(), row);
        for (int input = 0; input < kept[row].length; input++) {
          kept[row][input] = random.nextDouble() < rate ? 0 : 1 / (1 - rate);
        }
      }
      all.add(kept);
    }
    return all;
  }

  private static TrainingRecipe recipe(Loss loss) {
    return recipe(loss, new Binarization.Deterministic(false));
  }

  private static TrainingRecipe recipe(Loss loss, Binarization binarization) {
    return TrainingRecipe.defaults().toBuilder()
        .loss(loss)
        .binarization(binarization)
        .seed(SEED)
        .build();
  }

  /** The gradient is what the first moment, which was 0, has taken up a tenth of. */
  private static void assertWeights(WeightState dense, double[][] expected, double tolerance) {
    float[][] first = dense.moment(0);
    for (int unit = 0; unit < dense.units; unit++) {
      for (int input = 0; input < dense.inputs; input++) {
        assertThat(first[unit][input] / 0.1).isEqualTo(expected[unit][input], within(tolerance));
      }
    }
  }
}
