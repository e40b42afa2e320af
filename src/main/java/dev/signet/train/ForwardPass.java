package dev.signet.train;

import dev.signet.network.SumFunction;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates some images, stage by stage.
 *
 * <p>Mutable; of one worker.
 */
final class ForwardPass {
  private static final int TILE = 64;

  private final Plan plan;
  private final FloatForward.Weights weights;
  private final Kernels kernels;
  private final List<Rows> rows = new ArrayList<>();

  /** By the number of their stage. */
  private final Map<Integer, Conv> convs = new HashMap<>();

  /** What is ready for a conv. */
  private record Conv(
      Operand operand, PatchSums sums, PatchSums.Memory memory, List<int[][]> tiles) {}

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
        case Stage.Product product -> {
          List<PackedWeights> groups = weights.products().get(products);
          int ordinal = products++;
          if (product.isConv()) {
            Conv conv = convs.computeIfAbsent(ordinal, _ -> conv(product, groups));
            convolve(conv, images * plan.values().get(product.result()).map().places());
          } else {
            multiply(product, groups.getFirst(), images);
          }
        }
        case Stage.Activation activation ->
            activate(activation, weights.functions().get(activations++), images);
        case Stage.LargestSum(Window window, int operand, int result) ->
            pool(window, operand, result, images);
        case Stage.LargestCode(Window window, int operand, int result) ->
            pool(window, operand, result, images);
        case Stage.Average(Window window, int operand, int result) -> {
          Patches patches = new Patches(rows.get(operand).map(), window, 1, 0);
          for (int image = 0; image < images; image++) {
            AverageState.add(patches, rows.get(operand), sums(result), image);
          }
        }
        case Stage.Add(List<Integer> operands, int result) ->
            SumsState.add(
                operands.stream().map(rows::get).toList(),
                sums(result),
                0,
                images * sums(result).map().places());
        case Stage.Concat(List<Integer> operands, int result) ->
            ConcatState.join(
                operands.stream().map(this::codes).toList(),
                codes(result),
                0,
                images * codes(result).map().places());
        case Stage.Flatten flatten -> {
          for (int image = 0; image < images; image++) {
            FlattenState.flatten(
                flatten, rows.get(flatten.operand()), rows.get(flatten.result()), image);
          }
        }
      }
    }
  }

  private Rows.Sums sums(int value) {
    return (Rows.Sums) rows.get(value);
  }

  private Rows.Codes codes(int value) {
    return (Rows.Codes) rows.get(value);
  }

  /**
   * The sums that the scores of an image are made of, channel after channel.
   *
   * @param result set from {@code at} on
   */
  void lastSums(int image, int[] result, int at) {
    Rows.Sums last = sums(plan.last().operand());
    int places = last.map().places();
    for (int place = 0; place < places; place++) {
      int[] row = last.sums()[image * places + place];
      for (int channel = 0; channel < last.map().channels(); channel++) {
        result[at + channel * places + place] = row[channel];
      }
    }
  }

  private Conv conv(Stage.Product stage, List<PackedWeights> groups) {
    Operand operand = Operand.evaluated(rows.get(stage.operand()));
    PatchSums patchSums = new PatchSums(Patches.of(stage, operand.rows()), groups, operand);
    patchSums.prepare(operand);
    return new Conv(
        operand,
        patchSums,
        patchSums.memory(TILE),
        Chunks.split(sums(stage.result()).sums(), TILE));
  }

  private void convolve(Conv conv, int count) {
    for (int first = 0; first < count; first += TILE) {
      conv.sums()
          .run(
              conv.operand(),
              first,
              Math.min(TILE, count - first),
              conv.tiles().get(first / TILE),
              conv.memory(),
              kernels);
    }
  }

  private void multiply(Stage.Product stage, PackedWeights packed, int images) {
    int[][] result = sums(stage.result()).sums();
    switch (rows.get(stage.operand())) {
      case Rows.Codes codes -> {
        PlaneSums planes = new PlaneSums(codes.planes().length > 1 ? images : 0, packed.units);
        for (int block = 0; block < packed.blocks(); block++) {
          planes.run(codes.planes(), images, packed, block, result, kernels);
        }
      }
      case Rows.Pixels pixels -> {
        ByteSums bytes = new ByteSums(images, packed.inputs, packed.units);
        for (int block = 0; block < packed.blocks(); block++) {
          bytes.run(pixels.planes(), images, packed, block, result, kernels);
        }
      }
      case Rows.Sums _, Rows.Scores _ -> throw new IllegalStateException("product of sums");
    }
  }

  private void pool(Window window, int operand, int result, int images) {
    PoolState pool = new PoolState(window, rows.get(operand), rows.get(result));
    for (int image = 0; image < images; image++) {
      pool.forward(image);
    }
  }

  private void activate(Stage.Activation stage, SumFunction function, int images) {
    switch (stage.rule()) {
      case Stage.Rule.Scores _ -> {}
      case Stage.Rule.Steps steps -> {
        Rows.Codes result = codes(stage.result());
        Rows.Sums operand = sums(stage.operand());
        Optional<Patches> patches =
            stage.pool().map(window -> new Patches(operand.map(), window, 1, 0));
        int places = result.map().places();
        for (int row = 0; row < images * places; row++) {
          for (long[][] plane : result.planes()) {
            Arrays.fill(plane[row], 0);
          }
          for (int channel = 0; channel < result.map().channels(); channel++) {
            float z =
                patches.isPresent()
                    ? largest(patches.get(), operand, row, channel, function, stage)
                    : number(function, channel, operand.sums()[row][channel], plan, stage);
            put(steps.code(z), result.planes(), row, channel);
          }
        }
      }
    }
  }

  private float largest(
      Patches patches,
      Rows.Sums operand,
      int row,
      int channel,
      SumFunction function,
      Stage.Activation stage) {
    int places = patches.result.places();
    int start = row / places * patches.map.places();
    float largest = Float.NEGATIVE_INFINITY;
    for (int tap = 0; tap < patches.taps; tap++) {
      int sum = operand.sums()[start + patches.source(row % places, tap)][channel];
      largest = Math.max(largest, number(function, channel, sum, plan, stage));
    }
    return largest;
  }

  private static void put(int code, long[][][] planes, int row, int channel) {
    for (int plane = 0; plane < planes.length; plane++) {
      planes[plane][row][channel / Long.SIZE] |= (long) (code >>> plane & 1) << channel;
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
