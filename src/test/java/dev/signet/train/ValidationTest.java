package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.DataSet;
import dev.signet.data.DrawnDigits;
import dev.signet.data.ImageSet;
import dev.signet.data.NamedTensors;
import dev.signet.network.Augmentation;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.Monitor;
import dev.signet.network.TrainingRecipe.Optimizer;
import dev.signet.network.TrainingRecipe.Schedule;
import dev.signet.network.TrainingRecipeBuilder;
import dev.signet.network.Validation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images held out, what they say of each epoch, and what becomes of that. */
class ValidationTest {
  private static final DataSet DIGITS = DrawnDigits.draw(10, 400, 10, 1);

  /** Restless, so that the last epoch is not the best. */
  private static TrainingRecipeBuilder recipe(int epochs) {
    return TrainingRecipe.defaults().toBuilder()
        .epochs(epochs)
        .batch(40)
        .optimizer(new Optimizer.Adam(0.05, 0.9, 0.999, 1e-8))
        .schedule(new Schedule.Constant(0))
        .validation(new Validation.Images(75));
  }

  private static Network network(TrainingRecipe recipe, boolean normed) {
    return TestNetworks.dense(Shape.of(1, 10, 10), recipe, normed, 67, 10);
  }

  private static TrainingResult train(TrainingRecipe recipe, ProgressListener listener) {
    return Trainer.train(
        network(recipe, true), DIGITS, new TrainerOptions(2, Optional.empty(), listener));
  }

