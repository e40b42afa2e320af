package dev.signet.network;

import java.util.Map;
import java.util.Optional;

/**
 * How a network is trained: the {@code train} section of its text, defaults filled in.
 *
 * @param data where images come from
 * @param epochs passes over the training split, at least 0
 * @param batch images a step, at least 1
 * @param optimizer how latent weights move
 * @param schedule how the learning rate changes over the run
 * @param loss what is minimised
 * @param seed of every random choice
 */
public record TrainingRecipe(
    DataSource data,
    int epochs,
    int batch,
    Optimizer optimizer,
    Schedule schedule,
    Loss loss,
    long seed) {

  public TrainingRecipe {
    if (epochs < 0 || batch < 1) {
      throw new IllegalArgumentException("epochs " + epochs + ", batch " + batch);
    }
  }

  /** What a network without a {@code train} section gets. */
  public static TrainingRecipe defaults() {
    return new TrainingRecipe(
        new DataSource("digits", Map.of()),
        10,
        100,
        new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8),
        Schedule.COSINE,
        Loss.CROSS_ENTROPY,
        1);
  }

  /**
   * The data set the text names.
   *
   * @param name {@code digits} (built in), {@code mnist} (a directory of IDX files) or {@code csv}
   * @param arguments named integers given with it, such as {@code size} and {@code train} for
   *     {@code digits}
   */
  public record DataSource(String name, Map<String, Long> arguments) {
    public DataSource {
      arguments = Map.copyOf(arguments);
    }

    /** The argument of this name, if given. */
    public Optional<Long> argument(String key) {
      return Optional.ofNullable(arguments.get(key));
    }
  }

  /** How latent weights move. */
  public sealed interface Optimizer {
    /** The learning rate before the schedule. */
    double rate();

    /**
     * Adam (Kingma and Ba, 2015).
     *
     * @param rate learning rate, above 0
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment, above 0
     */
    record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {
      public Adam {
        if (!(rate > 0)
            || !(beta1 >= 0 && beta1 < 1)
            || !(beta2 >= 0 && beta2 < 1)
            || !(epsilon > 0)) {
          throw new IllegalArgumentException(
              "adam " + rate + ", " + beta1 + ", " + beta2 + ", " + epsilon);
        }
      }
    }
  }

  /** How the learning rate changes from the first step to the last. */
  public enum Schedule {
    /** It does not. */
    CONSTANT,
    /** {@code rate · (1 + cos(π·step/steps))/2}. */
    COSINE
  }

  /** What is minimised, averaged over the batch. */
  public enum Loss {
    /** Cross-entropy of the softmax of the scores. */
    CROSS_ENTROPY,
    /**
     * Mean over classes of {@code max(0, 1 − t·z)²}, with t = +1 for the true class and −1 for the
     * others.
     */
    SQUARED_HINGE
  }
}
