package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.Model;
import dev.signet.network.SumFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The trainer's evaluation forward pass: sums of ±1 products, {@link SumFunction} in float32, sign.
 * What it says of an image is what every other level has to say.
 */
public final class FloatForward {
  private static final int MOST_IMAGES_OF_TASK = 64;

  /** Elements of a value that a task works on, so that they stay in the cache. */
  private static final int ELEMENTS_OF_TASK = 1 << 18;

  private final Plan plan;
  private final Weights weights;
  private final Kernels kernels;

  /**
   * What evaluation takes of a model.
   *
   * @param products the signs of each product's groups, columns place after place
   * @param functions of each activation
   */
  record Weights(List<List<PackedWeights>> products, List<SumFunction> functions) {
    Weights {
      products = List.copyOf(products);
      functions = List.copyOf(functions);
    }
  }

  private FloatForward(Plan plan, Weights weights, Kernels kernels) {
    this.plan = plan;
    this.weights = weights;
    this.kernels = kernels;
  }

  private static FloatForward of(Model model, int images) {
    Plan plan = Plan.ofEvaluation(model.network());
    List<List<PackedWeights>> products = new ArrayList<>();
    for (Stage.Product stage : plan.products()) {
      float[] latent = model.latentWeights(stage.node()).values();
      int units = stage.units() / stage.groups();
      ColumnOrder order = new ColumnOrder(stage.under());
      List<PackedWeights> groups = new ArrayList<>();
      for (int group = 0; group < stage.groups(); group++) {
        groups.add(pack(order.fromModel(latent, group * units, units), stage.inputs(), units));
      }
      products.add(groups);
    }
    List<SumFunction> functions = new ArrayList<>();
    for (Stage.Activation stage : plan.activations()) {
      functions.add(function(model, plan, stage));
    }
    double work = plan.multiplications() * images;
    return new FloatForward(plan, new Weights(products, functions), Kernels.forWork(work));
  }

  private static SumFunction function(Model model, Plan plan, Stage.Activation stage) {
    Value.Sums sums = plan.sums(stage.operand());
    int channels = sums.map().channels();
    float[] none = new float[channels];
    float[] bias =
        sums.product().isPresent()
            ? model
                .bias(((Stage.Product) plan.stages().get(sums.product().getAsInt())).node())
                .map(values -> ActivationParameters.spread(values.values(), channels))
                .orElse(none)
            : none;
    return new SumFunction(bias, stage.norm().map(model::batchNorm), sums.terms());
  }

  /** Of a network in training, as it stands between two steps; good until the next. */
  static FloatForward of(TrainingStages stages, Kernels kernels) {
    return new FloatForward(
        stages.plan(),
        new Weights(
            stages.products().stream()
                .map(
                    product ->
                        product.parameters().groups().stream().map(group -> group.packed).toList())
                .toList(),
            stages.activations().stream()
                .map(activation -> activation.parameters().function())
                .toList()),
        kernels);
  }

  private static PackedWeights pack(float[] latent, int inputs, int units) {
    PackedWeights packed = new PackedWeights(inputs, units);
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        if (latent[unit * inputs + input] >= 0) {
          packed.words[packed.index(unit, input / Long.SIZE)] |= 1L << input;
        }
      }
    }
    return packed;
  }

  /**
   * Runs a model on images.
   *
   * @param threads at least 1; the result does not depend on it
   * @throws TrainException when the network cannot be trained, the images are not of its size, or a
   *     value is not a number
   */
  public static Predictions run(Model model, ImageSet images, int threads) {
    FloatForward forward = of(model, images.count());
    forward.plan.checkImages(images);
    try (Workers workers = new Workers(threads)) {
      return forward.run(forward.plan.coding().pack(images, workers), images.count(), workers);
    }
  }

  /**
   * Runs packed images.
   *
   * @param packed {@code [images · rows of an image, words]}
   */
  Predictions run(long[][] packed, int images, Workers workers) {
    int units = plan.classes();
    if ((long) images * units > Integer.MAX_VALUE - 16) {
      throw new TrainException(images + " images of " + units + " scores are too many for one run");
    }
    int[] classes = new int[images];
    int[] sums = new int[images * units];
    int imagesOfTask = imagesOfTask();
    List<Optional<ForwardPass>> passes =
        new ArrayList<>(Collections.nCopies(workers.threads(), Optional.empty()));
    workers.run(
        Math.ceilDiv(images, imagesOfTask),
        (task, worker) -> {
          ForwardPass pass =
              passes
                  .get(worker)
                  .orElseGet(() -> new ForwardPass(plan, weights, kernels, imagesOfTask));
          passes.set(worker, Optional.of(pass));
          int first = task * imagesOfTask;
          int end = Math.min(images, first + imagesOfTask);
          pass.run(packed, first, end);
          for (int image = first; image < end; image++) {
            pass.lastSums(image - first, sums, image * units);
            classes[image] =
                argmax(scores(Arrays.copyOfRange(sums, image * units, (image + 1) * units)));
          }
        });
    return new Predictions(classes, sums, units);
  }

  private int imagesOfTask() {
    int largest =
        plan.values().stream()
            .mapToInt(value -> value.map().places() * value.map().channels())
            .max()
            .orElse(1);
    return Math.clamp(ELEMENTS_OF_TASK / largest, 1, MOST_IMAGES_OF_TASK);
  }

  /** What argmax sees of an image, of its last sums. */
  private float[] scores(int[] sums) {
    SumFunction function = weights.functions().getLast();
    int places = plan.values().get(plan.last().result()).map().places();
    float[] values = new float[sums.length];
    for (int index = 0; index < values.length; index++) {
      values[index] = ForwardPass.number(function, index / places, sums[index], plan, plan.last());
    }
    return values;
  }

  /** What argmax sees of an image, {@code [classes]}. */
  float[] scores(Predictions predictions, int image) {
    int from = image * predictions.scores();
    return scores(Arrays.copyOfRange(predictions.sums(), from, from + predictions.scores()));
  }

  /** The index of the largest value, the lowest on a tie. */
  static int argmax(float[] values) {
    int best = 0;
    for (int index = 1; index < values.length; index++) {
      if (values[index] > values[best]) {
        best = index;
      }
    }
    return best;
  }
}
