package dev.signet.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.train.ProgressListener.Epoch;
import dev.signet.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What training gave.
 *
 * @param network its name
 * @param epochs passes over the training split, those before a resume included
 * @param stoppedEarly whether it ended before its last epoch because it got no better
 * @param best the epoch the weights are of, where some images are held out to choose it by
 * @param seconds time taken
 * @param imagesPerSecond images learned from in that time
 * @param testAccuracy share of the test images right in the float32 forward pass, 0 to 1
 * @param files what was written
 */
public record TrainingReport(
    String network,
    int epochs,
    boolean stoppedEarly,
    Optional<Best> best,
    double seconds,
    double imagesPerSecond,
    double testAccuracy,
    Files files) {

  /**
   * The best epoch.
   *
   * @param epoch counted from 1
   * @param accuracy share of the validation images right at its end, 0 to 1
   */
  public record Best(int epoch, double accuracy) {}

  /**
   * What was written.
   *
   * @param weights the result
   * @param log what each epoch reached; not there without an epoch
   * @param plot the curves, where they could be drawn
   * @param tensorBoard directory of event files, where one was asked for
   */
  public record Files(
      String weights, Optional<String> log, Optional<String> plot, Optional<String> tensorBoard) {

    /** All names, weights first. */
    public List<String> names() {
      List<String> names = new ArrayList<>(List.of(weights));
      log.ifPresent(names::add);
      plot.ifPresent(names::add);
      tensorBoard.ifPresent(names::add);
      return names;
    }
  }

  /**
   * The report of a training.
   *
   * @param testAccuracy share of the test images right, 0 to 1
   */
  public static TrainingReport of(
      String network, TrainingResult result, double testAccuracy, Files files) {
    return new TrainingReport(
        network,
        result.epochs().size(),
        result.stoppedEarly(),
        best(result),
        result.seconds(),
        result.imagesPerSecond(),
        testAccuracy,
        files);
  }

  /** The epoch the weights are of, where validation chose it. */
  static Optional<Best> best(TrainingResult result) {
    return result.epochs().stream()
        .filter(epoch -> epoch.number() == result.bestEpoch())
        .flatMap(TrainingReport::validated)
        .findFirst();
  }

  private static Stream<Best> validated(Epoch epoch) {
    return epoch.validation().stream()
        .map(validation -> new Best(epoch.number(), validation.accuracy()));
  }

  /**
   * Puts {@code network, epochs, seconds, images_per_second, test_accuracy, weights, log}, and
   * where they are known {@code best_epoch, validation_accuracy, stopped_early, plot, tensorboard}.
   */
  public void putInto(ObjectNode json) {
    json.put("network", network);
    json.put("epochs", epochs);
    json.put("seconds", Numbers.rounded(seconds, 3));
    json.put("images_per_second", Numbers.rounded(imagesPerSecond, 1));
    json.put("test_accuracy", testAccuracy);
    best.ifPresent(
        chosen -> {
          json.put("best_epoch", chosen.epoch());
          json.put("validation_accuracy", chosen.accuracy());
          json.put("stopped_early", stoppedEarly);
        });
    json.put("weights", files.weights());
    files.log().ifPresent(file -> json.put("log", file));
    files.plot().ifPresent(file -> json.put("plot", file));
    files.tensorBoard().ifPresent(directory -> json.put("tensorboard", directory));
  }

  /** Some lines for people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %.2f %% of the test images right after %d epochs (%.1f s, %,.0f images/s)%n",
            network,
            100 * testAccuracy,
            epochs,
            seconds,
            imagesPerSecond));
    best.ifPresent(
        chosen ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "the weights are those of epoch %d, with %.2f %% of the validation images right%s%n",
                    chosen.epoch(),
                    100 * chosen.accuracy(),
                    stoppedEarly ? "; later ones were no better" : "")));
    line(text, "weights", Optional.of(files.weights()));
    line(text, "log", files.log());
    line(text, "curves", files.plot());
    line(text, "TensorBoard", files.tensorBoard());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Optional<String> file) {
    file.ifPresent(path -> text.append(name).append(": ").append(path).append('\n'));
  }
}
