package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.BatchNormParameters;
import dev.signet.network.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trainer's evaluation forward pass: sums of ±1 products, batch norm by {@link
 * BatchNormParameters#normalize} in float32, sign. What it says of an image is what every other
 * level has to say.
 */
public final class FloatForward {
  private static final int IMAGES_OF_TASK = 64;

  private final Chain chain;
  private final List<Stage> stages;
  private final Kernels kernels = Kernels.best();

  /**
   * A block, ready to run.
   *
   * @param packed weights as bits, {@code [words, units]}
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  private record Stage(Chain.Block block, long[] packed, Optional<BatchNormParameters> norm) {}

  private FloatForward(Model model) {
    chain = Chain.of(model.network());
    stages = new ArrayList<>();
    for (Chain.Block block : chain.blocks()) {
      float[] latent = model.latentWeights(block.dense()).values();
      stages.add(
          new Stage(
              block,
              pack(latent, block.inputs(), block.units()),
              block.norm().map(model::batchNorm)));
    }
  }

  private static long[] pack(float[] latent, int inputs, int units) {
    long[] packed = new long[SignBits.words(inputs) * units];
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        if (latent[unit * inputs + input] >= 0) {
          packed[input / Long.SIZE * units + unit] |= 1L << input;
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
    FloatForward forward = new FloatForward(model);
    forward.chain.checkImages(images);
    try (Workers workers = new Workers(threads)) {
      return forward.run(images, workers);
    }
  }

  private Predictions run(ImageSet images, Workers workers) {
    long[][] packed = SignBits.pack(images, chain.threshold(), workers);
    int units = chain.classes();
    if ((long) packed.length * units > Integer.MAX_VALUE - 16) {
      throw new TrainException(
          packed.length + " images of " + units + " scores are too many for one run");
    }
    int[] classes = new int[packed.length];
    int[] sums = new int[packed.length * units];
    workers.run(
        (packed.length + IMAGES_OF_TASK - 1) / IMAGES_OF_TASK,
        (task, worker) -> {
          int end = Math.min(packed.length, (task + 1) * IMAGES_OF_TASK);
          for (int image = task * IMAGES_OF_TASK; image < end; image++) {
            int[] last = lastSums(packed[image]);
            System.arraycopy(last, 0, sums, image * units, units);
            classes[image] = argmax(scores(stages.getLast(), last));
          }
        });
    return new Predictions(classes, sums, units);
  }

  private int[] lastSums(long[] image) {
    long[] bits = image;
    for (Stage stage : stages.subList(0, stages.size() - 1)) {
      float[] values = scores(stage, sums(stage, bits));
      bits = new long[SignBits.words(values.length)];
      for (int channel = 0; channel < values.length; channel++) {
        if (values[channel] >= 0) {
          bits[channel / Long.SIZE] |= 1L << channel;
        }
      }
    }
    return sums(stages.getLast(), bits);
  }

  private int[] sums(Stage stage, long[] bits) {
    int units = stage.block().units();
    int[] sums = new int[units];
    kernels.signSums(bits, stage.packed(), units, 0, units, stage.block().inputs(), sums);
    return sums;
  }

  /** What a sign or argmax sees: batch norm of the sums, or the sums as they are. */
  private static float[] scores(Stage stage, int[] sums) {
    float[] values = new float[sums.length];
    for (int channel = 0; channel < values.length; channel++) {
      float sum = sums[channel];
      values[channel] = stage.norm().isPresent() ? stage.norm().get().normalize(channel, sum) : sum;
      if (Float.isNaN(values[channel])) {
        throw new TrainException(
            "'" + stage.block().outputName() + "' gives NaN in channel " + channel);
      }
    }
    return values;
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
