package dev.signet.train;

import java.util.List;

/** Notices that numbers have overflowed, and says where. */
final class Diagnosis {
  private Diagnosis() {}

  /**
   * After each step.
   *
   * @throws TrainException naming the layer, when the loss, a bias or a batch norm is not finite
   */
  static void check(List<BlockState> blocks, double loss, int epoch, int step) {
    for (BlockState block : blocks) {
      if (block.bias.isPresent() && !areFinite(block.bias.get().values)) {
        throw stopped(block.block.dense().name(), epoch, "step " + step);
      }
      if (block.norm.isPresent()
          && !(areFinite(block.norm.get().gamma) && areFinite(block.norm.get().beta))) {
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
   * @throws TrainException naming the layer, when a latent weight or what the optimizer remembers
   *     is not finite
   */
  static void checkParameters(List<BlockState> blocks, int epoch) {
    for (BlockState block : blocks) {
      boolean finite = areFinite(block.dense.latent);
      for (float[][] moments : block.dense.moments) {
        finite &= areFinite(moments);
      }
      finite &= block.bias.isEmpty() || areFinite(block.bias.get().moments);
      if (!finite) {
        throw stopped(block.block.dense().name(), epoch, "its end");
      }
      if (block.norm.isPresent()
          && !(areFinite(block.norm.get().gammaMoments)
              && areFinite(block.norm.get().betaMoments))) {
        throw stopped(block.block.outputName(), epoch, "its end");
      }
    }
  }

  private static boolean areFinite(float[][] rows) {
    for (float[] row : rows) {
      if (!areFinite(row)) {
        return false;
      }
    }
    return true;
  }

  private static boolean areFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
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
