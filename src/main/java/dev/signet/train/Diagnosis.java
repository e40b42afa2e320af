package dev.signet.train;

import java.util.List;

/** Notices that numbers have overflowed, and says where. */
final class Diagnosis {
  private Diagnosis() {}

  /**
   * After each step.
   *
   * @throws TrainException naming the layer, when the loss or a batch norm is not finite
   */
  static void check(List<BlockState> blocks, double loss, int epoch, int step) {
    for (BlockState block : blocks) {
      if (block.norm.isPresent() && !block.norm.get().isFinite()) {
        throw stopped(block.block.outputName(), epoch, "step " + step);
      }
    }
    if (!Double.isFinite(loss)) {
      throw stopped(blocks.getLast().block.outputName(), epoch, "step " + step);
    }
  }

  /**
   * After each epoch.
   *
   * @throws TrainException naming the layer, when a latent weight is not a number
   */
  static void checkWeights(List<BlockState> blocks, int epoch) {
    for (BlockState block : blocks) {
      for (float[] row : block.dense.latent) {
        for (float latent : row) {
          if (Float.isNaN(latent)) {
            throw stopped(block.block.dense().name(), epoch, "its end");
          }
        }
      }
    }
  }

  private static TrainException stopped(String layer, int epoch, String place) {
    return new TrainException(
        "training stopped in epoch "
            + epoch
            + ", "
            + place
            + ": the values of '"
            + layer
            + "' are no longer finite; a lower learning rate may help");
  }
}
