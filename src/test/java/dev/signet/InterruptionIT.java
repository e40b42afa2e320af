package dev.signet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.data.Safetensors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of the packaged tool that are ended from outside, at any moment. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class InterruptionIT {
  private static final Path ROOT =
      Path.of(System.getProperty("signet.basedir", ".")).toAbsolutePath();
  private static final int EPOCHS = 60;
  private static final int KILLS = 16;

  /**
   * A training in the directory of its network. Whoever runs this test in the background may have
   * let SIGINT be ignored, which is inherited.
   */
  private static final List<String> WORDS =
      List.of(
          "env",
          "--default-signal=INT",
          ROOT.resolve("bin/signet").toString(),
          "train",
          "wide.bnn",
          "-o",
          "w.safetensors");

  @TempDir Path directory;

  @BeforeEach
  void writeNetwork() throws IOException {
    writeNetwork(directory, 5000);
  }

  /** Few images and many weights: writing checkpoints takes most of the time. */
  private static void writeNetwork(Path place, int epochs) throws IOException {
    Files.writeString(
        place.resolve("wide.bnn"),
        """
        network wide {
          input image: u8[1, 16, 16]
          let hidden = image |> binarize |> flatten |> repeat(2) { dense(512) |> batchnorm |> sign }
          output digit = hidden |> dense(10) |> batchnorm |> argmax
        }

        train wide {
          data digits(size = 16, train = 100, test = 20)
          epochs %d
          batch 50
        }
        """
            .formatted(epochs));
  }

  @Test
  void killedAtAnyMomentItGoesOnToTheSameBits() throws Exception {
    Path whole = Files.createDirectory(directory.resolve("whole"));
    writeNetwork(whole, EPOCHS);
    assertThat(new Run(whole, false).end()).isZero();
    Path pieces = Files.createDirectory(directory.resolve("pieces"));
    writeNetwork(pieces, EPOCHS);
    Path checkpoint = pieces.resolve("w.checkpoint.safetensors");
    Random random = new Random(1);
    int finished = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Run run = new Run(pieces, Files.exists(checkpoint));
      // A few before training, when nothing or only what is old stands there; the rest amid it.
      if (kill % 6 == 0) {
        Thread.sleep(random.nextInt(400));
      } else {
        run.awaitEpoch();
        Thread.sleep(0, random.nextInt(1_000_000));
        Thread.sleep(random.nextInt(80));
      }
      boolean gently = kill % 3 == 1;
      run.signal(gently ? "INT" : "KILL");
      int status = run.end();
      assertThat(status).as(run.err()).isEqualTo(gently ? 130 : 137);
      if (gently) {
        assertThat(run.err()).contains("signet: interrupted after epoch", "--resume");
        assertThat(parts(pieces)).isEmpty();
      }
      if (Files.exists(checkpoint)) {
        int now = finishedEpochs(checkpoint);
        assertThat(now).isBetween(finished, EPOCHS);
        assertThat(run.err()).doesNotContain("\tat ");
        finished = now;
      }
    }
    assertThat(finished).isPositive();

    Run last = new Run(pieces, true);

    assertThat(last.end()).as(last.err()).isZero();
    assertThat(pieces.resolve("w.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("w.safetensors"));
    assertThat(files(pieces)).isEqualTo(files(whole));
    assertThat(withoutSeconds(pieces)).isEqualTo(withoutSeconds(whole)).hasSize(1 + EPOCHS);
  }

  @Test
  void twoRunsCannotWriteTheSameWeights() throws Exception {
    Run first = new Run(directory, false);
    first.awaitEpoch();

    Run second = new Run(directory, false);
    assertThat(second.end()).isEqualTo(1);
    assertThat(second.err())
        .contains("signet: error: another run is writing w.safetensors")
        .doesNotContain("epoch");

    first.signal("KILL");
    first.end();
    // A killed run locks nothing.
    Run third = new Run(directory, true);
    third.awaitEpoch();
    third.signal("INT");
    assertThat(third.end()).isEqualTo(130);
    assertThat(third.err()).contains("\n  signet train wide.bnn -o w.safetensors --resume\n");
  }

  /** There the progress bar is drawn, by a library that knows signals too. */
  @Test
  void onATerminalItSaysHowToGoOnToo() throws Exception {
    List<String> command =
        List.of("script", "-qefc", "exec " + String.join(" ", WORDS), "/dev/null");
    Process script;
    try {
      script = new ProcessBuilder(command).directory(directory.toFile()).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no 'script' to make a terminal: " + e.getMessage());
      return;
    }
    StringBuilder out = new StringBuilder();
    BufferedReader reader = script.inputReader();
    String line = "";
    while (line != null && (!line.startsWith("epoch ") || line.startsWith("epoch 1/"))) {
      line = reader.readLine();
      out.append(line).append('\n');
    }

    ProcessHandle java =
        script
            .descendants()
            .filter(process -> process.info().command().orElse("").endsWith("/java"))
            .findFirst()
            .orElseThrow();
    signal(java.pid(), "INT");

    reader.lines().forEach(rest -> out.append(rest).append('\n'));
    assertThat(script.waitFor()).isEqualTo(130);
    assertThat(out).contains("signet: interrupted after epoch ");
    assertThat(finishedEpochs(directory.resolve("w.checkpoint.safetensors"))).isPositive();
  }

  private static void signal(long process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process)).start().waitFor();
  }

  private static int finishedEpochs(Path checkpoint) {
    Map<String, String> metadata = Safetensors.read(checkpoint).metadata();
    return Integer.parseInt(metadata.getOrDefault("epochs_finished", "none"));
  }

  private static List<String> parts(Path place) throws IOException {
    return files(place).stream().filter(name -> name.endsWith(".part")).toList();
  }

  private static List<String> files(Path place) throws IOException {
    try (Stream<Path> list = Files.list(place)) {
      return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  /** The rows of the log; how long an epoch took differs from run to run. */
  private static List<String> withoutSeconds(Path place) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String row : Files.readAllLines(place.resolve("w.log.csv"))) {
      List<String> cells = new ArrayList<>(List.of(row.split(",", -1)));
      cells.remove(6);
      rows.add(String.join(",", cells));
    }
    return rows;
  }

  /** One training, started in a directory. */
  private static final class Run {
    private final Process process;
    private final BufferedReader reader;
    private final StringBuilder err = new StringBuilder();

    Run(Path place, boolean resume) throws IOException {
      List<String> command = new ArrayList<>(WORDS);
      if (resume) {
        command.add("--resume");
      }
      process =
          new ProcessBuilder(command)
              .directory(place.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      reader = process.errorReader();
    }

    /** Waits until this run has finished an epoch. */
    void awaitEpoch() throws IOException {
      String line = "";
      while (line != null && !line.startsWith("epoch ")) {
        line = reader.readLine();
        err.append(line).append('\n');
      }
    }

    void signal(String name) throws Exception {
      InterruptionIT.signal(process.pid(), name);
    }

    int end() throws Exception {
      reader.lines().forEach(line -> err.append(line).append('\n'));
      return process.waitFor();
    }

    String err() {
      return err.toString();
    }
  }
}
