package dev.signet.train;

import dev.signet.network.TrainingRecipe.Loss;

/** Loss functions of the scores of one image, with their gradients. */
final class Losses {
  private Losses() {}

  /**
   * The loss, and its gradient by the scores times {@code weight}.
   *
   * @param scores z, {@code [classes]}
   * @param label the true class
   * @param weight of this image in the batch's loss
   * @param gradient {@code [classes]}, set
   * @return the loss, not weighted
   */
  static double of(Loss loss, float[] scores, int label, double weight, float[] gradient) {
    return switch (loss) {
      case CROSS_ENTROPY -> crossEntropy(scores, label, weight, gradient);
      case HINGE -> hinge(scores, label, weight, gradient);
      case SQUARED_HINGE -> squaredHinge(scores, label, weight, gradient);
    };
  }

  private static double crossEntropy(float[] scores, int label, double weight, float[] gradient) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double total = 0;
    for (float score : scores) {
      total += StrictMath.exp(score - largest);
    }
    for (int k = 0; k < scores.length; k++) {
      double probability = StrictMath.exp(scores[k] - largest) / total;
      gradient[k] = (float) (weight * (probability - (k == label ? 1 : 0)));
    }
    return StrictMath.log(total) + largest - scores[label];
  }

  private static double hinge(float[] scores, int label, double weight, float[] gradient) {
    double total = 0;
    for (int k = 0; k < scores.length; k++) {
      double target = k == label ? 1 : -1;
      double missing = 1 - target * scores[k];
      total += Math.max(0, missing);
      gradient[k] = missing > 0 ? (float) (-weight * target / scores.length) : 0;
    }
    return total / scores.length;
  }

  private static double squaredHinge(float[] scores, int label, double weight, float[] gradient) {
    double total = 0;
    for (int k = 0; k < scores.length; k++) {
      double target = k == label ? 1 : -1;
      double missing = Math.max(0, 1 - target * scores[k]);
      total += missing * missing;
      gradient[k] = (float) (-2 * weight * target * missing / scores.length);
    }
    return total / scores.length;
  }
}
