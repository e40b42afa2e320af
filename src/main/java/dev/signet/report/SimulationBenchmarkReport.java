package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.RateComparison;
import dev.signet.flow.SimulationBenchmark;
import dev.signet.flow.SimulationBenchmark.Comparison;
import dev.signet.flow.SimulationBenchmark.Differences;
import dev.signet.flow.SimulationBenchmark.Result;
import dev.signet.flow.SimulationBenchmark.VerilatorTime;
import dev.signet.flow.SimulationBenchmark.Verilog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rates of cycle-level simulation and times to the first frames, beside Verilator's. */
public record SimulationBenchmarkReport(List<SimulationBenchmark.Result> results) {
  public SimulationBenchmarkReport {
    results = List.copyOf(results);
  }

  /**
   * Puts {@code results}, each with {@code network, style, clocks_per_second, frames_per_second},
   * {@code comparisons} with {@code verilog} (emitted or hand_made), {@code build_seconds,
   * clocks_per_second, frames_per_second, ratio, goal, met} and, where it is the same hardware,
   * {@code differing_frames, differing_clocks}, and {@code first} with {@code frames, seconds} and,
   * where Verilator is there, {@code emission_seconds, build_seconds, run_seconds, ratio, goal,
   * met}.
   */
  public void putInto(ObjectNode json) {
    ArrayNode array = json.putArray("results");
    for (Result result : results) {
      ObjectNode entry = array.addObject();
      entry.put("network", result.network());
      entry.put("style", result.style().label());
      entry.put("clocks_per_second", Math.round(result.rate().clocksPerSecond()));
      entry.put("frames_per_second", Numbers.rounded(result.rate().framesPerSecond(), 1));
      ArrayNode comparisons = entry.putArray("comparisons");
      result.comparisons().forEach(comparison -> put(comparison, comparisons.addObject()));
      ObjectNode first = entry.putObject("first");
      first.put("frames", result.first().frames());
      first.put("seconds", Numbers.rounded(result.first().seconds(), 3));
      result.first().verilator().ifPresent(time -> put(time, first));
    }
  }

  private static void put(Comparison comparison, ObjectNode entry) {
    RateComparison frames = comparison.frames();
    entry.put("verilog", comparison.verilog().name().toLowerCase(Locale.ROOT));
    entry.put("build_seconds", Numbers.rounded(comparison.buildSeconds(), 3));
    entry.put("clocks_per_second", Math.round(comparison.clocksPerSecond()));
    entry.put("frames_per_second", Numbers.rounded(frames.framesPerSecond(), 1));
    entry.put("ratio", Numbers.rounded(frames.ratio(), 3));
    entry.put("goal", frames.goal());
    entry.put("met", frames.met());
    comparison
        .differences()
        .ifPresent(
            differences -> {
              entry.put("differing_frames", differences.frames());
              entry.put("differing_clocks", differences.clocks());
            });
  }

  private static void put(VerilatorTime time, ObjectNode entry) {
    entry.put("emission_seconds", Numbers.rounded(time.emission(), 3));
    entry.put("build_seconds", Numbers.rounded(time.build(), 3));
    entry.put("run_seconds", Numbers.rounded(time.run(), 3));
    entry.put("ratio", Numbers.rounded(time.ratio(), 3));
    entry.put("goal", time.goal());
    entry.put("met", time.met());
  }

  /** Tables for people: rates, and times to the first frames. */
  public String text() {
    TextTable rates =
        new TextTable(
            "network",
            "style",
            "simulator",
            "clocks/s",
            "frames/s",
            "times as fast",
            "goal",
            "",
            "build s",
            "differing");
    TextTable starts =
        new TextTable(
            "network",
            "style",
            "frames",
            "s from start",
            "Verilator s",
            "of it emission",
            "build",
            "run",
            "times as soon",
            "goal",
            "");
    for (Result result : results) {
      String style = result.style().label();
      rates.row(
          result.network(),
          style,
          "Signet",
          number("%,.0f", result.rate().clocksPerSecond()),
          number("%,.0f", result.rate().framesPerSecond()),
          "–",
          "–",
          "",
          "–",
          "–");
      result.comparisons().forEach(comparison -> rates.row(row(result, comparison)));
      Optional<VerilatorTime> time = result.first().verilator();
      starts.row(
          result.network(),
          style,
          number("%,d", result.first().frames()),
          number("%.2f", result.first().seconds()),
          time.map(known -> number("%.2f", known.seconds())).orElse("–"),
          time.map(known -> number("%.2f", known.emission())).orElse("–"),
          time.map(known -> number("%.2f", known.build())).orElse("–"),
          time.map(known -> number("%.2f", known.run())).orElse("–"),
          time.map(known -> number("%.1f", known.ratio())).orElse("–"),
          time.map(known -> number("%.0f", known.goal())).orElse("–"),
          time.map(known -> met(known.met())).orElse(""));
    }
    return rates.render() + "\n" + starts.render();
  }

  private static String[] row(Result result, Comparison comparison) {
    RateComparison frames = comparison.frames();
    return new String[] {
      result.network(),
      result.style().label(),
      comparison.verilog() == Verilog.EMITTED ? "Verilator" : "Verilator, hand-made",
      number("%,.0f", comparison.clocksPerSecond()),
      number("%,.0f", frames.framesPerSecond()),
      number("%.2f", frames.ratio()),
      number("%.0f", frames.goal()),
      met(frames.met()),
      number("%.1f", comparison.buildSeconds()),
      comparison.differences().map(SimulationBenchmarkReport::differences).orElse("–")
    };
  }

  private static String differences(Differences differences) {
    return differences.clocks() == 0
        ? number("%,d", differences.frames())
        : number("%,d", differences.frames()) + number(" and %,d clocks", differences.clocks());
  }

  private static String met(boolean met) {
    return met ? "met" : "missed";
  }

  private static String number(String format, Number value) {
    return String.format(Locale.ROOT, format, value);
  }
}
