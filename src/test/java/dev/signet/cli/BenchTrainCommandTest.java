package dev.signet.cli;

import static dev.signet.cli.CommandLineFixture.signet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTrainCommandTest {
  @TempDir Path directory;

  @Test
  void timesAStepBesideTheReference() throws Exception {
    Path script =
        CommandLineFixture.write(
            directory.resolve("torch.sh"), "#!/bin/sh\necho TIMING TFC median 100000 ms\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path net =
        CommandLineFixture.write(
            directory.resolve("tfc.bnn"),
            """
            network tfc {
              input image: u8[1, 28, 28]
              let bits = image |> binarize(at = 128) |> flatten
              let body = bits |> repeat(3) { dense(64) |> batchnorm |> sign }
              output digit = body |> dense(10) |> batchnorm |> argmax
            }
            """);

    CommandLineFixture.Ran ran =
        signet(
            "bench",
            "train",
            "--net",
            net,
            "--steps",
            5,
            "--pairs",
            1,
            "--threads",
            1,
            "--reference",
            directory,
            "--json");

    assertThat(ran.status()).isZero();
    JsonNode result = new ObjectMapper().readTree(ran.out()).get("results").get(0);
    assertThat(result.get("network").asText()).isEqualTo("tfc");
    assertThat(result.get("milliseconds").asDouble()).isPositive();
    assertThat(result.get("pytorch_milliseconds").asDouble()).isEqualTo(100_000);
    assertThat(result.get("met").asBoolean()).isTrue();
  }

  @Test
  void aFolderWithoutAReferenceIsRefused() {
    CommandLineFixture.Ran ran = signet("bench", "train", "--reference", directory);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("torch.sh");
  }
}
