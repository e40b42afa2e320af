package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.TrainingBenchmark;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times of training steps, beside PyTorch's where they are known.
 *
 * @param threads each side had
 */
public record TrainingBenchmarkReport(int threads, List<TrainingBenchmark.Result> results) {
  public TrainingBenchmarkReport {
    results = List.copyOf(results);
  }

  /**
   * Puts {@code threads} and {@code results}, each with {@code network, batch, kernels,
   * milliseconds} and, where there is a reference, {@code pytorch_milliseconds, ratio, goal, met}.
   */
  public void putInto(ObjectNode json) {
    json.put("threads", threads);
    ArrayNode array = json.putArray("results");
    for (TrainingBenchmark.Result result : results) {
      ObjectNode entry = array.addObject();
      entry.put("network", result.network());
      entry.put("batch", result.batch());
      entry.put("kernels", result.kernels());
      entry.put("milliseconds", Numbers.rounded(result.milliseconds(), 4));
      result
          .comparison()
          .ifPresent(
              comparison -> {
                entry.put("pytorch_milliseconds", Numbers.rounded(comparison.milliseconds(), 4));
                entry.put("ratio", Numbers.rounded(comparison.ratio(), 3));
                entry.put("goal", comparison.goal());
                entry.put("met", comparison.met());
              });
    }
  }

  /** A table for people. */
  public String text() {
    TextTable table =
        new TextTable("network", "batch", "ms a step", "PyTorch ms", "times as fast", "goal", "");
    for (TrainingBenchmark.Result result : results) {
      Optional<TrainingBenchmark.Comparison> comparison = result.comparison();
      table.row(
          result.network(),
          String.valueOf(result.batch()),
          number("%.3f", result.milliseconds()),
          comparison.map(known -> number("%.3f", known.milliseconds())).orElse("–"),
          comparison.map(known -> number("%.2f", known.ratio())).orElse("–"),
          comparison.map(known -> number("%.0f", known.goal())).orElse("–"),
          comparison.map(known -> known.met() ? "met" : "missed").orElse(""));
    }
    String kernels = results.isEmpty() ? "" : ", " + results.getFirst().kernels();
    return table.render() + "%d threads each%s%n".formatted(threads, kernels);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
