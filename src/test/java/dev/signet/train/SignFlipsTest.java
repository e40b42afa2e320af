package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.DataSet;
import dev.signet.data.DrawnDigits;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SignFlipsTest {
  private static final DataSet SMALL = DrawnDigits.draw(10, 1000, 10, 1);

  /** Keeps the weights after each epoch. */
  private static final class Weights implements ProgressListener {
    final List<float[]> first = new ArrayList<>();
    final List<float[]> last = new ArrayList<>();

    @Override
    public void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {
      Checkpoint state = checkpoint.get();
      first.add(values(state, "fc1.weight"));
      last.add(values(state, "fc2.weight"));
    }

    private static float[] values(Checkpoint state, String name) {
      return Optional.ofNullable(state.contents().tensors().get(name)).orElseThrow().values();
    }
  }

  @Test
  void theShareOfSignsThatDifferAfterAnEpochIsTold() {
    // given a network whose layers do not fill their words
    TrainingRecipe recipe = TrainingRecipe.defaults().toBuilder().epochs(3).build();
    Network network = TestNetworks.dense(Shape.of(1, 10, 10), recipe, true, 37, 10);
    Weights weights = new Weights();

    // when
    TrainingResult result =
        Trainer.train(network, SMALL, new TrainerOptions(2, Optional.empty(), weights));

    // then
    Map<String, List<float[]>> byLayer = Map.of("dense1", weights.first, "dense2", weights.last);
    for (int epoch = 2; epoch <= 3; epoch++) {
      List<ProgressListener.LayerFlips> flips = result.epochs().get(epoch - 1).flips();
      assertThat(flips)
          .extracting(ProgressListener.LayerFlips::layer)
          .containsExactly("dense1", "dense2");
      for (ProgressListener.LayerFlips layer : flips) {
        List<float[]> history = byLayer.getOrDefault(layer.layer(), List.of());
        float[] before = history.get(epoch - 2);
        float[] after = history.get(epoch - 1);
        int flipped = 0;
        for (int index = 0; index < before.length; index++) {
          flipped += (before[index] >= 0) == (after[index] >= 0) ? 0 : 1;
        }
        assertThat(flipped).isPositive();
        assertThat(layer.ratio()).isEqualTo(flipped / (double) before.length);
      }
    }
  }
}
