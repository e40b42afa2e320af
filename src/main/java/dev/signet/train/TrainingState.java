package dev.signet.train;

import dev.signet.data.NamedTensors;
import dev.signet.data.RandomStream;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Initialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The blocks of a run, and how far it is; to and from tensors. */
final class TrainingState {
  private static final String FINISHED = "epochs_finished";
  private static final String STEPS = "steps";
  private static final String HISTORY = "history";

  /** Before the names of the parameters of an epoch that was better than the last. */
  private static final String BEST = "best.";

  final List<BlockState> blocks;
  private final UpdateRule.Moments moments;

  /** Steps made, over all epochs. */
  long steps;

  /** What the epochs reached, one for each that is finished. */
  final List<ProgressListener.Epoch> history = new ArrayList<>();

  /** The parameters after the best epoch, where there is one. */
  private Map<String, FloatTensor> best = Map.of();

  private TrainingState(List<BlockState> blocks, UpdateRule.Moments moments) {
    this.blocks = List.copyOf(blocks);
    this.moments = moments;
  }

  static TrainingState fresh(Chain chain, int batch, TrainingRecipe recipe) {
    UpdateRule.Moments moments = UpdateRule.Moments.of(recipe.optimizer());
    List<BlockState> blocks = new ArrayList<>();
    for (Chain.Block block : chain.blocks()) {
      DenseState dense =
          DenseState.uniform(
              block.inputs(),
              block.units(),
              bound(recipe.initialization(), block),
              RandomStream.of(recipe.seed(), RandomUse.INITIAL_WEIGHTS, blocks.size()),
              UpdateRule.hasLatentWeights(recipe.optimizer()),
              moments.ofWeights().size());
      blocks.add(
          new BlockState(
              block, dense, freshBias(block, moments), freshNorm(block, moments), batch));
    }
    return new TrainingState(blocks, moments);
  }

  private static double bound(Initialization initialization, Chain.Block block) {
    return switch (initialization) {
      case Initialization.Glorot _ -> Math.sqrt(6.0 / ((double) block.inputs() + block.units()));
      case Initialization.Uniform uniform -> uniform.bound();
    };
  }

  private static Optional<BiasState> freshBias(Chain.Block block, UpdateRule.Moments moments) {
    return block.hasBias()
        ? Optional.of(new BiasState(block.units(), moments.ofOthers().size()))
        : Optional.empty();
  }

  private static Optional<NormState> freshNorm(Chain.Block block, UpdateRule.Moments moments) {
    return block
        .norm()
        .map(
            node ->
                new NormState(
                    (Layer.BatchNorm) node.layer(), block.units(), moments.ofOthers().size()));
  }

  /**
   * From a checkpoint whose identity has been checked.
   *
   * @throws TrainException when it lacks something or holds what is not a number
   */
  static TrainingState resumed(
      Chain chain, int batch, TrainingRecipe recipe, NamedTensors contents) {
    UpdateRule.Moments moments = UpdateRule.Moments.of(recipe.optimizer());
    CheckpointReader reader = new CheckpointReader(contents);
    List<BlockState> blocks = new ArrayList<>();
    for (Chain.Block block : chain.blocks()) {
      int size = block.inputs() * block.units();
      String weight = Model.prefix(block.dense()) + ".weight";
      float[] latent = reader.tensor(weight, size);
      List<float[]> ofWeights = new ArrayList<>();
      for (String moment : moments.ofWeights()) {
        ofWeights.add(reader.tensor(momentName(moment, weight), size));
      }
      DenseState dense = DenseState.of(block.inputs(), block.units(), latent, ofWeights);
      Optional<BiasState> bias = freshBias(block, moments);
      bias.ifPresent(
          state -> {
            String name = biasName(block);
            reader.read(name, state.values);
            moments(name, state, moments).forEach(reader::read);
          });
      Optional<NormState> norm = freshNorm(block, moments);
      norm.ifPresent(
          state -> {
            String prefix = Model.prefix(block.norm().orElseThrow());
            parameters(prefix, state).forEach(reader::read);
            moments(prefix, state, moments).forEach(reader::read);
          });
      blocks.add(new BlockState(block, dense, bias, norm, batch));
    }
    TrainingState state = new TrainingState(blocks, moments);
    state.steps = reader.number(STEPS);
    state.history.addAll(reader.history(HISTORY, FINISHED));
    state.takeBest(reader);
    return state;
  }

  private void takeBest(CheckpointReader reader) {
    if (bestEpoch() == 0) {
      return;
    }
    best = parameters();
    if (bestEpoch() < history.size()) {
      best.replaceAll(
          (name, last) ->
              new FloatTensor(last.shape(), reader.tensor(BEST + name, last.shape().size())));
    }
  }

