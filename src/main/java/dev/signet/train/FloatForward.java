package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.Model;
import dev.signet.network.SumFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The trainer's evaluation forward pass: sums of ±1 products, {@link SumFunction} in float32, sign.
 * What it says of an image is what every other level has to say.
 */
public final class FloatForward {
  private static final int IMAGES_OF_TASK = 64;

  private final Chain chain;
  private final List<Stage> stages;
  private final Kernels kernels;

  /** A block, ready to run. */
  private record Stage(Chain.Block block, PackedWeights packed, SumFunction function) {}

  private FloatForward(Chain chain, List<Stage> stages, Kernels kernels) {
    this.chain = chain;
    this.stages = List.copyOf(stages);
    this.kernels = kernels;
  }

  private static FloatForward of(Model model, int images) {
    Chain chain = Chain.of(model.network());
    List<Stage> stages = new ArrayList<>();
    for (Chain.Block block : chain.blocks()) {
      float[] latent = model.latentWeights(block.dense()).values();
      stages.add(
          new Stage(
              block,
              pack(latent, block.inputs(), block.units()),
              model.sumFunction(block.dense(), block.norm())));
    }
    Kernels kernels = Kernels.forWork((double) model.network().weightCount() * images);
    return new FloatForward(chain, stages, kernels);
  }

  /** Of a network in training, as it stands between two steps; good until the next. */
  static FloatForward of(Chain chain, List<BlockState> blocks, Kernels kernels) {
    return new FloatForward(
        chain,
        blocks.stream()
            .map(state -> new Stage(state.block, state.dense.packed, state.function()))
            .toList(),
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
   * @throws TrainException when the network is not a dense chain, the images are not of its size,
   *     or a value is not a number
   */
  public static Predictions run(Model model, ImageSet images, int threads) {
    FloatForward forward = of(model, images.count());
    forward.chain.checkImages(images);
    try (Workers workers = new Workers(threads)) {
      return forward.run(forward.chain.coding().pack(images, workers), images.count(), workers);
    }
  }

  /**
   * Runs packed images.
   *
   * @param packed {@code [images · rows of an image, words]}
   */
  Predictions run(long[][] packed, int images, Workers workers) {
    int units = chain.classes();
    if ((long) images * units > Integer.MAX_VALUE - 16) {
      throw new TrainException(images + " images of " + units + " scores are too many for one run");
    }
    int[] classes = new int[images];
    int[] sums = new int[images * units];
    workers.run(
        (images + IMAGES_OF_TASK - 1) / IMAGES_OF_TASK,
        (task, worker) -> {
          int end = Math.min(images, (task + 1) * IMAGES_OF_TASK);
          int first = task * IMAGES_OF_TASK;
          int[][] last = lastSums(packed, first, end);
          for (int image = first; image < end; image++) {
            System.arraycopy(last[image - first], 0, sums, image * units, units);
            classes[image] = argmax(scores(stages.getLast(), last[image - first]));
          }
        });
    return new Predictions(classes, sums, units);
  }

  /** The last layer's sums of some images. */
  private int[][] lastSums(long[][] packed, int first, int end) {
    int[][] sums = firstSums(packed, first, end);
    for (int index = 1; index < stages.size(); index++) {
      sums = sums(stages.get(index), signs(stages.get(index - 1), sums));
    }
    return sums;
  }

  private int[][] firstSums(long[][] packed, int first, int end) {
    Stage stage = stages.getFirst();
    return switch (chain.coding()) {
      case PixelCoding.Binarized _ -> sums(stage, Arrays.copyOfRange(packed, first, end));
      case PixelCoding.BitPlanes _ -> {
        int images = end - first;
        long[][][] planes = new long[ByteSums.PLANES][images][];
        for (int image = 0; image < images; image++) {
          int row = (first + image) * ByteSums.PLANES;
          PixelCoding.BitPlanes.arrange(packed, row, planes, image);
        }
        ByteSums bytes = new ByteSums(images, stage.block().inputs(), stage.block().units());
        int[][] sums = new int[images][SignColumns.stride(stage.block().units())];
        for (int block = 0; block < stage.packed().blocks(); block++) {
          bytes.run(planes, images, stage.packed(), block, sums, kernels);
        }
        yield sums;
      }
    };
  }

  private static long[][] signs(Stage stage, int[][] sums) {
    long[][] bits = new long[sums.length][SignBits.words(stage.block().units())];
    for (int image = 0; image < sums.length; image++) {
      float[] values = scores(stage, sums[image]);
      for (int channel = 0; channel < values.length; channel++) {
        if (values[channel] >= 0) {
          bits[image][channel / Long.SIZE] |= 1L << channel;
        }
      }
    }
    return bits;
  }

  private int[][] sums(Stage stage, long[][] bits) {
    int[][] sums = new int[bits.length][SignColumns.stride(stage.block().units())];
    for (int block = 0; block < stage.packed().blocks(); block++) {
      kernels.signSums(bits, bits.length, stage.packed(), block, sums);
    }
    return sums;
  }

  /** What a sign or argmax sees. */
  private static float[] scores(Stage stage, int[] sums) {
    float[] values = new float[stage.block().units()];
    for (int channel = 0; channel < values.length; channel++) {
      values[channel] = stage.function().valueAt(channel, sums[channel]);
      if (Float.isNaN(values[channel])) {
        throw new TrainException(
            "'" + stage.block().outputName() + "' gives NaN in channel " + channel);
      }
    }
    return values;
  }

  /** What argmax sees of an image, {@code [classes]}. */
  float[] scores(Predictions predictions, int image) {
    int from = image * predictions.scores();
    return scores(
        stages.getLast(),
        Arrays.copyOfRange(predictions.sums(), from, from + predictions.scores()));
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
