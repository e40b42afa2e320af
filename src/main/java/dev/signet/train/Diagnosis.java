package dev.signet.train;

import java.util.Optional;

/** Notices that numbers have overflowed, and says where. */
final class Diagnosis {
  private Diagnosis() {}

  /**
   * After each step.
   *
   * @throws TrainException naming the layer, when the loss, a bias or a batch norm is not finite
   */
  static void check(TrainingStages stages, double loss, int epoch, int step) {
    for (ProductState product : stages.products()) {
      Optional<BiasState> bias = product.parameters().bias();
      if (bias.isPresent() && !areFinite(bias.get().values)) {
        throw stopped(product.parameters().name(), epoch, "step " + step);
      }
    }
    for (ActivationState activation : stages.activations()) {
      if (activation.parameters().norm.isPresent()
          && !(areFinite(activation.parameters().norm.get().gamma)
              && areFinite(activation.parameters().norm.get().beta))) {
        throw stopped(
            stages.plan().outputName(activation.parameters().stage), epoch, "step " + step);
      }
    }
    if (!Double.isFinite(loss)) {
      throw stopped(
          stages.plan().outputName(stages.last().parameters().stage), epoch, "step " + step);
    }
  }

  /**
   * After each epoch.
   *
   * @throws TrainException naming the layer, when a latent weight or what the optimizer remembers
   *     is not finite
   */
  static void checkParameters(TrainingStages stages, int epoch) {
    for (ProductState product : stages.products()) {
      ProductParameters parameters = product.parameters();
      boolean finite = true;
      for (WeightState weights : parameters.groups()) {
        finite &= areFinite(weights.latent);
        for (float[][] moments : weights.moments) {
          finite &= areFinite(moments);
        }
      }
      finite &= parameters.bias().isEmpty() || areFinite(parameters.bias().get().moments);
      if (!finite) {
        throw stopped(parameters.name(), epoch, "its end");
      }
    }
    for (ActivationState activation : stages.activations()) {
      if (activation.parameters().norm.isPresent()
          && !(areFinite(activation.parameters().norm.get().gammaMoments)
              && areFinite(activation.parameters().norm.get().betaMoments))) {
        throw stopped(stages.plan().outputName(activation.parameters().stage), epoch, "its end");
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
