package dev.signet.report;

import dev.signet.train.ProgressListener.Epoch;
import dev.signet.train.ProgressListener.LayerFlips;
import dev.signet.train.ProgressListener.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Epochs that nobody trained. */
final class Epochs {
  private Epochs() {}

  static Epoch plain(int number, double loss, double... flips) {
    return epoch(number, loss, Optional.empty(), flips);
  }

  static Epoch validated(int number, double loss, double accuracy, double... flips) {
    return epoch(number, loss, Optional.of(new Validation(loss + 0.125, accuracy)), flips);
  }

  private static Epoch epoch(
      int number, double loss, Optional<Validation> validation, double... flips) {
    List<LayerFlips> layers = new ArrayList<>();
    for (double ratio : flips) {
      layers.add(new LayerFlips("dense" + (layers.size() + 1), ratio));
    }
    return new Epoch(number, loss, 1 - loss / 4, 0.01, validation, layers, false);
  }
}
