package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.DataSet;
import dev.signet.data.DrawnDigits;
import dev.signet.data.NamedTensors;
import dev.signet.data.Safetensors;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final Shape INPUT = Shape.of(1, 10, 10);
  private static final DataSet SMALL = DrawnDigits.draw(10, 330, 100, 1);

  private static TrainingRecipe recipe(int epochs, int batch, double rate, long seed) {
    return TrainingRecipe.defaults().toBuilder()
        .epochs(epochs)
        .batch(batch)
        .optimizer(new Optimizer.Adam(rate, 0.9, 0.999, 1e-8))
        .seed(seed)
        .build();
  }

  private static Network network(int epochs, int batch) {
    return TestNetworks.dense(INPUT, recipe(epochs, batch, 0.01, 1), true, 70, 33, 10);
  }

  static void assertSameBits(Model actual, Model expected) {
    assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    expected
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(bits(actual.tensors().get(name))).as(name).isEqualTo(bits(tensor)));
  }

  static int[] bits(@org.jspecify.annotations.Nullable FloatTensor tensor) {
    float[] values = tensor == null ? new float[0] : tensor.values();
    int[] bits = new int[values.length];
    for (int index = 0; index < bits.length; index++) {
      bits[index] = Float.floatToRawIntBits(values[index]);
    }
    return bits;
  }

  @Test
  void theSameSeedGivesTheSameBitsAtAnyNumberOfThreads() {
    // 330 images in batches of 32: the last has 10
    Network network = network(3, 32);

    Model one = Trainer.train(network, SMALL, TrainerOptions.withThreads(1)).model();

    for (int threads : new int[] {1, 2, 3}) {
      assertSameBits(
          Trainer.train(network, SMALL, TrainerOptions.withThreads(threads)).model(), one);
    }
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    Network other = TestNetworks.dense(INPUT, recipe(3, 32, 0.01, 2), true, 70, 33, 10);

    Model one = Trainer.train(network(3, 32), SMALL, TrainerOptions.withThreads(2)).model();
    Model two = Trainer.train(other, SMALL, TrainerOptions.withThreads(2)).model();

    assertThat(bits(one.tensors().get("fc1.weight")))
        .isNotEqualTo(bits(two.tensors().get("fc1.weight")));
  }

  /** Keeps what it is told. */
  static final class Recorder implements ProgressListener {
    final List<Progress> steps = new ArrayList<>();
    final List<Checkpoint> checkpoints = new ArrayList<>();

    @Override
    public void stepped(Progress progress) {
      steps.add(progress);
    }

    @Override
    public void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {
      checkpoints.add(checkpoint.get());
    }
  }

  @Test
  void resumingFromAStoredCheckpointEndsInTheSameBits(@TempDir Path directory) {
    Network network = network(4, 50);
    Recorder recorder = new Recorder();
    TrainingResult whole =
        Trainer.train(network, SMALL, new TrainerOptions(2, Optional.empty(), recorder));
    assertThat(recorder.checkpoints).hasSize(4);

    for (Checkpoint checkpoint : recorder.checkpoints) {
      Path file = directory.resolve("checkpoint.safetensors");
      Safetensors.write(file, checkpoint.contents());
      Checkpoint stored = new Checkpoint(Safetensors.read(file));

      TrainingResult resumed =
          Trainer.train(
              network, SMALL, new TrainerOptions(1, Optional.of(stored), ProgressListener.NONE));

      assertSameBits(resumed.model(), whole.model());
      assertThat(resumed.epochs()).isEqualTo(whole.epochs());
    }
  }

  @Test
  void aCheckpointHoldsTheModel() {
    Recorder recorder = new Recorder();
    Network network = network(2, 50);
    TrainingResult result =
        Trainer.train(network, SMALL, new TrainerOptions(1, Optional.empty(), recorder));

    Model stored = new Model(network, recorder.checkpoints.getLast().contents().tensors());

    assertSameBits(stored, result.model());
  }

  @Test
  void progressCountsStepsAndEpochs() {
    Recorder recorder = new Recorder();

    TrainingResult result =
        Trainer.train(network(2, 100), SMALL, new TrainerOptions(1, Optional.empty(), recorder));

    assertThat(recorder.steps).hasSize(8);
    assertThat(recorder.steps.getFirst().step()).isEqualTo(1);
    assertThat(recorder.steps.getFirst().steps()).isEqualTo(4);
    assertThat(recorder.steps.getLast().epoch()).isEqualTo(2);
    assertThat(recorder.steps.getLast().step()).isEqualTo(4);
    assertThat(recorder.steps.getLast().loss()).isEqualTo(result.epochs().getLast().loss());
    assertThat(recorder.steps.getLast().accuracy()).isEqualTo(result.epochs().getLast().accuracy());
    assertThat(result.epochs()).hasSize(2);
    assertThat(result.bestEpoch()).isEqualTo(2);
    assertThat(result.stoppedEarly()).isFalse();
  }

  @Test
  void theLearningRateToldIsThatOfTheLastStep() {
    // half a cosine over 8 steps: the last of the first epoch is step 3, counted from 0
    TrainingResult result = Trainer.train(network(2, 100), SMALL, TrainerOptions.withThreads(1));

    double first = 0.01 * (1 + Math.cos(Math.PI * 3 / 8)) / 2;
    double second = 0.01 * (1 + Math.cos(Math.PI * 7 / 8)) / 2;
    assertThat(result.epochs().getFirst().learningRate()).isCloseTo(first, within(1e-12));
    assertThat(result.epochs().getLast().learningRate()).isCloseTo(second, within(1e-12));
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefused() {
    Recorder recorder = new Recorder();
    Trainer.train(network(2, 50), SMALL, new TrainerOptions(1, Optional.empty(), recorder));
    NamedTensors contents = recorder.checkpoints.getFirst().contents();

    assertResumeRefused(network(2, 60), SMALL, contents, "batch is 50", "this run is 60");
    assertResumeRefused(network(3, 50), SMALL, contents, "epochs is 2");
    assertResumeRefused(
        TestNetworks.dense(INPUT, recipe(2, 50, 0.01, 1), true, 70, 34, 10),
        SMALL,
        contents,
        "network is",
        "Dense[units=33, bias=false]",
        "Dense[units=34, bias=false]");
    assertResumeRefused(
        network(2, 50), DrawnDigits.draw(10, 330, 10, 2), contents, "data is 330 images");
    assertResumeRefused(
        network(2, 50), SMALL, new NamedTensors(contents.tensors(), Map.of()), "not a checkpoint");
    assertResumeRefused(
        network(2, 50),
        SMALL,
        new NamedTensors(Map.of(), contents.metadata()),
        "no tensor 'fc1.weight'");
    Map<String, String> damaged = new HashMap<>(contents.metadata());
    damaged.put("steps", "many");
    assertResumeRefused(
        network(2, 50), SMALL, new NamedTensors(contents.tensors(), damaged), "'steps' is many");
    damaged.put("steps", "7");
    damaged.put("history", "0.1 0.2\n0.3");
    assertResumeRefused(
        network(2, 50), SMALL, new NamedTensors(contents.tensors(), damaged), "history");
  }

  private static void assertResumeRefused(
      Network network, DataSet data, NamedTensors contents, String... parts) {
    TrainerOptions options =
        new TrainerOptions(1, Optional.of(new Checkpoint(contents)), ProgressListener.NONE);
    assertThatThrownBy(() -> Trainer.train(network, data, options))
        .isInstanceOf(TrainException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void overflowStopsTrainingAndNamesTheLayer() {
    Network wild = TestNetworks.dense(INPUT, recipe(2, 50, 1e38, 1), true, 20, 10);

    assertThatThrownBy(() -> Trainer.train(wild, SMALL, TrainerOptions.withThreads(1)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("training stopped in epoch 1")
        .hasMessageContaining("'batchnorm")
        .hasMessageContaining("learning rate");
  }

  @Test
  void dataThatDoNotFitAreRefused() {
    Network few = TestNetworks.dense(INPUT, recipe(1, 50, 0.01, 1), true, 20, 4);
    assertThatThrownBy(() -> Trainer.train(few, SMALL, TrainerOptions.withThreads(1)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("10 classes")
        .hasMessageContaining("tells 4 apart");

    DataSet larger = DrawnDigits.draw(12, 10, 10, 1);
    assertThatThrownBy(() -> Trainer.train(network(1, 5), larger, TrainerOptions.withThreads(1)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("[1, 10, 10]")
        .hasMessageContaining("[1, 12, 12]");
  }

  @Test
  void networksTooLargeForMemoryAreRefusedInWords() {
    Network large = TestNetworks.dense(INPUT, recipe(1, 50, 0.01, 1), true, 20_000_000, 10);
    assertThatThrownBy(() -> Trainer.train(large, SMALL, TrainerOptions.withThreads(1)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("2200000000 weights");

    Network larger = TestNetworks.dense(INPUT, recipe(1, 50, 0.01, 1), true, 2_000_000_000, 10);
    assertThatThrownBy(() -> Trainer.train(larger, SMALL, TrainerOptions.withThreads(1)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'dense1'")
        .hasMessageContaining("200000000000 weights");
  }

  @Test
  void noEpochsGiveTheInitialWeights() {
    TrainingResult result = Trainer.train(network(0, 50), SMALL, TrainerOptions.withThreads(1));

    assertThat(result.epochs()).isEmpty();
    assertThat(result.bestEpoch()).isZero();
    FloatTensor weights = result.model().latentWeights(network(0, 50).nodes().get(3));
    float limit = (float) Math.sqrt(6.0 / 170);
    for (float weight : weights.values()) {
      assertThat(weight).isBetween(-limit, limit);
    }
  }

  @Test
  void aBatchLargerThanTheDataIsTheWholeOfThem() {
    Network whole = network(2, 1_000_000_000);

    assertThat(Trainer.train(whole, SMALL, TrainerOptions.withThreads(1)).epochs()).hasSize(2);
  }

  @Test
  void drawnDigitsAreLearned() {
    DataSet digits = DrawnDigits.draw(16, 6000, 1000, 1);
    Network network =
        TestNetworks.dense(Shape.of(1, 16, 16), recipe(5, 100, 0.01, 1), true, 64, 64, 10);

    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));

    double accuracy = FloatForward.run(result.model(), digits.test(), 2).accuracy(digits.test());
    assertThat(accuracy).isGreaterThanOrEqualTo(0.90);
  }

  @Test
  void aNetworkOfNothingButBiasHardtanhAndSignLearns() {
    DataSet digits = DrawnDigits.draw(16, 3000, 500, 1);
    Layer.Sign sign = new Layer.Sign(Layer.Estimator.IDENTITY);
    Network network =
        TestNetworks.dense(
            Shape.of(1, 16, 16),
            recipe(5, 50, 0.01, 1),
            new TestNetworks.Form(false, true, true, false, sign, 0),
            96,
            96,
            96,
            10);

    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));

    assertThat(result.epochs().getLast().loss())
        .isLessThan(0.5 * result.epochs().getFirst().loss());
    double accuracy = FloatForward.run(result.model(), digits.test(), 2).accuracy(digits.test());
    assertThat(accuracy).isGreaterThanOrEqualTo(0.80);
    assertThat(result.model().bias(network.nodes().get(3)).orElseThrow().values())
        .doesNotContain(0f);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsThatMeetBytesLearn(boolean normed) {
    DataSet digits = DrawnDigits.draw(16, 3000, 500, 1);
    Network network =
        TestNetworks.dense(
            Shape.of(1, 16, 16),
            recipe(5, 50, 0.01, 1),
            new TestNetworks.Form(normed, false, false, true, new Layer.Sign(), 0),
            64,
            64,
            10);

    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));

    double accuracy = FloatForward.run(result.model(), digits.test(), 2).accuracy(digits.test());
    assertThat(accuracy).isGreaterThanOrEqualTo(normed ? 0.85 : 0.7);
  }

  @Test
  void aBiasBeforeBatchNormStaysWhereItStarts() {
    TestNetworks.Form form = new TestNetworks.Form(true, true, false, false, new Layer.Sign(), 0);
    Network network = TestNetworks.dense(INPUT, recipe(2, 50, 0.01, 1), form, 33, 10);
    Network without = TestNetworks.dense(INPUT, recipe(2, 50, 0.01, 1), true, 33, 10);

    Model model = Trainer.train(network, SMALL, TrainerOptions.withThreads(1)).model();

    assertThat(model.bias(network.nodes().get(3)).orElseThrow().values())
        .containsOnly(0f)
        .hasSize(33);
    assertSameBits(
        new Model(without, model.tensors()),
        Trainer.train(without, SMALL, TrainerOptions.withThreads(1)).model());
  }

  @Test
  void aNetworkWithoutBatchNormLearnsToo() {
    DataSet digits = DrawnDigits.draw(16, 2000, 500, 1);
    Network network =
        TestNetworks.dense(Shape.of(1, 16, 16), recipe(5, 50, 0.01, 1), false, 64, 10);

    TrainingResult result = Trainer.train(network, digits, TrainerOptions.withThreads(2));

    double accuracy = FloatForward.run(result.model(), digits.test(), 2).accuracy(digits.test());
    assertThat(accuracy).isGreaterThanOrEqualTo(0.70);
  }
}
