package dev.signet.cli;

import static dev.signet.cli.CommandLineFixture.signet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchInferenceCommandTest {
  @TempDir Path directory;

  @Test
  void timesANetworkThatNoReferenceIsMadeFor() throws Exception {
    Path net = CommandLineFixture.smallNetwork(directory);
    CommandLineFixture.write(directory.resolve("xnor_bound.cpp"), "#error not for this network");

    CommandLineFixture.Ran ran =
        signet(
            "bench",
            "inference",
            "--net",
            net,
            "--frames",
            50,
            "--seconds",
            0.02,
            "--pairs",
            2,
            "--reference",
            directory,
            "--json");

    assertThat(ran.status()).isZero();
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertThat(json.get("threads").asInt()).isEqualTo(1);
    JsonNode result = json.get("results").get(0);
    assertThat(result.get("network").asText()).isEqualTo("small");
    assertThat(result.get("frames_per_second").asDouble()).isGreaterThan(50);
    assertThat(result.has("ratio")).isFalse();
  }

  @Test
  void aFolderWithoutAReferenceIsRefused() {
    CommandLineFixture.Ran ran = signet("bench", "inference", "--reference", directory);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("xnor_bound.cpp");
  }

  @Test
  void aTurnOfNoTimeIsRefused() {
    CommandLineFixture.Ran ran = signet("bench", "inference", "--seconds", 0);

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--seconds");
  }
}
