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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The stages of a run, and how far it is; to and from tensors. */
final class TrainingState {
  private static final String FINISHED = "epochs_finished";
  private static final String STEPS = "steps";
  private static final String HISTORY = "history";

  /** Before the names of the parameters of an epoch that was better than the last. */
  private static final String BEST = "best.";

  final TrainingStages stages;
  private final UpdateRule.Moments moments;

  /** Steps made, over all epochs. */
  long steps;

  /** What the epochs reached, one for each that is finished. */
  final List<ProgressListener.Epoch> history = new ArrayList<>();

  /** The parameters after the best epoch, where there is one. */
  private Map<String, FloatTensor> best = Map.of();

  private TrainingState(TrainingStages stages, UpdateRule.Moments moments) {
    this.stages = stages;
    this.moments = moments;
  }

  /**
   * @param batch the most images of a batch
   */
  static TrainingState fresh(Plan plan, int batch, TrainingRecipe recipe) {
    UpdateRule.Moments moments = UpdateRule.Moments.of(recipe.optimizer());
    List<ProductParameters> products = new ArrayList<>();
    for (Stage.Product stage : plan.products()) {
      double bound = bound(recipe.initialization(), stage);
      boolean latent = UpdateRule.hasLatentWeights(recipe.optimizer());
      RandomStream random =
          RandomStream.of(recipe.seed(), RandomUse.INITIAL_WEIGHTS, products.size());
      List<WeightState> groups = new ArrayList<>();
      for (int group = 0; group < stage.groups(); group++) {
        groups.add(
            WeightState.uniform(
                stage.inputs(),
                stage.units() / stage.groups(),
                bound,
                random,
                latent,
                moments.ofWeights().size()));
      }
      products.add(
          new ProductParameters(stage, products.size(), groups, freshBias(stage, moments)));
    }
    return new TrainingState(
        TrainingStages.of(plan, batch, products, freshNorms(plan, moments)), moments);
  }

  /** Of a conv, a weight counts as input and as output at each of its taps. */
  private static double bound(Initialization initialization, Stage.Product stage) {
    double outputs = (double) stage.units() * stage.window().taps();
    return switch (initialization) {
      case Initialization.Glorot _ -> Math.sqrt(6.0 / (stage.inputs() + outputs));
      case Initialization.Uniform uniform -> uniform.bound();
    };
  }

  private static Optional<BiasState> freshBias(Stage.Product stage, UpdateRule.Moments moments) {
    return stage.hasBias()
        ? Optional.of(new BiasState(stage.units(), moments.ofOthers().size()))
        : Optional.empty();
  }

  private static List<NormState> freshNorms(Plan plan, UpdateRule.Moments moments) {
    List<NormState> norms = new ArrayList<>();
    for (Stage.Activation stage : plan.activations()) {
      stage
          .norm()
          .ifPresent(
              node ->
                  norms.add(
                      new NormState(
                          (Layer.BatchNorm) node.layer(),
                          plan.sums(stage.operand()).map().channels(),
                          moments.ofOthers().size())));
    }
    return norms;
  }

  /**
   * From a checkpoint whose identity has been checked.
   *
   * @throws TrainException when it lacks something or holds what is not a number
   */
  static TrainingState resumed(Plan plan, int batch, TrainingRecipe recipe, NamedTensors contents) {
    UpdateRule.Moments moments = UpdateRule.Moments.of(recipe.optimizer());
    CheckpointReader reader = new CheckpointReader(contents);
    List<ProductParameters> products = new ArrayList<>();
    for (Stage.Product stage : plan.products()) {
      Optional<BiasState> bias = freshBias(stage, moments);
      ProductParameters product =
          new ProductParameters(stage, products.size(), weights(stage, reader, moments), bias);
      bias.ifPresent(
          state -> {
            reader.read(product.biasName(), state.values);
            moments(product.biasName(), state, moments).forEach(reader::read);
          });
      products.add(product);
    }
    TrainingStages stages = TrainingStages.of(plan, batch, products, freshNorms(plan, moments));
    for (ActivationState activation : stages.activations()) {
      activation
          .parameters()
          .norm
          .ifPresent(
              norm -> {
                String prefix = Model.prefix(activation.parameters().stage.norm().orElseThrow());
                parameters(prefix, norm).forEach(reader::read);
                moments(prefix, norm, moments).forEach(reader::read);
              });
    }
    TrainingState state = new TrainingState(stages, moments);
    state.steps = reader.number(STEPS);
    state.history.addAll(reader.history(HISTORY, FINISHED));
    state.takeBest(reader);
    return state;
  }

