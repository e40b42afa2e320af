package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.InferenceBenchmark;
import dev.signet.flow.RateComparison;
import dev.signet.flow.SimulationBenchmark.Comparison;
import dev.signet.flow.SimulationBenchmark.Differences;
import dev.signet.flow.SimulationBenchmark.FirstFrames;
import dev.signet.flow.SimulationBenchmark.Result;
import dev.signet.flow.SimulationBenchmark.VerilatorTime;
import dev.signet.flow.SimulationBenchmark.Verilog;
import dev.signet.flow.SimulationRate;
import dev.signet.network.HardwareGoals.Style;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchmarkReportsTest {
  @Test
  void inferenceStandsBesideTheReferenceWhereThereIsOne() {
    InferenceBenchmarkReport report =
        new InferenceBenchmarkReport(
            2,
            List.of(
                new InferenceBenchmark.Result(
                    "sfc",
                    "plain loops",
                    2_700_000,
                    Optional.of(new RateComparison(3_000_000, 0.9, 0.9))),
                new InferenceBenchmark.Result("mine", "plain loops", 1234.4, Optional.empty())));
    ObjectNode json = JsonNodeFactory.instance.objectNode();

    report.putInto(json);

    assertThat(json.get("results").get(0).get("cpp_frames_per_second").asLong())
        .isEqualTo(3_000_000);
    assertThat(json.get("results").get(0).get("met").asBoolean()).isTrue();
    assertThat(json.get("results").get(1).has("ratio")).isFalse();
    assertThat(report.text().lines().toList().subList(2, 5))
        .containsExactly(
            "sfc            2  2,700,000     3,000,000   0.90   0.9  met",
            "mine           2      1,234             –      –     –",
            "plain loops; ours takes bytes and gives classes and scores, the C++ takes packed bits and"
                + " gives sums");
  }

  @Test
  void simulationTellsDifferencesAndWhatEachGoalIs() {
    Result result =
        new Result(
            "sfc",
            Style.DATAFLOW,
            new SimulationRate(20_000, 80),
            List.of(
                new Comparison(
                    Verilog.EMITTED,
                    12.5,
                    1_000,
                    new RateComparison(4, 20, 10),
                    Optional.of(new Differences(3, 0))),
                new Comparison(
                    Verilog.HAND_MADE, 2, 4_000, new RateComparison(16, 5, 10), Optional.empty())),
            new FirstFrames(1000, 2, Optional.of(new VerilatorTime(0.5, 12.5, 1, 7, 10))));
    SimulationBenchmarkReport report = new SimulationBenchmarkReport(List.of(result));
    ObjectNode json = JsonNodeFactory.instance.objectNode();

    report.putInto(json);

    assertThat(result.agreed()).isFalse();
    JsonNode entry = json.get("results").get(0);
    assertThat(entry.get("comparisons").get(0).get("verilog").asText()).isEqualTo("emitted");
    assertThat(entry.get("comparisons").get(0).get("differing_frames").asInt()).isEqualTo(3);
    assertThat(entry.get("comparisons").get(0).get("met").asBoolean()).isTrue();
    assertThat(entry.get("comparisons").get(1).get("met").asBoolean()).isFalse();
    assertThat(entry.get("comparisons").get(1).has("differing_frames")).isFalse();
    assertThat(entry.get("first").get("ratio").asDouble()).isEqualTo(7);
    assertThat(report.text())
        .contains("Verilator, hand-made")
        .contains("14.00") // of Verilator in all
        .containsPattern("Verilator +1,000 +4 +20.00 +10 +met +12.5 +3\n");
  }
}
