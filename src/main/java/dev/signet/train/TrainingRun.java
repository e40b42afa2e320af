package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.TrainingRecipe;
import java.util.Optional;

/** Trains epoch by epoch, from wherever the state is. */
final class TrainingRun {
  private final TrainingRecipe recipe;
  private final Split split;
  private final TrainingState state;
  private final Workers workers;
  private final Kernels kernels;
  private final ProgressListener listener;
  private final TrainingStep step;
  private final Batches batches;
  private final Optional<ValidationPass> validation;

  /**
   * @param images of which the split says what they are for
   * @param grid their extents, where they are moved
   * @param batch images of the largest batch
   * @param state to go on from; changed
   */
  TrainingRun(
      Plan plan,
      TrainingRecipe recipe,
      ImageSet images,
      Optional<PixelGrid> grid,
      Split split,
      int batch,
      TrainingState state,
      Workers workers,
      Kernels kernels,
      ProgressListener listener) {
    this.recipe = recipe;
    this.split = split;
    this.state = state;
    this.workers = workers;
    this.kernels = kernels;
    this.listener = listener;
    this.step = new TrainingStep(state.stages, batch, recipe, workers, kernels);
    long[][] packed = plan.coding().pack(images, workers);
    this.batches =
        grid.<Batches>map(
                pixels ->
                    new AugmentedBatches(
                        recipe, images, pixels, plan.coding(), packed, batch, workers))
            .orElse(
                (epoch, order, from, to, number) ->
                    new TrainingStep.Batch(packed, images.labels(), order, from, to, number));
    this.validation =
        split.validation().length == 0
            ? Optional.empty()
            : Optional.of(
                ValidationPass.of(plan, recipe, packed, images.labels(), split.validation()));
  }

  /** Whether all epochs are done, or so many in a row have brought nothing better. */
  boolean isFinished() {
    int finished = state.history.size();
    return finished >= recipe.epochs()
        || (recipe.patience() > 0 && finished - state.bestEpoch() >= recipe.patience());
  }

  /**
   * The next epoch, after which the state is one further.
   *
   * @throws TrainException when numbers overflow on the way
   */
  void runEpoch() {
    int epoch = state.history.size() + 1;
    int count = split.training().length;
    int[] order = order(epoch);
    int steps = stepsPerEpoch();
    SignFlips flips = new SignFlips(state.stages);
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
      Diagnosis.check(state.stages, loss, epoch, index + 1);
      listener.stepped(
          new ProgressListener.Progress(
              epoch, recipe.epochs(), index + 1, steps, loss / to, (double) correct / to));
    }
    Diagnosis.checkParameters(state.stages, epoch);
    Optional<ProgressListener.Validation> reached =
        validation.map(pass -> pass.run(state.stages, workers, kernels));
    state.finish(
        new ProgressListener.Epoch(
            epoch,
            loss / count,
            (double) correct / count,
            recipe.optimizer().rate() * factor(state.steps - 1),
            reached,
            flips.ratios(),
            reached.isPresent() && state.wouldBeBest(reached.get(), recipe.monitor())));
  }

  /** The images to learn from in the order of an epoch. */
  private int[] order(int epoch) {
    int[] training = split.training();
    int[] order =
        RandomStream.of(recipe.seed(), RandomUse.SHUFFLES, epoch).permutation(training.length);
    for (int place = 0; place < order.length; place++) {
      order[place] = training[order[place]];
    }
    return order;
  }

  private int stepsPerEpoch() {
    return (int) (((long) split.training().length + recipe.batch() - 1) / recipe.batch());
  }

  /** What is done in the step with this number, counted from 0. */
  private UpdateRule rule(long number) {
    return UpdateRule.at(recipe.optimizer(), factor(number), number + 1);
  }

  /** What the schedule makes of the learning rate in the step with this number. */
  private double factor(long number) {
    return LearningRate.factor(recipe.schedule(), number, stepsPerEpoch(), recipe.epochs());
  }
}
