package dev.signet.train;

import dev.signet.data.DataSet;
import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.Network;
import dev.signet.network.TrainingRecipe;
import java.util.List;
import java.util.Optional;

/**
 * Trains a network by its recipe, with the straight-through estimator: forward with the signs of
 * the latent weights, whose gradient goes to the latent weights unchanged.
 */
public final class Trainer {
  /** Latent weight, two moments, sign, packed sign, and the copy in the model. */
  private static final int BYTES_OF_WEIGHT = 21;

  private final Network network;
  private final TrainingRecipe recipe;
  private final ImageSet images;
  private final TrainerOptions options;
  private final RunIdentity identity;
  private final Chain chain;
  private final Optional<PixelGrid> grid;

  private Trainer(Network network, ImageSet images, TrainerOptions options) {
    this.network = network;
    this.recipe = network.training();
    this.images = images;
    this.options = options;
    this.chain = Chain.of(network);
    chain.checkImages(images);
    if (images.classes() > chain.classes()) {
      throw new TrainException(
          "the data have "
              + images.classes()
              + " classes, but network '"
              + network.name()
              + "' tells "
              + chain.classes()
              + " apart");
    }
    this.grid =
        recipe.augmentations().isEmpty()
            ? Optional.empty()
            : Optional.of(PixelGrid.of(images, chain.input()));
    this.identity = RunIdentity.of(network, images);
  }

  /**
   * Trains on the training split. The test split is not looked at.
   *
   * @throws TrainException when the network cannot be trained, the data or the checkpoint do not
   *     fit it, memory does not hold it, or numbers overflow on the way
   */
  public static TrainingResult train(Network network, DataSet data, TrainerOptions options) {
    Trainer trainer = new Trainer(network, data.train(), options);
    // Refused before a long time is spent on filling the memory.
    if (network.weightCount() > Runtime.getRuntime().maxMemory() / BYTES_OF_WEIGHT) {
      throw tooLarge(network);
    }
    try {
      return trainer.run();
    } catch (OutOfMemoryError _) {
      throw tooLarge(network);
    }
  }

  private static TrainException tooLarge(Network network) {
    return new TrainException(
        "training network '"
            + network.name()
            + "' with its "
            + network.weightCount()
            + " weights in batches of "
            + network.training().batch()
            + " does not fit the memory of the Java machine; give it more (-Xmx), or make the"
            + " network or the batch smaller");
  }

  private TrainingResult run() {
    int batch = Math.min(recipe.batch(), images.count());
    TrainingState state =
        options
            .resumeFrom()
            .map(
                checkpoint -> {
                  identity.check(checkpoint.contents().metadata());
                  return TrainingState.resumed(chain, batch, recipe, checkpoint.contents());
                })
            .orElseGet(() -> TrainingState.fresh(chain, batch, recipe));
    int before = state.history.size();
    options.listener().started(List.copyOf(state.history));
    long start = System.nanoTime();
    try (Workers workers = new Workers(options.threads())) {
      Kernels kernels = Kernels.forWork(multiplications(recipe.epochs() - before));
      TrainingStep step = new TrainingStep(state.blocks, batch, recipe, workers, kernels);
      Batches batches = batches(batch, workers);
      for (int epoch = before + 1; epoch <= recipe.epochs(); epoch++) {
        state.history.add(epoch(epoch, state, step, batches));
        options.listener().epochFinished(state.history.getLast(), () -> state.checkpoint(identity));
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    double seen = (double) images.count() * (state.history.size() - before);
    return new TrainingResult(
        state.model(network), state.history, state.history.size(), false, seconds, seen / seconds);
  }

  private Batches batches(int batch, Workers workers) {
    long[][] packed = chain.coding().pack(images, workers);
    return grid.<Batches>map(
            pixels ->
                new AugmentedBatches(
                    recipe, images, pixels, chain.coding(), packed, batch, workers))
        .orElse(
            (epoch, order, from, to, step) ->
                new TrainingStep.Batch(packed, images.labels(), order, from, to, step));
  }

  private ProgressListener.Epoch epoch(
      int epoch, TrainingState state, TrainingStep step, Batches batches) {
    int count = images.count();
    int steps = stepsPerEpoch();
    int[] order = RandomStream.of(recipe.seed(), RandomUse.SHUFFLES, epoch).permutation(count);
    SignFlips flips = new SignFlips(state.blocks);
    double loss = 0;
    int correct = 0;
    for (int index = 0; index < steps; index++) {
      int from = index * recipe.batch();
      int to = (int) Math.min(count, (long) from + recipe.batch());
      TrainingStep.Batch batch = batches.batch(epoch, order, from, to, state.steps);
      TrainingStep.Outcome outcome = step.run(batch, rule(state.steps));
      state.steps++;
      loss += outcome.loss();
      correct += outcome.correct();
      Diagnosis.check(state.blocks, loss, epoch, index + 1);
      options
          .listener()
          .stepped(
              new ProgressListener.Progress(
                  epoch, recipe.epochs(), index + 1, steps, loss / to, (double) correct / to));
    }
    Diagnosis.checkParameters(state.blocks, epoch);
    return new ProgressListener.Epoch(
        epoch,
        loss / count,
        (double) correct / count,
        recipe.optimizer().rate() * factor(state.steps - 1),
        Optional.empty(),
        flips.ratios(),
        false);
  }

  /** Forward, and two products backward. */
  private double multiplications(int epochs) {
    return 3.0 * network.weightCount() * images.count() * epochs;
  }

  private int stepsPerEpoch() {
    return (int) (((long) images.count() + recipe.batch() - 1) / recipe.batch());
  }

  /** What is done in the step with this number, counted from 0. */
  private UpdateRule rule(long step) {
    return UpdateRule.at(recipe.optimizer(), factor(step), step + 1);
  }

  /** What the schedule makes of the learning rate in the step with this number. */
  private double factor(long step) {
    return LearningRate.factor(recipe.schedule(), step, stepsPerEpoch(), recipe.epochs());
  }
}
