package dev.signet.train;

import dev.signet.data.RandomStream;
import dev.signet.network.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a dense layer or a conv learns.
 *
 * @param stage it belongs to
 * @param ordinal its number among the stages with weights, from 0
 * @param groups the weights of each group, columns place after place
 * @param bias where it has one
 */
record ProductParameters(
    Stage.Product stage, int ordinal, List<WeightState> groups, Optional<BiasState> bias) {
  ProductParameters {
    groups = List.copyOf(groups);
  }

  /** Units whose weights are worked on by one task: the rows of a word of a group's signs. */
  record Share(int group, int first, int end) {}

  /** All units. */
  List<Share> shares() {
    List<Share> shares = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      int units = groups.get(group).units;
      for (int first = 0; first < units; first += SignColumns.ROWS) {
        shares.add(new Share(group, first, Math.min(units, first + SignColumns.ROWS)));
      }
    }
    return shares;
  }

  /** Looks for the largest latent weights of a share. */
  void measure(Share share) {
    for (int unit = share.first(); unit < share.end(); unit++) {
      groups.get(share.group()).measure(unit);
    }
  }

  /** Takes the largest latent weight, all having been measured, for the scale. */
  void scaleToLargest() {
    float largest = 0;
    for (WeightState weights : groups) {
      largest = Math.max(largest, weights.largest());
    }
    for (WeightState weights : groups) {
      weights.scaleTo(largest);
    }
  }

  /** What the signs of the weights are multiplied by in training. */
  float scale() {
    return groups.getFirst().scale();
  }

  /** Draws the signs of a share's weights. */
  void draw(Share share, long seed, long step) {
    WeightState weights = groups.get(share.group());
    for (int unit = share.first(); unit < share.end(); unit++) {
      long number = (long) share.group() * weights.units + unit;
      weights.draw(unit, RandomStream.of(seed, RandomUse.BINARIZATION, step, ordinal, number));
    }
  }

  /**
   * The step of a unit.
   *
   * @param slopes gradient by its ±1 weights, {@code [inputs]}; changed
   */
  void update(WeightState weights, int unit, float[] slopes, UpdateRule rule, Kernels kernels) {
    if (weights.scale() != 1) {
      // By the weights as they are scaled.
      float inverse = 1 / weights.scale();
      for (int input = 0; input < weights.inputs; input++) {
        slopes[input] *= inverse;
      }
    }
    switch (rule) {
      case Adam adam -> kernels.update(weights, unit, slopes, adam);
      case Adamax _, Bop _, Sgd _ -> weights.update(unit, slopes, rule);
    }
  }

  /** The name of the node. */
  String name() {
    return stage.node().name();
  }

  /** The name the weights are stored under. */
  String weightName() {
    return Model.prefix(stage.node()) + ".weight";
  }

  /** The name the bias is stored under. */
  String biasName() {
    return Model.prefix(stage.node()) + ".bias";
  }
}
