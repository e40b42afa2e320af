package dev.signet.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What training gave.
 *
 * @param network its name
 * @param epochs passes over the training split, those before a resume included
 * @param seconds time taken
 * @param imagesPerSecond images learned from in that time
 * @param testAccuracy share of the test images right in the float32 forward pass, 0 to 1
 * @param weights where they were written
 */
public record TrainingReport(
    String network,
    int epochs,
    double seconds,
    double imagesPerSecond,
    double testAccuracy,
    String weights) {

  /** Puts {@code network, epochs, seconds, images_per_second, test_accuracy, weights}. */
  public void putInto(ObjectNode json) {
    json.put("network", network);
    json.put("epochs", epochs);
    json.put("seconds", Numbers.rounded(seconds, 3));
    json.put("images_per_second", Numbers.rounded(imagesPerSecond, 1));
    json.put("test_accuracy", testAccuracy);
    json.put("weights", weights);
  }

  /** A line or two for people. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s: %.2f %% of the test images right after %d epochs (%.1f s, %,.0f images/s)%nweights: %s%n",
        network,
        100 * testAccuracy,
        epochs,
        seconds,
        imagesPerSecond,
        weights);
  }
}
