package dev.signet.cli;

import static dev.signet.cli.CommandLineFixture.randomWeights;
import static dev.signet.cli.CommandLineFixture.signet;
import static dev.signet.cli.CommandLineFixture.smallNetwork;
import static dev.signet.cli.CommandLineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.CommandLineFixture.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scripts may rely on: one JSON object with these keys, and nothing beside it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JsonResultsTest {
  private static final String[] TRAIN = {
    "network", "epochs", "seconds", "images_per_second", "test_accuracy", "weights"
  };
  private static final String[] EVAL = {"network", "level", "frames", "correct", "accuracy"};
  private static final String[] SIM = {
    "frames", "cycles", "latency_cycles", "initiation_interval", "streams"
  };
  private static final String[] VERIFY = {"network", "ok", "levels"};

  @TempDir Path directory;
  private Path bnn;

  @BeforeEach
  void prepare() {
    bnn = smallNetwork(directory);
  }

  @Test
  void trainTellsItsResult() throws IOException {
    Path weights = directory.resolve("w.safetensors");
    JsonNode result = json(signet("train", bnn, "-o", weights, "--json"));
    assertThat(result.fieldNames()).toIterable().contains(TRAIN);
    assertThat(result.get("epochs").intValue()).isEqualTo(2);
    assertThat(result.get("test_accuracy").doubleValue()).isBetween(0.0, 1.0);
    assertThat(Path.of(result.get("weights").textValue())).isEqualTo(weights).exists();
  }

  @Test
  void evalTellsTheAccuracyOfItsLevel() throws IOException {
    Path weights = randomWeights(directory, bnn, 1);
    for (String level : new String[] {"train", "ir", "fast", "rtl"}) {
      JsonNode result = json(signet("eval", bnn, "--weights", weights, "--level", level, "--json"));
      assertThat(result.fieldNames()).toIterable().contains(EVAL);
      assertThat(result.get("level").textValue()).isEqualTo(level);
      assertThat(result.get("frames").intValue()).isEqualTo(40);
      assertThat(result.get("accuracy").doubleValue())
          .isEqualTo(result.get("correct").intValue() / 40.0);
    }
  }

  @Test
  void simTellsTimesAndStreams() throws IOException {
    Path weights = randomWeights(directory, bnn, 1);
    JsonNode result = json(signet("sim", bnn, "--weights", weights, "--frames", 3, "--json"));
    assertThat(result.fieldNames()).toIterable().contains(SIM);
    assertThat(result.get("frames").intValue()).isEqualTo(3);
    assertThat(result.get("streams")).isNotEmpty();
    for (JsonNode stream : result.get("streams")) {
      assertThat(stream.fieldNames())
          .toIterable()
          .contains("name", "depth", "high_water", "stalled_cycles");
    }
  }

  @Test
  void verifyTellsTheDifferencesOfEachLevel() throws IOException {
    Path weights = randomWeights(directory, bnn, 1);
    JsonNode result =
        json(
            signet(
                "verify",
                bnn,
                "--weights",
                weights,
                "--verilator-frames",
                0,
                "--icarus-frames",
                0,
                "--json"));
    assertThat(result.fieldNames()).toIterable().contains(VERIFY);
    assertThat(result.get("ok").booleanValue()).isTrue();
    assertLevels(result);
  }

  @Test
  void runTellsAllOfThemAndKeepsItsReport() throws IOException {
    Path out = directory.resolve("out");
    JsonNode result =
        json(
            signet("run", bnn, "-o", out, "--verilator-frames", 0, "--icarus-frames", 0, "--json"));
    for (String[] keys : new String[][] {TRAIN, EVAL, SIM, VERIFY}) {
      assertThat(result.fieldNames()).toIterable().contains(keys);
    }
    assertLevels(result);
    assertThat(Path.of(result.get("report").textValue())).exists();
    assertThat(new ObjectMapper().readTree(out.resolve("report.json").toFile())).isEqualTo(result);
  }

  @Test
  void bitsAreTrainedOnAndVerified() throws IOException {
    Path bits =
        write(
            directory.resolve("bits.bnn"),
            """
            network bits {
              input values: bit[3]
              output parity = values |> dense(6) |> batchnorm |> sign |> dense(2) |> batchnorm |> argmax
            }

            train bits {
              data csv
              epochs 2
            }
            """);
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < 48; row++) {
      int first = row & 1;
      int second = row >> 1 & 1;
      int third = row >> 2 & 1;
      rows.append("%d,%d,%d,%d%n".formatted(first ^ second ^ third, first, second, third));
    }
    Path data = Files.writeString(directory.resolve("parity.csv"), rows);

    JsonNode result =
        json(
            signet(
                "run",
                bits,
                "--data",
                data,
                "-o",
                directory.resolve("out"),
                "--verilator-frames",
                0,
                "--icarus-frames",
                0,
                "--json"));

    assertThat(result.get("ok").booleanValue()).isTrue();
    assertLevels(result);
  }

  private static void assertLevels(JsonNode result) {
    assertThat(result.get("levels")).isNotEmpty();
    for (JsonNode level : result.get("levels")) {
      assertThat(level.fieldNames())
          .toIterable()
          .contains(
              "level",
              "tool",
              "frames",
              "correct",
              "class_mismatches",
              "score_mismatches",
              "cycle_mismatches");
    }
  }

  private static JsonNode json(Ran ran) throws IOException {
    assertThat(ran.status()).as(ran.toString()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(ran.out());
  }
}
