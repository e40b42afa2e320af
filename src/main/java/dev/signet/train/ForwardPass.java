package dev.signet.train;

import dev.signet.network.SumFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Evaluates some images, stage by stage.
 *
 * <p>Mutable; of one worker.
 */
final class ForwardPass {
  private final Plan plan;
  private final FloatForward.Weights weights;
  private final Kernels kernels;
  private final List<Rows> rows = new ArrayList<>();

  /**
   * @param images the most at once
   */
  ForwardPass(Plan plan, FloatForward.Weights weights, Kernels kernels, int images) {
    this.plan = plan;
    this.weights = weights;
    this.kernels = kernels;
    for (int value = 0; value < plan.values().size(); value++) {
      rows.add(
          switch (plan.values().get(value)) {
            case Value.Pixels pixels ->
                Rows.Pixels.of(pixels, images, !((Stage.Take) plan.producer(value)).places());
            case Value.Codes codes -> Rows.Codes.of(codes, images, Gradient.none(), false);
            case Value.Sums sums -> Rows.Sums.of(sums, images, Gradient.none());
            case Value.Scores scores -> Rows.Scores.of(scores, 0, Gradient.none());
          });
    }
  }

  /**
   * Runs images {@code first} to {@code end}.
   *
   * @param packed of all images
   */
  void run(long[][] packed, int first, int end) {
    int images = end - first;
    int products = 0;
    int activations = 0;
    for (Stage stage : plan.stages()) {
      switch (stage) {
        case Stage.Take take -> {
          TakeState state = new TakeState(take, rows.get(take.result()), plan.coding());
          for (int image = 0; image < images; image++) {
            state.take(image, packed, first + image);
          }
        }
        case Stage.Product product -> product(product, weights.products().get(products++), images);
        case Stage.Activation activation ->
            activate(activation, weights.functions().get(activations++), images);
        case Stage.LargestSum _,
            Stage.LargestCode _,
            Stage.Average _,
            Stage.Add _,
            Stage.Concat _,
            Stage.Flatten _ ->
            throw new TrainException("not yet: " + stage);
      }
    }
  }

  /**
   * The sums that the scores of an image are made of, channel after channel.
   *
   * @param result set from {@code at} on
   */
  void lastSums(int image, int[] result, int at) {
    Rows.Sums sums = (Rows.Sums) rows.get(plan.last().operand());
    int places = sums.map().places();
    for (int place = 0; place < places; place++) {
      int[] row = sums.sums()[image * places + place];
      for (int channel = 0; channel < sums.map().channels(); channel++) {
        result[at + channel * places + place] = row[channel];
      }
    }
  }

  private void product(Stage.Product stage, List<PackedWeights> groups, int images) {
    int[][] sums = ((Rows.Sums) rows.get(stage.result())).sums();
    PackedWeights packed = groups.getFirst();
    switch (rows.get(stage.operand())) {
      case Rows.Codes codes -> {
        for (int block = 0; block < packed.blocks(); block++) {
          kernels.signSums(codes.signs(), images, packed, block, sums);
        }
      }
      case Rows.Pixels pixels -> {
        ByteSums bytes = new ByteSums(images, packed.inputs, packed.units);
        for (int block = 0; block < packed.blocks(); block++) {
          bytes.run(pixels.planes(), images, packed, block, sums, kernels);
        }
      }
      case Rows.Sums _, Rows.Scores _ -> throw new IllegalStateException("product of sums");
    }
  }

  private void activate(Stage.Activation stage, SumFunction function, int images) {
    switch (stage.rule()) {
      case Stage.Rule.Scores _ -> {}
      case Stage.Rule.Steps steps -> {
        Rows.Sums sums = (Rows.Sums) rows.get(stage.operand());
        long[][][] planes = ((Rows.Codes) rows.get(stage.result())).planes();
        int count = images * sums.map().places();
        for (int row = 0; row < count; row++) {
          for (long[][] plane : planes) {
            Arrays.fill(plane[row], 0);
          }
          for (int channel = 0; channel < sums.map().channels(); channel++) {
            float z = number(function, channel, sums.sums()[row][channel], plan, stage);
            int code = steps.code(z);
            for (int plane = 0; plane < planes.length; plane++) {
              planes[plane][row][channel / Long.SIZE] |= (long) (code >>> plane & 1) << channel;
            }
          }
        }
      }
    }
  }

  /**
   * What the rule of an activation sees.
   *
   * @throws TrainException when it is not a number
   */
  static float number(
      SumFunction function, int channel, int sum, Plan plan, Stage.Activation stage) {
    float value = function.valueAt(channel, sum);
    if (Float.isNaN(value)) {
      throw new TrainException("'" + plan.outputName(stage) + "' gives NaN in channel " + channel);
    }
    return value;
  }
}
