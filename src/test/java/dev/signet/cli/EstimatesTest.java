package dev.signet.cli;

import static dev.signet.cli.CommandLineFixture.randomWeights;
import static dev.signet.cli.CommandLineFixture.signet;
import static dev.signet.cli.CommandLineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.CommandLineFixture.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of area and clock, unit by unit. */
class EstimatesTest {
  @TempDir Path directory;

  private Path network(String clock, int simd) {
    return write(
        directory.resolve("wide.bnn"),
        """
        network wide {
          input x: bit[800]
          output y = x |> dense(16) |> sign |> dense(4) |> argmax
        }

        hardware wide {
          clock %s
          fold dense1(pe = 1, simd = %d)
          fold dense2(pe = 1, simd = 4)
        }
        """
            .formatted(clock, simd));
  }

  @Test
  void aClockThatAPopcountMissesIsWarnedOfByEveryCommand() throws JsonProcessingException {
    Path bnn = network("100 MHz", 800);
    Path weights = randomWeights(directory, bnn, 1);

    for (Ran ran :
        List.of(
            signet("check", bnn),
            signet("explore", bnn),
            signet("compile", bnn, "--weights", weights, "--emit", "rtl"))) {
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(ran.err())
          .contains("a clock of 100 MHz may be too fast: dense1 reaches about")
          .contains("by a popcount of 800 bits in one clock")
          .contains("fold dense1 with a smaller simd");
    }
    JsonNode checked = json(signet("check", bnn, "--json"));
    assertThat(checked.at("/networks/0/warning").textValue()).contains("popcount of 800 bits");
  }

  @Test
  void manyScoresAtOnceAreAMatterOfTheLastLayer() {
    Path bnn =
        write(
            directory.resolve("scores.bnn"),
            """
            network scores { input x: bit[64] output y = x |> dense(32) |> batchnorm |> argmax }
            hardware scores { clock 200 MHz fold dense1(pe = 32, simd = 4) }
            """);

    assertThat(signet("check", bnn).err())
        .contains("score_stage reaches about", "fold the last layer with a smaller pe");
  }

  @Test
  void aClockThatIsMetIsNot() throws JsonProcessingException {
    Path bnn = network("100 MHz", 8);

    Ran checked = signet("check", bnn);
    assertThat(checked.status()).isZero();
    assertThat(checked.err()).isEmpty();
    assertThat(json(signet("check", bnn, "--json")).at("/networks/0").has("warning")).isFalse();
    assertThat(signet("check", network("1 GHz", 8)).err()).contains("a clock of 1000 MHz");
  }

  @Test
  void goalsThatCannotBeMetAreDoubtfulToo() {
    Path bnn =
        write(
            directory.resolve("greedy.bnn"),
            "network greedy { input x: bit[64] output y = x |> dense(4) |> argmax }"
                + " hardware greedy { budget 10 luts }");

    Ran checked = signet("check", bnn);

    assertThat(checked.status()).isZero();
    assertThat(checked.err()).contains("cannot be met: no folding fits the budget of 10 LUTs");
  }

  @Test
  void unitsAddUpToTheWhole() throws JsonProcessingException {
    Path bnn = network("50 MHz", 50);

    JsonNode estimate = json(signet("explore", bnn, "--target", "ice40", "--json")).get("estimate");

    assertThat(estimate.get("target").textValue()).isEqualTo("ice40");
    List<String> names = new ArrayList<>();
    long luts = 0;
    double slowest = Double.MAX_VALUE;
    for (JsonNode unit : estimate.get("units")) {
      names.add(unit.get("name").textValue());
      luts += unit.get("luts").longValue();
      slowest = Math.min(slowest, unit.get("clock_hertz").doubleValue());
      assertThat(unit.get("path")).isNotEmpty();
    }
    assertThat(names)
        .containsExactly("input", "dense1", "dense1_to_dense2", "dense2", "score_stage");
    assertThat(estimate.get("luts").longValue()).isEqualTo(luts);
    assertThat(estimate.get("clock_hertz").doubleValue()).isEqualTo(slowest);
    assertThat(signet("explore", bnn).out())
        .contains("the chosen one:", "popcount of 50 bits", "meant for 50 MHz");
  }

  @Test
  void compilingToAFileShowsWhatUnitsTake() {
    Path bnn = network("50 MHz", 8);
    Path weights = randomWeights(directory, bnn, 1);

    Ran compiled =
        signet(
            "compile", bnn, "--weights", weights, "--emit", "rtl", "-o", directory.resolve("rtl"));

    assertThat(compiled.status()).as(compiled.err()).isZero();
    assertThat(compiled.out()).contains("dense1", "score_stage", "estimated for xc7");
  }

  private static JsonNode json(Ran ran) throws JsonProcessingException {
    assertThat(ran.status()).as(ran.err()).isZero();
    return new ObjectMapper().readTree(ran.out());
  }
}
