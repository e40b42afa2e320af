package dev.signet.train;

import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Monitor;

/**
 * What the evaluation forward pass says of the images held out, with the weights as they stand.
 *
 * @param scaled whether training multiplies the signs of weights
 * @param images packed, {@code [count · rows of an image, words]}
 * @param labels {@code [count]}
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes; never compared.
record ValidationPass(Plan plan, Loss loss, boolean scaled, long[][] images, byte[] labels) {

  /**
   * @param data all packed images
   * @param labels theirs
   * @param heldOut the images to be looked at, at least one
   */
  static ValidationPass of(
      Plan plan, TrainingRecipe recipe, long[][] data, byte[] labels, int[] heldOut) {
    int rows = plan.coding().rows();
    long[][] images = new long[heldOut.length * rows][];
    byte[] classes = new byte[heldOut.length];
    for (int index = 0; index < heldOut.length; index++) {
      System.arraycopy(data, heldOut[index] * rows, images, index * rows, rows);
      classes[index] = labels[heldOut[index]];
    }
    return new ValidationPass(plan, recipe.loss(), recipe.binarization().scale(), images, classes);
  }

  /**
   * Runs all images, between two steps.
   *
   * @param stages the weights as they stand
   * @throws TrainException when a value is not a number
   */
  ProgressListener.Validation run(TrainingStages stages, Workers workers, Kernels kernels) {
    FloatForward forward = FloatForward.of(stages, kernels);
    Predictions predictions = forward.run(images, labels.length, workers);
    float unit = lossUnit(stages);
    float[] unused = new float[plan.classes()];
    double total = 0;
    int correct = 0;
    for (int image = 0; image < labels.length; image++) {
      int label = Byte.toUnsignedInt(labels[image]);
      float[] scores = forward.scores(predictions, image);
      for (int channel = 0; channel < scores.length; channel++) {
        scores[channel] *= unit;
      }
      total += Losses.of(loss, scores, label, 1, unused);
      correct += predictions.classes()[image] == label ? 1 : 0;
    }
    return new ProgressListener.Validation(total / labels.length, (double) correct / labels.length);
  }

  /** What the loss takes the scores in, as it would in the next step. */
  private float lossUnit(TrainingStages stages) {
    if (scaled) {
      for (ProductState product : stages.products()) {
        ProductParameters parameters = product.parameters();
        parameters.shares().forEach(parameters::measure);
        parameters.scaleToLargest();
      }
    }
    return stages.last().parameters().unit();
  }

  /** Whether one epoch is better than another: by what is monitored, and on a tie by the other. */
  static boolean isBetter(
      Monitor monitor, ProgressListener.Validation one, ProgressListener.Validation other) {
    boolean equal =
        switch (monitor) {
          case ACCURACY -> one.accuracy() == other.accuracy();
          case LOSS -> one.loss() == other.loss();
        };
    boolean byLoss = (monitor == Monitor.LOSS) != equal;
    return byLoss ? one.loss() < other.loss() : one.accuracy() > other.accuracy();
  }
}
