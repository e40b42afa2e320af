package dev.signet.cli;

import static dev.signet.cli.CommandLineFixture.randomWeights;
import static dev.signet.cli.CommandLineFixture.signet;
import static dev.signet.cli.CommandLineFixture.smallNetwork;
import static dev.signet.cli.CommandLineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.CommandLineFixture.Ran;
import dev.signet.data.OutputLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a user hands in: one clear error, exit status 1, and nothing half-written left behind.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadInputTest {
  @TempDir Path directory;
  private Path bnn;
  private List<Path> before = List.of();

  @BeforeEach
  void prepare() {
    bnn = smallNetwork(directory);
  }

  @Test
  void unknownLayer() throws IOException {
    Path file =
        write(
            directory.resolve("x.bnn"),
            "network x {\n  input a: bit[4]\n  output b = a |> dens(10) |> argmax\n}\n");
    assertRefused(
        signetIn("check", file), "x.bnn:3:19: error: unknown layer 'dens'; did you mean 'dense'?");
  }

  @Test
  void wrongShape() throws IOException {
    Path file =
        write(
            directory.resolve("x.bnn"),
            "network x {\n  input a: bit[4, 4]\n  output b = a |> dense(10) |> argmax\n}\n");
    assertRefused(signetIn("check", file), "x.bnn:3:19: error", "bit[4, 4]", "flatten");
  }

  @Test
  void missingSourceFile() throws IOException {
    assertRefused(signetIn("run", directory.resolve("none.bnn")), "there is no file", "none.bnn");
  }

  @Test
  void missingDataDirectory() throws IOException {
    Path mnist = mnistNetwork();
    Path nowhere = directory.resolve("nowhere");
    assertRefused(signetIn("train", mnist, "--data", nowhere, "-o", out()), "nowhere");
    assertRefused(signetIn("train", mnist, "-o", out()), "--data");
  }

  @Test
  void truncatedGzip() throws IOException {
    Path data = idxDirectory(20);
    Path images = data.resolve("train-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(
        signetIn("train", mnistNetwork(), "--data", data, "-o", out()),
        "train-images-idx3-ubyte.gz");
  }

  @Test
  void idxWithAWrongMagicNumber() throws IOException {
    Path data = idxDirectory(20);
    Files.write(
        data.resolve("train-images-idx3-ubyte.gz"),
        gzip(idx(0x0a0b0c0d, new int[] {20, 28, 28}, 20 * 784)));
    assertRefused(
        signetIn("train", mnistNetwork(), "--data", data, "-o", out()),
        "train-images-idx3-ubyte.gz",
        "magic number");
  }

  @Test
  void aZipWithADamagedImage() throws IOException {
    Path zip = directory.resolve("pets.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : new String[] {"train/cat/1.png", "train/dog/1.png", "test/cat/1.png"}) {
        out.putNextEntry(new ZipEntry(name));
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0});
      }
    }
    assertRefused(
        signetIn("train", imageNetwork("images"), "--data", zip, "-o", out()),
        "train/cat/1.png in ",
        "pets.zip is damaged");
  }

  @Test
  void dataThatAreNotThere() throws IOException {
    assertRefused(
        signetIn("train", imageNetwork("cifar10"), "-o", out()),
        "data set 'cifar10' is read from files: say where they are with --data",
        "data_batch_1.bin",
        "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");
    assertRefused(
        signetIn("train", imageNetwork("images"), "--data", directory, "-o", out()),
        "no images in train/CLASS/");
  }

  @Test
  void aSignalCannotBeTurned() throws IOException {
    Path file =
        write(
            directory.resolve("t.bnn"),
            """
            network t {
              input samples: u8[128]
              output kind = samples |> binarize |> dense(8) |> argmax
            }

            train t {
              data tones(train = 80, test = 8)
              augment rotate
            }
            """);
    assertRefused(signetIn("train", file, "-o", out()), "'rotate' turns images", "[1, 128]");
  }

  @Test
  void weightsOfAnotherNetwork() throws IOException {
    Path other =
        write(
            directory.resolve("other.bnn"),
            "network other {\n  input a: bit[5]\n  output b = a |> dense(3) |> argmax\n}\n");
    Path weights = randomWeights(directory, other, 1);
    assertRefused(signetIn("eval", bnn, "--weights", weights), "fc1.weight", "[3, 5]", "[12, 64]");
  }

  @Test
  void weightsCutShort() throws IOException {
    Path weights = randomWeights(directory, bnn, 1);
    byte[] whole = Files.readAllBytes(weights);
    for (int length : new int[] {0, 5, 100, whole.length - 1}) {
      Files.write(weights, Arrays.copyOf(whole, length));
      assertRefused(signetIn("eval", bnn, "--weights", weights), "random.safetensors");
    }
  }

  @Test
  void weightsThatAreNoNumbers() throws IOException {
    Path weights = randomWeights(directory, bnn, 1);
    byte[] whole = Files.readAllBytes(weights);
    int header = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putFloat(8 + header, Float.NaN);
    Files.write(weights, whole);
    assertRefused(signetIn("eval", bnn, "--weights", weights), "NaN");
  }

  @Test
  void unwritableOutput() throws IOException {
    Path file = write(directory.resolve("file"), "");
    assertRefused(signetIn("train", bnn, "-o", file.resolve("w.safetensors")), "cannot write");
    assertRefused(signetIn("train", bnn, "-o", directory), "cannot write");
    Path weights = randomWeights(directory, bnn, 1);
    assertRefused(
        signetIn("verilog", bnn, "--weights", weights, "-o", file.resolve("rtl")), "cannot write");
    assertRefused(
        signetIn("sim", bnn, "--weights", weights, "--vcd", file.resolve("a.vcd")), "cannot write");
    assertRefused(signetIn("run", bnn, "-o", file.resolve("out")), "cannot write");
  }

  @Test
  void tenMegabytesOfGarbage() throws IOException {
    byte[] garbage = new byte[10 << 20];
    new Random(1).nextBytes(garbage);
    Path file = Files.write(directory.resolve("garbage.bnn"), garbage);
    assertRefused(signetIn("run", file), "garbage.bnn");
    assertRefused(signetIn("fmt", file), "garbage.bnn");
  }

  @Test
  void aHundredThousandNestedParentheses() throws IOException {
    String nested = "(".repeat(100_000) + "1" + ")".repeat(100_000);
    Path file =
        write(
            directory.resolve("deep.bnn"),
            "network x {\n  input a: bit[4]\n  output b = a |> dense("
                + nested
                + ") |> argmax\n}\n");
    assertRefused(signetIn("check", file), "deep.bnn:3:", "nested");
  }

  @Test
  void aNetworkOfTwoToTheFortyNeurons() throws IOException {
    Path file =
        write(
            directory.resolve("huge.bnn"),
            "network x {\n  input a: bit[4]\n  output b = a |> dense(1_099_511_627_776) |> argmax\n}\n");
    assertRefused(signetIn("check", file), "huge.bnn:3:");
  }

  @Test
  void aFoldingLargerThanItsLayer() throws IOException {
    Path weights = randomWeights(directory, bnn, 1);
    write(bnn, CommandLineFixture.read(bnn).replace("pe = 4", "pe = 400"));
    assertRefused(signetIn("sim", bnn, "--weights", weights), "dense1", "400");
  }

  @Test
  void usageErrorsExitWithTwo() {
    Ran ran = signet("train");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("FILE.bnn");
    assertThat(signet("nonsense").status()).isEqualTo(2);
    assertThat(signet("sim", bnn, "--weights", bnn, "--frames", "many").status()).isEqualTo(2);
  }

  @Test
  void optionsOutOfRangeAreUsageErrors() throws IOException {
    Path weights = randomWeights(directory, bnn, 1);
    assertUsageError(signet("sim", bnn, "--weights", weights, "--frames", 0), "--frames");
    assertUsageError(signet("sim", bnn, "--weights", weights, "--stall", 1), "--stall");
    assertUsageError(signet("eval", bnn, "--weights", weights, "--threads", 0), "--threads");
    assertUsageError(signet("train", bnn, "--epochs", -1, "-o", out()), "--epochs");
    assertUsageError(signet("compile", bnn, "--emit", "ir"), "--weights");
  }

  @Test
  void usageErrorsAreJsonForTools() {
    Ran ran = signet("train", "--json", "--bogus", bnn);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out())
        .isEqualToIgnoringNewLines("{\"ok\":false,\"error\":\"Unknown option: '--bogus'\"}");
    assertThat(ran.err()).contains("'signet train --help'");
  }

  @Test
  void aNetworkThatIsNotInTheFile() throws IOException {
    assertRefused(signetIn("check", bnn, "--network", "large"), "no network large", "small");
    assertRefused(signetIn("eval", bnn, "--network", "large", "--weights", bnn), "it has small");
  }

  @Test
  void aRunThatCannotBeginLeavesNoDirectory() throws IOException {
    assertRefused(signetIn("run", bnn, "--resume", "-o", directory.resolve("new")), "checkpoint");
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsFoundBeforeTraining() throws IOException {
    Files.createDirectory(directory.resolve("w.checkpoint.safetensors"));
    Ran ran = signetIn("train", bnn, "-o", out());
    assertRefused(ran, "cannot write", "w.checkpoint.safetensors");
    assertThat(ran.err()).doesNotContain("epoch");
  }

  @Test
  void aSecondRunOfTheSameWeightsIsRefused() throws IOException {
    Path run = directory.resolve("small.safetensors");
    try (OutputLock _ = TrainingFiles.lock(run)) {
      assertRefused(
          signetIn("train", bnn, "-o", run), "another run is writing", "small.safetensors");
      assertRefused(signetIn("run", bnn, "-o", directory), "another run is writing");
    }
  }

  @Test
  void aLogThatCannotBeWrittenIsFoundBeforeTraining() throws IOException {
    Path nowhere = directory.resolve("nowhere");
    assertRefused(
        signetIn("train", bnn, "-o", out(), "--log", nowhere.resolve("a.csv")), "cannot write");
    assertRefused(
        signetIn("train", bnn, "-o", out(), "--plot", nowhere.resolve("a.svg")), "cannot write");
    assertRefused(signetIn("train", bnn, "-o", out(), "--tensorboard", bnn), "TensorBoard");
    assertUsageError(signet("train", bnn, "-o", out(), "--plot", "a.gif"), ".svg or .png");
  }

  @Test
  void errorsAreJsonForTools() {
    Ran ran = signet("check", "--json", directory.resolve("none.bnn"));
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).startsWith("{\"ok\":false,\"error\":\"there is no file");
  }

  private static void assertUsageError(Ran ran, String part) {
    assertThat(ran.status()).as(ran.toString()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("signet: error: ").contains(part);
  }

  private Ran signetIn(Object... arguments) throws IOException {
    before = files();
    return signet(arguments);
  }

  private void assertRefused(Ran ran, String... parts) throws IOException {
    assertThat(ran.status()).as(ran.toString()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(parts).doesNotContain("\tat ", "Exception", "bug in Signet");
    assertThat(ran.err().lines().filter(line -> line.contains("error: "))).hasSize(1);
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.sorted().toList();
    }
  }

  private Path out() {
    return directory.resolve("w.safetensors");
  }

  private Path mnistNetwork() {
    return write(
        directory.resolve("m.bnn"),
        """
        network m {
          input image: u8[1, 28, 28]
          output digit = image |> binarize |> flatten |> dense(10) |> batchnorm |> argmax
        }

        train m {
          data mnist
          epochs 1
        }
        """);
  }

  private Path imageNetwork(String data) {
    return write(
        directory.resolve("i.bnn"),
        """
        network i {
          input image: u8[3, 32, 32]
          output thing = image |> binarize |> flatten |> dense(10) |> argmax
        }

        train i {
          data %s
        }
        """
            .formatted(data));
  }

  private Path idxDirectory(int images) throws IOException {
    Path data = Files.createDirectory(directory.resolve("mnist"));
    for (String split : new String[] {"train", "t10k"}) {
      Files.write(
          data.resolve(split + "-images-idx3-ubyte.gz"),
          gzip(idx(0x803, new int[] {images, 28, 28}, images * 784)));
      Files.write(
          data.resolve(split + "-labels-idx1-ubyte.gz"),
          gzip(idx(0x801, new int[] {images}, images)));
    }
    return data;
  }

  private static byte[] idx(int magic, int[] extents, int size) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * extents.length + size).putInt(magic);
    for (int extent : extents) {
      buffer.putInt(extent);
    }
    return buffer.array();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
