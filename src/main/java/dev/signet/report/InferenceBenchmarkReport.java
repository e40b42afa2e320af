package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.InferenceBenchmark;
import dev.signet.flow.RateComparison;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Rates of bulk inference, beside those of C++ written by hand where they are known.
 *
 * @param threads each side had
 */
public record InferenceBenchmarkReport(int threads, List<InferenceBenchmark.Result> results) {
  public InferenceBenchmarkReport {
    results = List.copyOf(results);
  }

  /**
   * Puts {@code threads} and {@code results}, each with {@code network, kernels, frames_per_second}
   * and, where there is a reference, {@code cpp_frames_per_second, ratio, goal, met}.
   */
  public void putInto(ObjectNode json) {
    json.put("threads", threads);
    ArrayNode array = json.putArray("results");
    for (InferenceBenchmark.Result result : results) {
      ObjectNode entry = array.addObject();
      entry.put("network", result.network());
      entry.put("kernels", result.kernels());
      entry.put("frames_per_second", Math.round(result.framesPerSecond()));
      result
          .comparison()
          .ifPresent(
              comparison -> {
                entry.put("cpp_frames_per_second", Math.round(comparison.framesPerSecond()));
                entry.put("ratio", Numbers.rounded(comparison.ratio(), 3));
                entry.put("goal", comparison.goal());
                entry.put("met", comparison.met());
              });
    }
  }

  /** A table for people. */
  public String text() {
    TextTable table =
        new TextTable("network", "threads", "frames/s", "C++ frames/s", "ratio", "goal", "");
    for (InferenceBenchmark.Result result : results) {
      Optional<RateComparison> comparison = result.comparison();
      table.row(
          result.network(),
          String.valueOf(threads),
          number("%,.0f", result.framesPerSecond()),
          comparison.map(known -> number("%,.0f", known.framesPerSecond())).orElse("–"),
          comparison.map(known -> number("%.2f", known.ratio())).orElse("–"),
          comparison.map(known -> number("%.1f", known.goal())).orElse("–"),
          comparison.map(known -> known.met() ? "met" : "missed").orElse(""));
    }
    String kernels = results.isEmpty() ? "" : results.getFirst().kernels() + "; ";
    return table.render()
        + kernels
        + "ours takes bytes and gives classes and scores, the C++ takes packed bits and gives sums\n";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
