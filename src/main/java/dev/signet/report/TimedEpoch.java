package dev.signet.report;

import dev.signet.train.ProgressListener.Epoch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What an epoch reached, and how long it took.
 *
 * @param epoch as the trainer tells it
 * @param seconds from the end of the epoch before, validation and checkpoint included; empty where
 *     it is not known
 */
public record TimedEpoch(Epoch epoch, OptionalDouble seconds) {

  /**
   * Its values by the tags that TensorBoard shows them under: {@code loss/train}, {@code
   * accuracy/train}, the same for {@code validation} where images are held out, {@code
   * learning_rate}, {@code flip_ratio/LAYER} and {@code seconds}.
   */
  public Map<String, Double> scalars() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss/train", epoch.loss());
    values.put("accuracy/train", epoch.accuracy());
    epoch
        .validation()
        .ifPresent(
            validation -> {
              values.put("loss/validation", validation.loss());
              values.put("accuracy/validation", validation.accuracy());
            });
    values.put("learning_rate", epoch.learningRate());
    epoch.flips().forEach(flips -> values.put("flip_ratio/" + flips.layer(), flips.ratio()));
    seconds.ifPresent(taken -> values.put("seconds", taken));
    return values;
  }
}
