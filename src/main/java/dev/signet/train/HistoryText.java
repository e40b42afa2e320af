package dev.signet.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the epochs reached as text: one a line, as {@code name=value} with blanks between. */
final class HistoryText {
  private static final String LOSS = "loss";
  private static final String ACCURACY = "accuracy";
  private static final String RATE = "rate";
  private static final String VALIDATION_LOSS = "validation_loss";
  private static final String VALIDATION_ACCURACY = "validation_accuracy";
  private static final String BEST = "best";

  /** Then the layer's name. */
  private static final String FLIPS = "flips.";

  private HistoryText() {}

  static String print(List<ProgressListener.Epoch> epochs) {
    StringBuilder text = new StringBuilder();
    for (ProgressListener.Epoch epoch : epochs) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put(LOSS, epoch.loss());
      values.put(ACCURACY, epoch.accuracy());
      values.put(RATE, epoch.learningRate());
      epoch
          .validation()
          .ifPresent(
              validation -> {
                values.put(VALIDATION_LOSS, validation.loss());
                values.put(VALIDATION_ACCURACY, validation.accuracy());
                values.put(BEST, epoch.best());
              });
      epoch.flips().forEach(flips -> values.put(FLIPS + flips.layer(), flips.ratio()));
      List<String> words = new ArrayList<>();
      values.forEach((name, value) -> words.add(name + "=" + value));
      text.append(String.join(" ", words)).append('\n');
    }
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException when the text is not such a history
   */
  static List<ProgressListener.Epoch> parse(String text) {
    List<ProgressListener.Epoch> epochs = new ArrayList<>();
    for (String line : text.lines().toList()) {
      epochs.add(epoch(epochs.size() + 1, line));
    }
    return epochs;
  }

  private static ProgressListener.Epoch epoch(int number, String line) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : line.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals < 0 || values.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("'" + word + "' in epoch " + number);
      }
    }
    Optional<ProgressListener.Validation> validation =
        values.containsKey(VALIDATION_LOSS)
            ? Optional.of(
                new ProgressListener.Validation(
                    take(values, VALIDATION_LOSS), take(values, VALIDATION_ACCURACY)))
            : Optional.empty();
    List<ProgressListener.LayerFlips> flips = new ArrayList<>();
    for (String name : values.keySet()) {
      if (name.startsWith(FLIPS)) {
        flips.add(
            new ProgressListener.LayerFlips(name.substring(FLIPS.length()), take(values, name)));
      }
    }
    return new ProgressListener.Epoch(
        number,
        take(values, LOSS),
        take(values, ACCURACY),
        take(values, RATE),
        validation,
        flips,
        Boolean.parseBoolean(values.get(BEST)));
  }

  private static double take(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no '" + name + "'");
    }
    return Double.parseDouble(value);
  }
}
