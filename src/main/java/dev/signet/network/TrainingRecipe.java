package dev.signet.network;

import java.util.List;
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
 * @param initialization what latent weights are at the start
 * @param binarization what training takes for the sign of a latent weight
 * @param augmentations how training images are changed, in this order
 * @param validation which training images are held out; where there are any, training results in
 *     the weights that were best at them
 * @param monitor by which of the two things that validation tells an epoch is better than another
 * @param patience after how many epochs in a row without a better one training stops; 0 for never
 * @param seed of every random choice
 */
public record TrainingRecipe(
    DataSource data,
    int epochs,
    int batch,
    Optimizer optimizer,
    Schedule schedule,
    Loss loss,
    Initialization initialization,
    Binarization binarization,
    List<Augmentation> augmentations,
    Validation validation,
    Monitor monitor,
    int patience,
    long seed) {

  public TrainingRecipe {
    augmentations = List.copyOf(augmentations);
    if (epochs < 0 || batch < 1) {
      throw new IllegalArgumentException("epochs " + epochs + ", batch " + batch);
    }
    if (patience < 0 || (patience > 0 && !validation.isWanted())) {
      throw new IllegalArgumentException("patience " + patience + ", validation " + validation);
    }
  }

  /** What a network without a {@code train} section gets. */
  public static TrainingRecipe defaults() {
    return new TrainingRecipe(
        new DataSource(DataKind.DIGITS, Map.of()),
        10,
        100,
        new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8),
        new Schedule.Cosine(0),
        Loss.CROSS_ENTROPY,
        new Initialization.Glorot(),
        new Binarization.Deterministic(false),
        List.of(),
        Validation.none(),
        Monitor.ACCURACY,
        0,
        1);
  }

  /** The same, for some things to be replaced. */
  public TrainingRecipeBuilder toBuilder() {
    return new TrainingRecipeBuilder(this);
  }

  /**
   * The data set the text names.
   *
   * @param kind what it is
   * @param arguments named integers given with it, such as {@code size} and {@code train} for
   *     {@code digits}
   */
  public record DataSource(DataKind kind, Map<String, Long> arguments) {

    /**
     * @throws IllegalArgumentException when the kind has no argument of a name
     */
    public DataSource {
      arguments = Map.copyOf(arguments);
      if (!kind.arguments().containsAll(arguments.keySet())) {
        throw new IllegalArgumentException(kind + " of " + arguments.keySet());
      }
    }

    /** The argument of this name, if given. */
    public Optional<Long> argument(String key) {
      return Optional.ofNullable(arguments.get(key));
    }
  }

  /** How latent weights move. */
  public sealed interface Optimizer {
    /** The learning rate before the schedule, above 0. */
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

    /**
     * Adam by the largest gradient instead of the root of the mean square (Kingma and Ba, 2015).
     *
     * @param rate learning rate, above 0
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the largest gradient, in [0, 1)
     * @param epsilon added to the size of each gradient, above 0
     */
    record Adamax(double rate, double beta1, double beta2, double epsilon) implements Optimizer {
      public Adamax {
        if (!(rate > 0)
            || !(beta1 >= 0 && beta1 < 1)
            || !(beta2 >= 0 && beta2 < 1)
            || !(epsilon > 0)) {
          throw new IllegalArgumentException(
              "adamax " + rate + ", " + beta1 + ", " + beta2 + ", " + epsilon);
        }
      }
    }

    /**
     * Stochastic gradient descent.
     *
     * @param rate learning rate, above 0
     * @param momentum share of the last step's velocity that is kept, in [0, 1)
     * @param nesterov whether the gradient is taken where momentum leads; needs momentum above 0
     */
    record Sgd(double rate, double momentum, boolean nesterov) implements Optimizer {
      public Sgd {
        if (!(rate > 0) || !(momentum >= 0 && momentum < 1) || (nesterov && momentum == 0)) {
          throw new IllegalArgumentException("sgd " + rate + ", " + momentum + ", " + nesterov);
        }
      }
    }

    /**
     * The binary optimizer (Helwegen et al., 2019). There are no latent weights: a ±1 weight flips
     * when the mean of its gradients has its sign and exceeds the threshold. What is not binary is
     * moved by Adam with its usual decays.
     *
     * @param threshold what the mean gradient has to exceed, at least 0
     * @param gamma weight of the newest gradient in the mean before the schedule, in (0, 1]
     * @param rate learning rate of Adam, above 0
     */
    record Bop(double threshold, double gamma, double rate) implements Optimizer {
      public Bop {
        if (!(threshold >= 0) || !(gamma > 0 && gamma <= 1) || !(rate > 0)) {
          throw new IllegalArgumentException("bop " + threshold + ", " + gamma + ", " + rate);
        }
      }
    }
  }

  /**
   * How the learning rate changes from the first step to the last: it rises in equal steps over the
   * epochs of the warm-up, where there are any, and then follows the schedule.
   */
  public sealed interface Schedule {
    /** Epochs of the warm-up, at least 0. */
    int warmup();

    /** It stays as it is. */
    record Constant(int warmup) implements Schedule {
      public Constant {
        checkWarmup(warmup);
      }
    }

    /** It falls to 0 along half a cosine, {@code rate · (1 + cos(π·step/steps))/2}. */
    record Cosine(int warmup) implements Schedule {
      public Cosine {
        checkWarmup(warmup);
      }
    }

    /**
     * It is multiplied by a factor from time to time.
     *
     * @param every epochs from one time to the next, at least 1
     * @param factor in (0, 1]
     */
    record Step(int every, double factor, int warmup) implements Schedule {
      public Step {
        checkWarmup(warmup);
        if (every < 1 || !(factor > 0 && factor <= 1)) {
          throw new IllegalArgumentException("step every " + every + ", factor " + factor);
        }
      }
    }

    /**
     * It is multiplied by a factor after each epoch.
     *
     * @param factor in (0, 1]
     */
    record Exponential(double factor, int warmup) implements Schedule {
      public Exponential {
        checkWarmup(warmup);
        if (!(factor > 0 && factor <= 1)) {
          throw new IllegalArgumentException("exponential factor " + factor);
        }
      }
    }

    private static void checkWarmup(int warmup) {
      if (warmup < 0) {
        throw new IllegalArgumentException("warmup " + warmup);
      }
    }
  }

  /** What latent weights are at the start. */
  public sealed interface Initialization {

    /** Uniform within ±√(6/(inputs + units)) (Glorot and Bengio, 2010). */
    record Glorot() implements Initialization {}

    /**
     * Uniform within ±bound, whatever the size of the layer.
     *
     * @param bound in (0, 1]
     */
    record Uniform(double bound) implements Initialization {
      public Uniform {
        if (!(bound > 0 && bound <= 1)) {
          throw new IllegalArgumentException("uniform bound " + bound);
        }
      }
    }
  }

  /**
   * What a step of training takes for a latent weight x; evaluation takes its sign.
   *
   * <p>With a scale, {@code α = max |x|} of the layer, measured anew for each step, weights are ±α
   * (the {@code allow_scale} of BinaryNet.pytorch). It is a constant to the gradient, and the
   * gradient by ±α goes to x unchanged. It is part of training alone: the model's function stays
   * that of ±1. So a bias is taken α times too, and the epsilon of batch norm, whose statistics are
   * those of unscaled sums, α² times: then no sign is changed by it.
   */
  public sealed interface Binarization {
    /** Whether weights are ±α instead of ±1. */
    boolean scale();

    /** Its sign. */
    record Deterministic(boolean scale) implements Binarization {}

    /** +1 with probability {@code clip((x/α + 1)/2, 0, 1)}, else −1, anew for each step. */
    record Stochastic(boolean scale) implements Binarization {}
  }

  /** What makes an epoch better than another, of what the images held out say. */
  public enum Monitor {
    /** The higher accuracy; of several such, the lower loss. */
    ACCURACY,
    /** The lower loss; of several such, the higher accuracy. */
    LOSS
  }

  /** What is minimised, averaged over the batch. */
  public enum Loss {
    /** Cross-entropy of the softmax of the scores. */
    CROSS_ENTROPY,
    /** Mean over classes of {@code max(0, 1 − t·z)}, with t as in the squared hinge. */
    HINGE,
    /**
     * Mean over classes of {@code max(0, 1 − t·z)²}, with t = +1 for the true class and −1 for the
     * others.
     */
    SQUARED_HINGE
  }
}