  private static List<WeightState> weights(
      Stage.Product stage, CheckpointReader reader, UpdateRule.Moments moments) {
    int units = stage.units() / stage.groups();
    ColumnOrder order = new ColumnOrder(stage.under());
    String name = Model.prefix(stage.node()) + ".weight";
    int size = stage.inputs() * stage.units();
    float[] latent = reader.tensor(name, size);
    List<float[]> ofWeights = new ArrayList<>();
    for (String moment : moments.ofWeights()) {
      ofWeights.add(reader.tensor(momentName(moment, name), size));
    }
    List<WeightState> groups = new ArrayList<>();
    for (int group = 0; group < stage.groups(); group++) {
      int first = group * units;
      groups.add(
          WeightState.of(
              stage.inputs(),
              units,
              order.fromModel(latent, first, units),
              ofWeights.stream().map(moment -> order.fromModel(moment, first, units)).toList()));
    }
    return groups;
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
    forEach(
        product -> {
          put(tensors, product, product.weightName(), weights -> weights.latent);
          product.bias().ifPresent(bias -> put(tensors, product.biasName(), bias.values));
        },
        (prefix, norm) ->
            parameters(prefix, norm).forEach((name, values) -> put(tensors, name, values)));
    return tensors;
  }

  /** With the parameters of the best epoch, or else of the last. */
  Model model(Network network) {
    return new Model(network, best.isEmpty() ? parameters() : best);
  }

  Checkpoint checkpoint(RunIdentity identity) {
    Map<String, FloatTensor> tensors = parameters();
    forEach(
        product -> {
          for (int index = 0; index < moments.ofWeights().size(); index++) {
            int moment = index;
            String name = momentName(moments.ofWeights().get(index), product.weightName());
            put(tensors, product, name, weights -> weights.moment(moment));
          }
          product
              .bias()
              .ifPresent(
                  bias ->
                      moments(product.biasName(), bias, moments)
                          .forEach((name, values) -> put(tensors, name, values)));
        },
        (prefix, norm) ->
            moments(prefix, norm, moments).forEach((name, values) -> put(tensors, name, values)));
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

  /** Goes through all that has parameters, in the order of the stages. */
  private void forEach(
      Consumer<ProductParameters> ofProduct, BiConsumer<String, NormState> ofNorm) {
    for (StageState stage : stages.all()) {
      switch (stage) {
        case ProductState product -> ofProduct.accept(product.parameters());
        case ActivationState activation ->
            activation
                .parameters()
                .norm
                .ifPresent(
                    norm ->
                        ofNorm.accept(
                            Model.prefix(activation.parameters().stage.norm().orElseThrow()),
                            norm));
        case AverageState _,
            ConcatState _,
            FlattenState _,
            PoolState _,
            SumsState _,
            TakeState _ -> {}
      }
    }
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

  /** Puts the rows of all groups, as the model has them. */
  private void put(
      Map<String, FloatTensor> tensors,
      ProductParameters product,
      String name,
      Function<WeightState, float[][]> rows) {
    float[] values =
        new ColumnOrder(product.stage().under())
            .toModel(product.groups().stream().map(rows).toList());
    tensors.put(name, new FloatTensor(product.stage().weightShape(), values));
  }

  private static void put(Map<String, FloatTensor> tensors, String name, float[] values) {
    tensors.put(name, new FloatTensor(Shape.of(values.length), values.clone()));
  }
}
