package dev.signet.train;

import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import java.util.ArrayList;
import java.util.List;

/**
 * One batch forward, backward and the weights' step, shared out among the workers.
 *
 * <p>Which thread takes which share changes nothing: no two write the same place, and every sum has
 * its order.
 */
final class TrainingStep {
  private final TrainingStages stages;
  private final TrainingRecipe recipe;
  private final Workers workers;
  private final Kernels kernels;
  private final Scratch[] scratches;
  private final List<WeightTask> weightTasks = new ArrayList<>();

  /** What a step is told back. */
  record Outcome(double loss, int correct) {}

  /** A share of the weights. */
  private record WeightTask(ProductState product, ProductParameters.Share share) {}

  /**
   * @param batch the most images
   */
  TrainingStep(
      TrainingStages stages, int batch, TrainingRecipe recipe, Workers workers, Kernels kernels) {
    this.stages = stages;
    this.recipe = recipe;
    this.workers = workers;
    this.kernels = kernels;
    int inner = Math.max(batch, WeightGradient.PANEL);
    int columns = 0;
    for (ProductState product : stages.products()) {
      inner = Math.max(inner, product.parameters().stage().units());
      columns = Math.max(columns, product.parameters().stage().inputs());
      for (ProductParameters.Share share : product.parameters().shares()) {
        weightTasks.add(new WeightTask(product, share));
      }
    }
    scratches = new Scratch[workers.threads()];
    for (int worker = 0; worker < scratches.length; worker++) {
      scratches[worker] = new Scratch(inner, columns);
    }
  }

  /**
   * What a step learns from.
   *
   * @param images all packed images, {@code [count · rows of an image, words]}
   * @param labels of all images
   * @param order the batch is images {@code order[from]} to {@code order[to − 1]}
   * @param number of the step, counted from 0 over all epochs
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  record Batch(long[][] images, byte[] labels, int[] order, int from, int to, long number) {
    int size() {
      return to - from;
    }
  }

  /**
   * Learns from one batch.
   *
   * @return sum of the images' losses, and how many were right
   */
  Outcome run(Batch batch, UpdateRule rule) {
    Pass pass = new Pass(batch.size(), batch.number(), recipe.seed(), workers, kernels, scratches);
    if (recipe.binarization().scale()) {
      measureWeights();
    }
    switch (recipe.binarization()) {
      case Binarization.Deterministic _ -> {}
      case Binarization.Stochastic _ ->
          overWeights(
              (task, worker) ->
                  task.product().parameters().draw(task.share(), recipe.seed(), batch.number()));
    }
    takeImages(batch, pass);
    for (StageState stage : stages.all()) {
      stage.forward(pass);
    }
    Outcome outcome = lossOf(batch);
    if (Double.isFinite(outcome.loss())) {
      backward(pass);
      update(pass, rule);
    }
    return outcome;
  }

  private void takeImages(Batch batch, Pass pass) {
    for (StageState stage : stages.all()) {
      if (stage instanceof TakeState take) {
        pass.overEachImage(
            image -> take.take(image, batch.images(), batch.order()[batch.from() + image]));
      }
    }
  }

  private void measureWeights() {
    overWeights((task, worker) -> task.product().parameters().measure(task.share()));
    for (ProductState product : stages.products()) {
      product.parameters().scaleToLargest();
    }
  }

  private Outcome lossOf(Batch batch) {
    Rows.Scores last = stages.scores();
    double total = 0;
    int correct = 0;
    for (int row = 0; row < batch.size(); row++) {
      int label = Byte.toUnsignedInt(batch.labels()[batch.order()[batch.from() + row]]);
      float[] scores = last.scores()[row];
      total +=
          Losses.of(recipe.loss(), scores, label, 1.0 / batch.size(), last.gradient().rows[row]);
      correct += FloatForward.argmax(scores) == label ? 1 : 0;
    }
    return new Outcome(total, correct);
  }

  private void backward(Pass pass) {
    for (Rows rows : stages.rows()) {
      rows.gradient().clear();
    }
    for (StageState stage : stages.all().reversed()) {
      stage.backward(pass);
    }
  }

  private void update(Pass pass, UpdateRule rule) {
    for (ProductState product : stages.products()) {
      product.prepareUpdate(pass);
    }
    overWeights(
        (task, worker) -> task.product().update(task.share(), pass, scratches[worker], rule));
    for (ProductState product : stages.products()) {
      product.parameters().bias().ifPresent(bias -> bias.update(rule));
    }
    for (ActivationState activation : stages.activations()) {
      activation.parameters().norm.ifPresent(norm -> norm.update(rule));
    }
  }

  /** Work on a share of some weights. */
  private interface WeightWork {
    void run(WeightTask task, int worker);
  }

  /** Shares out the weights of all products at once. */
  private void overWeights(WeightWork work) {
    workers.run(weightTasks.size(), (index, worker) -> work.run(weightTasks.get(index), worker));
  }
}