  private static ImageSet select(ImageSet images, int[] chosen) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    byte[] labels = new byte[chosen.length];
    for (int index = 0; index < chosen.length; index++) {
      pixels.writeBytes(images.image(chosen[index]));
      labels[index] = images.labels()[chosen[index]];
    }
    return new ImageSet(images.shape(), pixels.toByteArray(), labels, images.classes());
  }

  static List<TestNetworks.Form> forms() {
    Layer.Sign sign = new Layer.Sign();
    return List.of(
        new TestNetworks.Form(true, false, false, false, sign, 0),
        new TestNetworks.Form(false, false, false, false, sign, 0),
        new TestNetworks.Form(true, false, true, false, sign, 0.2),
        new TestNetworks.Form(true, true, false, true, sign, 0.2),
        new TestNetworks.Form(false, true, false, true, sign, 0));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void itIsWhatTheForwardPassOfTheEpochsModelSays(TestNetworks.Form form) {
    checkValidation(form, false);
    checkValidation(form, true);
  }

  private static void checkValidation(TestNetworks.Form form, boolean scale) {
    // given
    TrainingRecipe recipe = recipe(3).binarization(new Binarization.Deterministic(scale)).build();
    Network network = TestNetworks.dense(Shape.of(1, 10, 10), recipe, form, 67, 33, 10);
    ImageSet heldOut = select(DIGITS.train(), Split.of(recipe, DIGITS.train()).validation());
    TrainerTest.Recorder recorder = new TrainerTest.Recorder();

    // when
    TrainingResult result =
        Trainer.train(network, DIGITS, new TrainerOptions(2, Optional.empty(), recorder));

    // then
    for (int epoch = 0; epoch < 3; epoch++) {
      Model model = new Model(network, recorder.checkpoints.get(epoch).contents().tensors());
      Predictions predictions = FloatForward.run(model, heldOut, 1);
      ProgressListener.Validation told = result.epochs().get(epoch).validation().orElseThrow();
      assertThat(told.accuracy()).isEqualTo(predictions.accuracy(heldOut));
      assertThat(told.loss()).isCloseTo(crossEntropy(model, predictions, heldOut), within(1e-4));
    }
  }

  /** Mean of −log softmax of what training would take for the scores. */
  private static double crossEntropy(Model model, Predictions predictions, ImageSet images) {
    Plan plan = Plan.of(model.network());
    Stage.Product last = plan.products().getLast();
    var norm = plan.last().norm();
    float largest = 0;
    for (float weight : model.latentWeights(last.node()).values()) {
      largest = Math.max(largest, Math.abs(weight));
    }
    largest = model.network().training().binarization().scale() ? largest : 1;
    var function = model.sumFunction(last.node(), norm);
    double scale = norm.isPresent() ? 1 : largest / Math.sqrt(last.inputs());
    double loss = 0;
    for (int image = 0; image < images.count(); image++) {
      double total = 0;
      double right = 0;
      for (int channel = 0; channel < 10; channel++) {
        double score = scale * function.valueAt(channel, predictions.sums()[image * 10 + channel]);
        total += Math.exp(score);
        right = channel == images.label(image) ? score : right;
      }
      loss += Math.log(total) - right;
    }
    return loss / images.count();
  }

  @Test
  void imagesHeldOutAreNotLearnedFrom() {
    for (List<Augmentation> augmentations :
        List.<List<Augmentation>>of(List.of(), List.of(new Augmentation.Shift(1)))) {
      TrainingRecipe recipe = recipe(1).augmentations(augmentations).build();
      Split split = Split.of(recipe, DIGITS.train());
      Model model = oneEpoch(recipe, DIGITS.train());

      // whatever they show
      Model other = oneEpoch(recipe, inverted(DIGITS.train(), split.validation()));
      TrainerTest.assertSameBits(other, model);

      // the others are
      int[] one = {split.training()[17]};
      Model another = oneEpoch(recipe, inverted(DIGITS.train(), one));
      assertThat(TrainerTest.bits(another.tensors().get("fc1.weight")))
          .isNotEqualTo(TrainerTest.bits(model.tensors().get("fc1.weight")));
    }
  }

  private static Model oneEpoch(TrainingRecipe recipe, ImageSet images) {
    DataSet data = new DataSet("changed", images, DIGITS.test());
    return Trainer.train(network(recipe, true), data, TrainerOptions.withThreads(2)).model();
  }

  private static ImageSet inverted(ImageSet images, int[] chosen) {
    byte[] pixels = images.pixels().clone();
    int size = images.shape().size();
    for (int image : chosen) {
      for (int index = image * size; index < (image + 1) * size; index++) {
        pixels[index] = (byte) ~pixels[index];
      }
    }
    return new ImageSet(images.shape(), pixels, images.labels(), images.classes());
  }

  @Test
  void theResultHoldsTheWeightsOfTheBestEpoch() {
    TrainerTest.Recorder recorder = new TrainerTest.Recorder();

    TrainingResult result = train(recipe(8).build(), recorder);

    // the most accurate, of those the one with the lowest loss
    int best = 0;
    for (int epoch = 0; epoch < 8; epoch++) {
      var validation = result.epochs().get(epoch).validation().orElseThrow();
      var sofar = result.epochs().get(best).validation().orElseThrow();
      boolean better =
          validation.accuracy() > sofar.accuracy()
              || (validation.accuracy() == sofar.accuracy() && validation.loss() < sofar.loss());
      best = better ? epoch : best;
      assertThat(result.epochs().get(epoch).best()).isEqualTo(epoch == 0 || better);
    }
    assertThat(best).isBetween(1, 6);
    assertThat(result.bestEpoch()).isEqualTo(best + 1);
    assertThat(result.stoppedEarly()).isFalse();
    Map<String, FloatTensor> kept = recorder.checkpoints.get(best).contents().tensors();
    TrainerTest.assertSameBits(result.model(), new Model(result.model().network(), kept));

    // and a training that ends there ends in them
    TrainingResult shorter = train(recipe(best + 1).build(), ProgressListener.NONE);
    TrainerTest.assertSameBits(shorter.model(), result.model());
    assertThat(shorter.epochs()).isEqualTo(result.epochs().subList(0, best + 1));
  }

  @Test
  void aTieGoesToTheLowerLossAndThenToTheEarlier() {
    assertThat(isBetter(Monitor.ACCURACY, 9, 0.91)).isTrue();
    assertThat(isBetter(Monitor.ACCURACY, 0.1, 0.8)).isFalse();
    assertThat(isBetter(Monitor.ACCURACY, 0.4, 0.9)).isTrue();
    assertThat(isBetter(Monitor.ACCURACY, 0.5, 0.9)).isFalse();
  }

  @Test
  void whereLossIsMonitoredATieGoesToTheHigherAccuracy() {
    assertThat(isBetter(Monitor.LOSS, 0.4, 0.1)).isTrue();
    assertThat(isBetter(Monitor.LOSS, 0.6, 1)).isFalse();
    assertThat(isBetter(Monitor.LOSS, 0.5, 0.91)).isTrue();
    assertThat(isBetter(Monitor.LOSS, 0.5, 0.9)).isFalse();
  }

  /** Than an epoch of loss 0.5 and accuracy 0.9. */
  private static boolean isBetter(Monitor monitor, double loss, double accuracy) {
    return ValidationPass.isBetter(
        monitor,
        new ProgressListener.Validation(loss, accuracy),
        new ProgressListener.Validation(0.5, 0.9));
  }

  @Test
  void theEpochOfTheLowestLossIsKeptWhereLossIsMonitored() {
    TrainingResult result = train(recipe(12).monitor(Monitor.LOSS).build(), ProgressListener.NONE);

    int lowest = 0;
    for (int epoch = 1; epoch < result.epochs().size(); epoch++) {
      if (lossOf(result, epoch) < lossOf(result, lowest)) {
        lowest = epoch;
      }
    }
    assertThat(result.bestEpoch()).isEqualTo(lowest + 1);
    TrainingResult shorter =
        train(recipe(lowest + 1).monitor(Monitor.LOSS).build(), ProgressListener.NONE);
    TrainerTest.assertSameBits(shorter.model(), result.model());
  }

  private static double lossOf(TrainingResult result, int epoch) {
    return result.epochs().get(epoch).validation().orElseThrow().loss();
  }

  @Test
  void trainingStopsWhenItHasNotBecomeBetterForALongTime() {
    List<ProgressListener.Epoch> whole = train(recipe(40).build(), ProgressListener.NONE).epochs();
    int patience = 3;
    int best = 0;
    int last = 0;
    while (last < 40 && last - best < patience) {
      last++;
      best = whole.get(last - 1).best() ? last : best;
    }
    assertThat(last).isLessThan(40);

    TrainingResult result = train(recipe(40).patience(patience).build(), ProgressListener.NONE);

    assertThat(result.epochs()).isEqualTo(whole.subList(0, last));
    assertThat(result.bestEpoch()).isEqualTo(best);
    assertThat(result.stoppedEarly()).isTrue();
  }

  @Test
  void aPatienceThatIsNotExhaustedChangesNothing() {
    TrainingResult without = train(recipe(4).build(), ProgressListener.NONE);

    TrainingResult result = train(recipe(4).patience(4).build(), ProgressListener.NONE);

    assertThat(result.epochs()).isEqualTo(without.epochs());
    assertThat(result.stoppedEarly()).isFalse();
    TrainerTest.assertSameBits(result.model(), without.model());
  }

  @Test
  void aCheckpointWithoutTheBestWeightsIsRefused() {
    // given one whose last epoch is not the best
    TrainerTest.Recorder recorder = new TrainerTest.Recorder();
    TrainingRecipe recipe = recipe(8).build();
    TrainingResult result = train(recipe, recorder);
    NamedTensors contents = recorder.checkpoints.get(result.bestEpoch()).contents();
    Map<String, FloatTensor> tensors = new LinkedHashMap<>(contents.tensors());
    assertThat(tensors.remove("best.bn2.running_var")).isNotNull();
    Checkpoint damaged = new Checkpoint(new NamedTensors(tensors, contents.metadata()));

    assertThatThrownBy(
            () ->
                Trainer.train(
                    network(recipe, true),
                    DIGITS,
                    new TrainerOptions(1, Optional.of(damaged), ProgressListener.NONE)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'best.bn2.running_var'");
  }

  @Test
  void theBestWeightsAreStoredOnlyWhereTheyAreNotTheLast() {
    TrainerTest.Recorder recorder = new TrainerTest.Recorder();

    TrainingResult result = train(recipe(8).build(), recorder);

    List<Boolean> stored = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int epoch = 0; epoch < 8; epoch++) {
      Map<String, FloatTensor> tensors = recorder.checkpoints.get(epoch).contents().tensors();
      stored.add(tensors.containsKey("best.fc1.weight"));
      expected.add(!result.epochs().get(epoch).best());
    }
    assertThat(stored).isEqualTo(expected);
  }
}
