package dev.signet.train;

import dev.signet.data.DataSet;
import dev.signet.data.ImageSet;
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

  /** The weight of the best epoch, where images are held out. */
  private static final int BYTES_OF_BEST = 4;

  private final Network network;
  private final TrainingRecipe recipe;
  private final ImageSet images;
  private final TrainerOptions options;
  private final RunIdentity identity;
  private final Plan plan;
  private final Optional<PixelGrid> grid;
  private final Split split;

  private Trainer(Network network, ImageSet images, TrainerOptions options) {
    this.network = network;
    this.recipe = network.training();
    this.images = images;
    this.options = options;
    this.plan = Plan.of(network);
    plan.checkImages(images);
    if (images.classes() > plan.classes()) {
      throw new TrainException(
          "the data have "
              + images.classes()
              + " classes, but network '"
              + network.name()
              + "' tells "
              + plan.classes()
              + " apart");
    }
    this.grid =
        recipe.augmentations().isEmpty()
            ? Optional.empty()
            : Optional.of(PixelGrid.of(images, plan.input(), recipe.augmentations()));
    this.split = Split.of(recipe, images);
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
    int bytes = BYTES_OF_WEIGHT + (network.training().validation().isWanted() ? BYTES_OF_BEST : 0);
    if (network.weightCount() > Runtime.getRuntime().maxMemory() / bytes) {
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
    int count = split.training().length;
    int batch = Math.min(recipe.batch(), count);
    TrainingState state =
        options
            .resumeFrom()
            .map(
                checkpoint -> {
                  identity.check(checkpoint.contents().metadata());
                  return TrainingState.resumed(plan, batch, recipe, checkpoint.contents());
                })
            .orElseGet(() -> TrainingState.fresh(plan, batch, recipe));
    int before = state.history.size();
    ProgressListener listener = options.listener();
    listener.started(List.copyOf(state.history));
    long start = System.nanoTime();
    try (Workers workers = new Workers(options.threads())) {
      Kernels kernels = Kernels.forWork(multiplications(count, recipe.epochs() - before));
      TrainingRun run =
          new TrainingRun(
              plan, recipe, images, grid, split, batch, state, workers, kernels, listener);
      while (!run.isFinished()) {
        run.runEpoch();
        listener.epochFinished(state.history.getLast(), () -> state.checkpoint(identity));
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    int epochs = state.history.size();
    return new TrainingResult(
        state.model(network),
        state.history,
        split.validation().length > 0 ? state.bestEpoch() : epochs,
        epochs < recipe.epochs(),
        seconds,
        (double) count * (epochs - before) / seconds);
  }

  /** Forward, and two products backward. */
  private double multiplications(int images, int epochs) {
    return 3 * plan.multiplications() * images * epochs;
  }
}
