package dev.signet.cli;

import static dev.signet.cli.CommandLineFixture.randomWeights;
import static dev.signet.cli.CommandLineFixture.signet;
import static dev.signet.cli.CommandLineFixture.smallNetwork;
import static dev.signet.cli.CommandLineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.CommandLineFixture.Ran;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each command promises to scripts: one JSON object on standard output with at least these
 * keys.
 */
class CommandResultsTest {
  private static final List<String> TRAIN =
      List.of(
          "network",
          "epochs",
          "seconds",
          "images_per_second",
          "test_accuracy",
          "weights",
          "log",
          "plot");
  private static final List<String> EVAL =
      List.of("network", "level", "frames", "correct", "accuracy");
  private static final List<String> SIM =
      List.of("frames", "cycles", "latency_cycles", "initiation_interval", "streams");
  private static final List<String> VERIFY = List.of("network", "ok", "levels");

  @TempDir Path directory;
  private Path bnn = Path.of("small.bnn");

  @BeforeEach
  void prepare() {
    bnn = smallNetwork(directory);
  }

  @Test
  void trainThenEvalAtEveryLevelAgree() {
    Path weights = directory.resolve("w.safetensors");
    JsonNode trained = json(signet("train", bnn, "-o", weights, "--json"));
    assertKeys(trained, TRAIN);
    assertThat(trained.get("epochs").intValue()).isEqualTo(2);
    assertThat(weights).isRegularFile();
    Set<Integer> correct = new HashSet<>();
    for (String level : List.of("train", "ir", "fast", "rtl")) {
      JsonNode evaluated =
          json(signet("eval", bnn, "--weights", weights, "--level", level, "--json"));
      assertKeys(evaluated, EVAL);
      assertThat(evaluated.get("level").textValue()).isEqualTo(level);
      assertThat(evaluated.get("frames").intValue()).isEqualTo(40);
      correct.add(evaluated.get("correct").intValue());
    }
    assertThat(correct).hasSize(1);
    assertThat(correct.iterator().next() / 40.0)
        .isEqualTo(trained.get("test_accuracy").doubleValue());
  }

  @Test
  void explorationShowsTheFoldingsWorthHaving() throws Exception {
    Path free =
        write(
            directory.resolve("free.bnn"),
            "network free { input x: bit[64] output y = x |> dense(24) |> sign |> dense(4) |> argmax }");
    Path plot = directory.resolve("foldings.svg");

    JsonNode explored = json(signet("explore", free, "--plot", plot, "--json"));

    assertKeys(
        explored,
        List.of("network", "target", "clock_hertz", "chosen", "spatial", "points", "plot"));
    assertThat(plot).content().startsWith("<svg ").contains("Foldings of free", "frames/s");
    JsonNode points = explored.get("points");
    assertThat(points.size()).isGreaterThan(10);
    for (int index = 1; index < points.size(); index++) {
      JsonNode slower = points.get(index - 1);
      JsonNode faster = points.get(index);
      assertThat(faster.get("frames_per_second").doubleValue())
          .isGreaterThan(slower.get("frames_per_second").doubleValue());
      assertThat(faster.get("area").doubleValue()).isGreaterThan(slower.get("area").doubleValue());
    }
    assertThat(explored.get("spatial").get("frames_per_second").doubleValue()).isEqualTo(1e8);
    assertThat(points.get(0).get("bound_by").get(0).textValue()).startsWith("dense");
    assertThat(points).as("what 1,024 clocks a frame take").contains(explored.get("chosen"));
    Ran shown = signet("explore", free, "--target", "ice40", "--all");
    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("bound by", "chosen", "free on ice40 at 100 MHz")
        .doesNotContain("--all");
    assertThat(json(signet("explore", bnn, "--json")).get("points"))
        .as("where the text gives every folding")
        .hasSize(1);
    Path greedy =
        write(
            directory.resolve("greedy.bnn"),
            Files.readString(free) + " hardware free { budget 10 luts }");
    Ran unmet = signet("explore", greedy);
    assertThat(unmet.status()).as(unmet.err()).isZero();
    assertThat(unmet.err()).contains("cannot be met: no folding fits the budget of 10 LUTs");
    assertThat(unmet.out()).contains("bound by").doesNotContain("chosen");
    Ran refused = signet("explore", free, "--plot", "foldings.gif");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains(".svg or .png");
  }

