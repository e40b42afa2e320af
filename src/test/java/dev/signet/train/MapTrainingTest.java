package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.DataSet;
import dev.signet.data.DrawnDigits;
import dev.signet.network.Augmentation;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole trainings of networks of maps. */
class MapTrainingTest {
  private static final DataSet SMALL = DrawnDigits.draw(10, 130, 100, 1);

  /** Groups, a way around, steps, pools of sums, reals and signs, dropout, weights of all kinds. */
  private static final String ALL_KINDS =
      """
        let a = image |> conv(12, kernel = 3, bias = true) |> batchnorm |> sign |> dropout(0.1)
        let b = a |> conv(12, kernel = 3, padding = 1, fill = 0, groups = 3)
        let c = b |> batchnorm |> maxpool(2) |> sign
        let d = c |> conv(12, kernel = 3, padding = same, fill = -1)
        let e = add(d, c) |> batchnorm |> quantize(2)
        let f = concat(e |> conv(5, kernel = 2) |> maxpool(2, stride = 1) |> batchnorm |> sign,
                       c |> maxpool(2, stride = 1) |> avgpool(2, stride = 1) |> batchnorm |> sign)
        output digit = f |> flatten |> dropout(0.1) |> dense(10) |> batchnorm |> argmax
      """;

  private static Network network(String body, TrainingRecipe recipe) {
    Network network =
        GraphStepTest.network("network net {\n  input image: u8[1, 10, 10]\n" + body + "}\n");
    return new Network(
        network.name(), network.nodes(), network.outputName(), recipe, network.hardware());
  }

  private static TrainingRecipe recipe(int epochs) {
    return TrainingRecipe.defaults().toBuilder().epochs(epochs).batch(30).seed(3).build();
  }

  @Test
  void theSameSeedGivesTheSameBitsAtAnyNumberOfThreads() {
    for (Binarization binarization : RecipesTest.binarizations()) {
      Network network =
          network(ALL_KINDS, recipe(2).toBuilder().binarization(binarization).build());

      Model one = Trainer.train(network, SMALL, TrainerOptions.withThreads(1)).model();
      Model three = Trainer.train(network, SMALL, TrainerOptions.withThreads(3)).model();

      TrainerTest.assertSameBits(three, one);
    }
  }

  @Test
  void resumingEndsInTheSameBits() {
    for (Optimizer optimizer :
        List.of(
            new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8),
            new Optimizer.Sgd(0.1, 0.9, true),
            new Optimizer.Bop(1e-5, 1e-3, 0.01))) {
      Network network = network(ALL_KINDS, recipe(3).toBuilder().optimizer(optimizer).build());
      TrainerTest.Recorder recorder = new TrainerTest.Recorder();
      TrainingResult whole =
          Trainer.train(network, SMALL, new TrainerOptions(2, Optional.empty(), recorder));

      TrainingResult resumed =
          Trainer.train(
              network,
              SMALL,
              new TrainerOptions(
                  1, Optional.of(recorder.checkpoints.getFirst()), ProgressListener.NONE));

      TrainerTest.assertSameBits(resumed.model(), whole.model());
      assertThat(resumed.epochs()).isEqualTo(whole.epochs());
    }
  }

  @Test
  void weightsHaveTheShapesAndOrderOfTheModel() {
    Model model =
        Trainer.train(network(ALL_KINDS, recipe(1)), SMALL, TrainerOptions.withThreads(1)).model();

    assertThat(model.tensors())
        .hasEntrySatisfying(
            "conv2.weight", tensor -> assertThat(tensor.shape()).isEqualTo(Shape.of(12, 4, 3, 3)))
        .hasEntrySatisfying(
            "conv1.bias", tensor -> assertThat(tensor.shape()).isEqualTo(Shape.of(12)))
        .hasEntrySatisfying(
            "fc1.weight", tensor -> assertThat(tensor.shape()).isEqualTo(Shape.of(10, 17 * 4)));
  }

  @Test
  void drawnDigitsAreLearned() {
    DataSet digits = DrawnDigits.draw(10, 1500, 400, 1);
    Network network =
        network(
            """
              let a = image |> conv(16, kernel = 3) |> batchnorm |> sign |> maxpool(2)
              let b = a |> conv(32, kernel = 3) |> batchnorm |> sign
              output digit = b |> flatten |> dense(10) |> batchnorm |> argmax
            """,
            recipe(5));

    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));

    Predictions predictions = FloatForward.run(result.model(), digits.test(), 2);
    assertThat(predictions.accuracy(digits.test())).isGreaterThan(0.9);
  }

  @Test
  void imagesAreMovedBeforeTheyBecomeMaps() {
    Network network =
        network(
            """
              let a = image |> thermometer(3) |> conv(8, kernel = 3) |> batchnorm |> sign
              output digit = a |> maxpool(2) |> flatten |> dense(10) |> batchnorm |> argmax
            """,
            recipe(2).toBuilder()
                .augmentations(
                    List.of(new Augmentation.Shift(2, 1), new Augmentation.Rotate(10, 0.5)))
                .build());

    Model one = Trainer.train(network, SMALL, TrainerOptions.withThreads(1)).model();
    Model two = Trainer.train(network, SMALL, TrainerOptions.withThreads(2)).model();

    TrainerTest.assertSameBits(two, one);
  }
}
