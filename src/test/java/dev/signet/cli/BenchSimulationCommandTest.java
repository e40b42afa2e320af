package dev.signet.cli;

import static dev.signet.cli.CommandLineFixture.signet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchSimulationCommandTest {
  @TempDir Path directory;

  @Test
  void timesOursAloneAndFromItsStart() throws Exception {
    Path net = CommandLineFixture.smallNetwork(directory);

    CommandLineFixture.Ran ran =
        signet(
            "bench",
            "simulation",
            "--net",
            net,
            "--style",
            "spatial",
            "--frames",
            20,
            "--seconds",
            0.02,
            "--pairs",
            1,
            "--no-verilator",
            "--json");

    assertThat(ran.status()).isZero();
    JsonNode result = new ObjectMapper().readTree(ran.out()).get("results").get(0);
    assertThat(result.get("network").asText()).isEqualTo("small");
    assertThat(result.get("style").asText()).isEqualTo("spatial");
    assertThat(result.get("clocks_per_second").asDouble())
        .isGreaterThan(result.get("frames_per_second").asDouble());
    assertThat(result.get("comparisons")).isEmpty();
    assertThat(result.get("first").get("frames").asInt()).isEqualTo(20);
    assertThat(result.get("first").get("seconds").asDouble()).isPositive();
    assertThat(result.get("first").has("ratio")).isFalse();
  }

  @Test
  void aFolderWithoutHardwareIsRefused() {
    CommandLineFixture.Ran ran = signet("bench", "simulation", "--reference", directory);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("verilator.sh");
  }

  @Test
  void theFirstFramesAreThoseOfTheSameHardwareEachTime() {
    Path net = CommandLineFixture.smallNetwork(directory);

    CommandLineFixture.Ran first = signet("bench", "first-frames", net, "--frames", 7);
    CommandLineFixture.Ran second = signet("bench", "first-frames", net, "--frames", 7);

    assertThat(first.status()).isZero();
    assertThat(first.out()).startsWith("SIGNET frames=7 clocks=").isEqualTo(second.out());
  }
}
