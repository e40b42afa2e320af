package dev.signet.report;

import dev.signet.train.ProgressListener.Epoch;
import dev.signet.train.ProgressListener.LayerFlips;
import dev.signet.train.ProgressListener.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log of a training as CSV: a header, then a row an epoch. Numbers have all the digits of the
 * trainer's own; what is not there, such as validation where no images are held out, is an empty
 * cell.
 */
public final class TrainingLog {
  private TrainingLog() {}

  /**
   * The header: {@code epoch, loss, accuracy, validation_loss, validation_accuracy, learning_rate,
   * seconds}, and {@code flip_ratio_LAYER} for each layer.
   *
   * @param epoch any of the training; all have the same layers
   */
  public static String header(Epoch epoch) {
    List<String> names =
        new ArrayList<>(
            List.of(
                "epoch",
                "loss",
                "accuracy",
                "validation_loss",
                "validation_accuracy",
                "learning_rate",
                "seconds"));
    for (LayerFlips flips : epoch.flips()) {
      names.add("flip_ratio_" + flips.layer());
    }
    return String.join(",", names) + "\n";
  }

  /** The row of an epoch. */
  public static String row(TimedEpoch timed) {
    Epoch epoch = timed.epoch();
    Optional<Validation> validation = epoch.validation();
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(epoch.number()));
    cells.add(String.valueOf(epoch.loss()));
    cells.add(String.valueOf(epoch.accuracy()));
    cells.add(validation.map(held -> String.valueOf(held.loss())).orElse(""));
    cells.add(validation.map(held -> String.valueOf(held.accuracy())).orElse(""));
    cells.add(String.valueOf(epoch.learningRate()));
    cells.add(
        timed.seconds().isPresent()
            ? String.valueOf(Numbers.rounded(timed.seconds().getAsDouble(), 3))
            : "");
    for (LayerFlips flips : epoch.flips()) {
      cells.add(String.valueOf(flips.ratio()));
    }
    return String.join(",", cells) + "\n";
  }

  /** Header and rows; empty without an epoch. */
  public static String text(List<TimedEpoch> epochs) {
    StringBuilder text = new StringBuilder();
    if (!epochs.isEmpty()) {
      text.append(header(epochs.getFirst().epoch()));
      epochs.forEach(epoch -> text.append(row(epoch)));
    }
    return text.toString();
  }
}
