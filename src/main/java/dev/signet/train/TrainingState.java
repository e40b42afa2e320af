package dev.signet.train;

import dev.signet.data.NamedTensors;
import dev.signet.data.RandomStream;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The blocks of a run, and how far it is; to and from tensors. */
final class TrainingState {
  private static final String FIRST = "adam.first.";
  private static final String SECOND = "adam.second.";
  private static final String FINISHED = "epochs_finished";
  private static final String STEPS = "steps";
  private static final String HISTORY = "history";
  private static final int INITIAL_WEIGHTS = 1;

  final List<BlockState> blocks;

  /** Steps made, over all epochs. */
  long steps;

  /** What the epochs reached, one for each that is finished. */
  final List<ProgressListener.Epoch> history = new ArrayList<>();

  private TrainingState(List<BlockState> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  static TrainingState fresh(Chain chain, int batch, long seed) {
    List<BlockState> blocks = new ArrayList<>();
    for (Chain.Block block : chain.blocks()) {
      RandomStream random = RandomStream.of(seed, INITIAL_WEIGHTS, blocks.size());
      DenseState dense = DenseState.glorot(block.inputs(), block.units(), random);
      blocks.add(new BlockState(block, dense, freshNorm(block), batch));
    }
    return new TrainingState(blocks);
  }

  private static Optional<NormState> freshNorm(Chain.Block block) {
    return block.norm().map(node -> new NormState((Layer.BatchNorm) node.layer(), block.units()));
  }

  /**
   * From a checkpoint whose identity has been checked.
   *
   * @throws TrainException when it lacks something or holds what is not a number
   */
  static TrainingState resumed(Chain chain, int batch, NamedTensors contents) {
    Reader reader = new Reader(contents);
    List<BlockState> blocks = new ArrayList<>();
    for (Chain.Block block : chain.blocks()) {
      int inputs = block.inputs();
      int units = block.units();
      String weight = Model.prefix(block.dense()) + ".weight";
      DenseState dense =
          DenseState.of(
              inputs,
              units,
              reader.tensor(weight, inputs * units),
              reader.tensor(FIRST + weight, inputs * units),
              reader.tensor(SECOND + weight, inputs * units));
      Optional<NormState> norm = freshNorm(block);
      norm.ifPresent(
          state ->
              parts(Model.prefix(block.norm().orElseThrow()), state)
                  .forEach(
                      (name, values) ->
                          System.arraycopy(
                              reader.tensor(name, units), 0, values, 0, values.length)));
      blocks.add(new BlockState(block, dense, norm, batch));
    }
    TrainingState state = new TrainingState(blocks);
    state.steps = reader.number(STEPS);
    state.history.addAll(reader.history());
    return state;
  }

  /** The model's tensors, copied. */
  Map<String, FloatTensor> parameters() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (BlockState block : blocks) {
      put(tensors, Model.prefix(block.block.dense()) + ".weight", block.dense.latent);
      block.norm.ifPresent(
          norm ->
              parts(Model.prefix(block.block.norm().orElseThrow()), norm)
                  .forEach(
                      (name, values) -> {
                        if (!name.startsWith(FIRST) && !name.startsWith(SECOND)) {
                          put(tensors, name, values);
                        }
                      }));
    }
    return tensors;
  }

  Model model(Network network) {
    return new Model(network, parameters());
  }

  Checkpoint checkpoint(RunIdentity identity) {
    Map<String, FloatTensor> tensors = parameters();
    for (BlockState block : blocks) {
      String weight = Model.prefix(block.block.dense()) + ".weight";
      put(tensors, FIRST + weight, block.dense.first);
      put(tensors, SECOND + weight, block.dense.second);
      block.norm.ifPresent(
          norm ->
              parts(Model.prefix(block.block.norm().orElseThrow()), norm)
                  .forEach((name, values) -> put(tensors, name, values)));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    identity.putInto(metadata);
    metadata.put(FINISHED, String.valueOf(history.size()));
    metadata.put(STEPS, String.valueOf(steps));
    StringBuilder text = new StringBuilder();
    for (ProgressListener.Epoch epoch : history) {
      text.append(epoch.loss()).append(' ').append(epoch.accuracy()).append('\n');
    }
    metadata.put(HISTORY, text.toString());
    return new Checkpoint(new NamedTensors(tensors, metadata));
  }

  /** The vectors of a batch norm, by the names they are stored under. */
  private static Map<String, float[]> parts(String prefix, NormState norm) {
    Map<String, float[]> parts = new LinkedHashMap<>();
    parts.put(prefix + ".weight", norm.gamma);
    parts.put(prefix + ".bias", norm.beta);
    parts.put(prefix + ".running_mean", norm.runningMean);
    parts.put(prefix + ".running_var", norm.runningVariance);
    parts.put(FIRST + prefix + ".weight", norm.gammaFirst);
    parts.put(SECOND + prefix + ".weight", norm.gammaSecond);
    parts.put(FIRST + prefix + ".bias", norm.betaFirst);
    parts.put(SECOND + prefix + ".bias", norm.betaSecond);
    return parts;
  }

  private static void put(Map<String, FloatTensor> tensors, String name, float[][] rows) {
    Shape shape = Shape.of(rows.length, rows[0].length);
    tensors.put(name, new FloatTensor(shape, DenseState.joined(rows)));
  }

  private static void put(Map<String, FloatTensor> tensors, String name, float[] values) {
    tensors.put(name, new FloatTensor(Shape.of(values.length), values.clone()));
  }

  /** Takes things from a checkpoint, or says what is wrong with it. */
  private record Reader(NamedTensors contents) {

    float[] tensor(String name, int size) {
      FloatTensor tensor = contents.tensors().get(name);
      if (tensor == null || tensor.values().length != size) {
        throw new TrainException(
            "the checkpoint has no tensor '" + name + "' of " + size + " elements");
      }
      for (float value : tensor.values()) {
        if (!Float.isFinite(value)) {
          throw new TrainException("tensor '" + name + "' of the checkpoint holds " + value);
        }
      }
      return tensor.values();
    }

    long number(String name) {
      String text = contents.metadata().getOrDefault(name, "nothing");
      try {
        long number = Long.parseLong(text);
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Said below, as of a negative number.
      }
      throw new TrainException("the checkpoint's '" + name + "' is " + text + ", not a count");
    }

    List<ProgressListener.Epoch> history() {
      List<ProgressListener.Epoch> epochs = new ArrayList<>();
      try {
        for (String line : contents.metadata().getOrDefault(HISTORY, "").lines().toList()) {
          int space = line.indexOf(' ');
          double loss = Double.parseDouble(line.substring(0, space));
          double accuracy = Double.parseDouble(line.substring(space + 1));
          epochs.add(new ProgressListener.Epoch(epochs.size() + 1, loss, accuracy));
        }
      } catch (NumberFormatException | IndexOutOfBoundsException _) {
        throw new TrainException("the checkpoint's history of epochs is damaged");
      }
      if (epochs.size() != number(FINISHED)) {
        throw new TrainException(
            "the checkpoint's history has " + epochs.size() + " epochs, its count is another");
      }
      return epochs;
    }
  }
}