  @Test
  void classesOfAZipOfImagesNameThoseOfTheConfusion() throws IOException {
    // given pictures of light and of darkness
    Path zip = directory.resolve("pictures.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String path : List.of("train/light/", "train/dark/", "test/light/", "test/dark/")) {
        for (int picture = 0; picture < 6; picture++) {
          BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
          int level = path.contains("light") ? 200 + picture : 10 * picture;
          for (int pixel = 0; pixel < 16; pixel++) {
            image.getRaster().setSample(pixel % 4, pixel / 4, 0, level);
          }
          out.putNextEntry(new ZipEntry(path + picture + ".png"));
          ImageIO.write(image, "png", out);
        }
      }
    }
    Path file =
        write(
            directory.resolve("sky.bnn"),
            """
            network sky {
              input image: u8[1, 4, 4]
              output time = image |> binarize |> flatten |> dense(2) |> argmax
            }

            train sky {
              data images
              epochs 5
              batch 4
            }
            """);
    Path weights = directory.resolve("sky.safetensors");

    json(signet("train", file, "--data", zip, "-o", weights, "--json"));
    JsonNode evaluated = json(signet("eval", file, "--data", zip, "--weights", weights, "--json"));

    assertThat(evaluated.get("frames").intValue()).isEqualTo(12);
    assertThat(evaluated.get("labels"))
        .extracting(JsonNode::textValue)
        .containsExactly("dark", "light");
    assertThat(evaluated.get("correct").intValue()).isEqualTo(12);
  }

  @Test
  void trainingIsWrittenDown() throws Exception {
    Path plot = directory.resolve("curves.svg");
    Path events = directory.resolve("events");
    JsonNode trained =
        json(
            signet(
                "train",
                bnn,
                "-o",
                directory.resolve("w.safetensors"),
                "--plot",
                plot,
                "--tensorboard",
                events,
                "--json"));

    assertThat(trained.get("plot").textValue()).isEqualTo(plot.toString());
    assertThat(plot).content().startsWith("<svg ");
    assertThat(trained.get("tensorboard").textValue()).isEqualTo(events.toString());
    assertThat(events).isNotEmptyDirectory();
    List<String> log = Files.readAllLines(Path.of(trained.get("log").textValue()));
    assertThat(log).hasSize(1 + trained.get("epochs").intValue());
    assertThat(log.getFirst()).endsWith(",flip_ratio_dense1,flip_ratio_dense2");
    try (var files = Files.list(directory)) {
      assertThat(files.map(path -> String.valueOf(path.getFileName())))
          .containsExactlyInAnyOrder(
              "small.bnn", "w.safetensors", "w.log.csv", "curves.svg", "events");
    }
  }

  @Test
  void trainingWithoutAnEpochHasNothingToWriteDown() {
    Path weights = directory.resolve("w.safetensors");
    JsonNode trained = json(signet("train", bnn, "-o", weights, "--epochs", 0, "--json"));

    assertThat(trained.has("log")).isFalse();
    assertThat(trained.has("plot")).isFalse();
    assertThat(directory.resolve("w.log.csv")).doesNotExist();
  }

  @Test
  void summaryCountsTheWeightsThatCheckShows() {
    JsonNode summary = json(signet("summary", bnn, "--json"));

    assertThat(summary.get("one_bit_parameters").longValue()).isEqualTo(12 * 64 + 10 * 12);
    assertThat(signet("summary", bnn).out()).contains("dense1", "768", "in hardware: 111 B");
  }

  @Test
  void simMeasuresEveryStream() {
    JsonNode result = json(signet("sim", bnn, "--weights", weights(), "--frames", 20, "--json"));
    assertKeys(result, SIM);
    assertThat(result.get("frames").intValue()).isEqualTo(20);
    // 12 neurons by 4, 64 inputs by 10: 3 · 7 clocks; 10 neurons by 3, 12 inputs by 4: 4 · 3
    // clocks.
    assertThat(result.get("initiation_interval").doubleValue()).isEqualTo(21);
    for (JsonNode stream : result.get("streams")) {
      assertKeys(stream, List.of("name", "depth", "high_water", "stalled_cycles"));
      assertThat(stream.get("high_water").intValue())
          .isLessThanOrEqualTo(stream.get("depth").intValue());
    }
  }

  @Test
  void runHasTheKeysOfAllAndWritesWhatItNames() {
    Path out = directory.resolve("out");
    JsonNode result =
        json(
            signet("run", bnn, "-o", out, "--verilator-frames", 6, "--icarus-frames", 4, "--json"));
    assertKeys(result, TRAIN);
    assertKeys(result, EVAL);
    assertKeys(result, SIM);
    assertKeys(result, VERIFY);
    assertThat(result.get("ok").booleanValue()).isTrue();
    assertThat(result.get("complete").booleanValue()).isTrue();
    // Three levels without hardware; the simulator and two tools, in two styles, with and without
    // stalls.
    assertThat(levels(result)).hasSize(3 + 3 * 2 * 2);
    assertThat(Path.of(result.get("report").textValue())).isRegularFile();
    for (JsonNode file : result.get("files")) {
      assertThat(Path.of(file.textValue())).exists();
    }
    assertThat(out.resolve("dataflow/small_network.v")).isRegularFile();
    assertThat(out.resolve("spatial/small_network.v")).isRegularFile();
    assertThat(out.resolve("small.checkpoint.safetensors")).doesNotExist();
  }

  @Test
  void verifyTellsTheDifferencesOfEachLevel() {
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
    assertKeys(result, VERIFY);
    assertThat(result.get("ok").booleanValue()).isTrue();
    assertThat(levels(result)).hasSize(3 + 2 * 2);
  }

  @Test
  void trainTellsTheBestEpochWhereImagesAreHeldOut() {
    String text =
        CommandLineFixture.read(bnn)
            .replace("epochs 2", "epochs 30 validation 0.25 patience 2 augment [shift, rotate(5)]");
    CommandLineFixture.write(bnn, text);
    Path weights = directory.resolve("w.safetensors");

    JsonNode trained = json(signet("train", bnn, "-o", weights, "--json"));

    int best = trained.get("best_epoch").intValue();
    int epochs = trained.get("epochs").intValue();
    assertThat(epochs).isBetween(3, 30);
    assertThat(trained.get("stopped_early").booleanValue()).isEqualTo(epochs < 30);
    assertThat(best).isBetween(1, epochs);
    assertThat(trained.get("validation_accuracy").doubleValue()).isBetween(0.2, 1.0);
  }

  @Test
  void bitsAreTrainedOnAndVerified() throws Exception {
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
    assertThat(levels(result)).hasSize(3 + 2 * 2);
  }

  @Test
  void twoEmissionsAreByteIdentical() throws Exception {
    Path weights = weights();
    for (String name : List.of("a", "b")) {
      assertThat(
              signet("verilog", bnn, "--weights", weights, "-o", directory.resolve(name)).status())
          .isZero();
    }
    try (var files = Files.walk(directory.resolve("a"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path twin = directory.resolve("b").resolve(directory.resolve("a").relativize(file));
        assertThat(twin).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void formattingInPlaceKeepsTheNetwork() {
    CommandLineFixture.write(bnn, CommandLineFixture.read(bnn).replace("|>", "   |>"));
    assertThat(signet("fmt", "--check", bnn).status()).isEqualTo(1);
    assertThat(signet("fmt", bnn).status()).isZero();
    assertThat(signet("fmt", "--check", bnn).status()).isZero();
    assertThat(signet("check", bnn).out()).contains("dense1", "768");
  }

  /**
   * The rows of a verification, each without a difference, told apart by level, tool, style and
   * traffic.
   */
  private static Set<String> levels(JsonNode result) {
    Set<String> rows = new HashSet<>();
    for (JsonNode level : result.get("levels")) {
      assertKeys(
          level,
          List.of(
              "level",
              "tool",
              "frames",
              "correct",
              "class_mismatches",
              "score_mismatches",
              "cycle_mismatches"));
      assertThat(level.get("class_mismatches").intValue()).isZero();
      assertThat(level.get("score_mismatches").intValue()).isZero();
      assertThat(level.get("cycle_mismatches").intValue()).isZero();
      rows.add(
          level.get("level").textValue()
              + " "
              + level.get("tool").textValue()
              + " "
              + level.get("style").asText()
              + " "
              + level.get("stalls").booleanValue());
    }
    return rows;
  }

  private Path weights() {
    return randomWeights(directory, bnn, 7);
  }

  private static void assertKeys(JsonNode node, List<String> keys) {
    for (String key : keys) {
      assertThat(node.has(key)).as(key).isTrue();
    }
  }

  private static JsonNode json(Ran ran) {
    assertThat(ran.status()).as(ran.toString()).isZero();
    try {
      return new ObjectMapper().readTree(ran.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(ran.out(), e);
    }
  }
}