  /** Adds an epoch that has just ended, and keeps its parameters if it is the best. */
  void finish(ProgressListener.Epoch epoch) {
    history.add(epoch);
    if (epoch.best()) {
      best = parameters();
    }
  }

  /** The number of the best epoch so far; 0 where there is none. */
  int bestEpoch() {
    return best().map(ProgressListener.Epoch::number).orElse(0);
  }

  /** Whether an epoch with this validation, which would be the next, is better than all before. */
  boolean wouldBeBest(ProgressListener.Validation validation, TrainingRecipe.Monitor monitor) {
    return best()
        .flatMap(ProgressListener.Epoch::validation)
        .map(before -> ValidationPass.isBetter(monitor, validation, before))
        .orElse(true);
  }

  /** The last epoch of which it was said that it is the best: it was better than those before. */
  private Optional<ProgressListener.Epoch> best() {
    return history.reversed().stream().filter(ProgressListener.Epoch::best).findFirst();
  }

  /** The model's tensors, copied. */
  Map<String, FloatTensor> parameters() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (BlockState block : blocks) {
      put(tensors, Model.prefix(block.block.dense()) + ".weight", block.dense.latent);
      block.bias.ifPresent(bias -> put(tensors, biasName(block.block), bias.values));
      block.norm.ifPresent(
          norm ->
              parameters(Model.prefix(block.block.norm().orElseThrow()), norm)
                  .forEach((name, values) -> put(tensors, name, values)));
    }
    return tensors;
  }

  /** With the parameters of the best epoch, or else of the last. */
  Model model(Network network) {
    return new Model(network, best.isEmpty() ? parameters() : best);
  }

  Checkpoint checkpoint(RunIdentity identity) {
    Map<String, FloatTensor> tensors = parameters();
    for (BlockState block : blocks) {
      String weight = Model.prefix(block.block.dense()) + ".weight";
      for (int index = 0; index < moments.ofWeights().size(); index++) {
        String name = momentName(moments.ofWeights().get(index), weight);
        put(tensors, name, block.dense.moment(index));
      }
      block.bias.ifPresent(
          bias ->
              moments(biasName(block.block), bias, moments)
                  .forEach((name, values) -> put(tensors, name, values)));
      block.norm.ifPresent(
          norm ->
              moments(Model.prefix(block.block.norm().orElseThrow()), norm, moments)
                  .forEach((name, values) -> put(tensors, name, values)));
    }
    if (bestEpoch() < history.size()) {
      best.forEach((name, tensor) -> tensors.put(BEST + name, tensor));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    identity.putInto(metadata);
    metadata.put(FINISHED, String.valueOf(history.size()));
    metadata.put(STEPS, String.valueOf(steps));
    metadata.put(HISTORY, HistoryText.print(history));
    return new Checkpoint(new NamedTensors(tensors, metadata));
  }

  /** The parameters of a batch norm, by the names they are stored under. */
  private static Map<String, float[]> parameters(String prefix, NormState norm) {
    Map<String, float[]> parts = new LinkedHashMap<>();
    parts.put(prefix + ".weight", norm.gamma);
    parts.put(prefix + ".bias", norm.beta);
    parts.put(prefix + ".running_mean", norm.runningMean);
    parts.put(prefix + ".running_var", norm.runningVariance);
    return parts;
  }

  private static String biasName(Chain.Block block) {
    return Model.prefix(block.dense()) + ".bias";
  }

  /** What the optimizer remembers of a bias, by the names it is stored under. */
  private static Map<String, float[]> moments(
      String name, BiasState bias, UpdateRule.Moments moments) {
    Map<String, float[]> parts = new LinkedHashMap<>();
    for (int index = 0; index < moments.ofOthers().size(); index++) {
      parts.put(momentName(moments.ofOthers().get(index), name), bias.moments[index]);
    }
    return parts;
  }

  /** What the optimizer remembers of a batch norm, by the names it is stored under. */
  private static Map<String, float[]> moments(
      String prefix, NormState norm, UpdateRule.Moments moments) {
    Map<String, float[]> parts = new LinkedHashMap<>();
    for (int index = 0; index < moments.ofOthers().size(); index++) {
      String moment = moments.ofOthers().get(index);
      parts.put(momentName(moment, prefix + ".weight"), norm.gammaMoments[index]);
      parts.put(momentName(moment, prefix + ".bias"), norm.betaMoments[index]);
    }
    return parts;
  }

  private static String momentName(String moment, String parameter) {
    return moment + "." + parameter;
  }

  private static void put(Map<String, FloatTensor> tensors, String name, float[][] rows) {
    Shape shape = Shape.of(rows.length, rows[0].length);
    tensors.put(name, new FloatTensor(shape, DenseState.joined(rows)));
  }

  private static void put(Map<String, FloatTensor> tensors, String name, float[] values) {
    tensors.put(name, new FloatTensor(Shape.of(values.length), values.clone()));
  }
}
