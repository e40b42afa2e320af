package dev.signet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.DataSet;
import dev.signet.data.DrawnDigits;
import dev.signet.data.ImageSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command in a {@code sh} block of the documentation runs, in the order of the text, on the
 * packaged tool.
 */
class DocumentedCommandsIT {
  private static final Path ROOT =
      Path.of(System.getProperty("signet.basedir", ".")).toAbsolutePath();
  private static final Pattern BLOCK =
      Pattern.compile("^```sh\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  /** It is what runs this test. */
  private static final String SELF = "bin/verify";

  @TempDir Path directory;

  static Stream<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandRuns(Path document) throws Exception {
    Files.createSymbolicLink(directory.resolve("bin"), ROOT.resolve("bin"));
    Files.createSymbolicLink(directory.resolve("examples"), ROOT.resolve("examples"));
    writeMnist(directory.resolve("mnist"));
    for (String command : commands(document)) {
      Path log = directory.resolve("log.txt");
      Process process =
          new ProcessBuilder("bash", "-c", command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(10, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      assertThat(ended ? process.exitValue() : -1)
          .as("%s: %s%n%s", document.getFileName(), command, Files.readString(log))
          .isZero();
    }
  }

  private static List<String> commands(Path document) throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(document));
    while (block.find()) {
      block
          .group(1)
          .lines()
          .filter(line -> !line.isBlank() && !line.equals(SELF))
          .forEach(commands::add);
    }
    return commands;
  }

  /** A directory like MNIST's, small enough to train on in a moment. */
  private static void writeMnist(Path mnist) throws IOException {
    Files.createDirectory(mnist);
    DataSet digits = DrawnDigits.draw(28, 400, 60, 1);
    writeIdx(mnist, "train", digits.train());
    writeIdx(mnist, "t10k", digits.test());
  }

  private static void writeIdx(Path mnist, String split, ImageSet images) throws IOException {
    ByteBuffer pixels = ByteBuffer.allocate(16 + images.pixels().length);
    pixels.putInt(0x803).putInt(images.count()).putInt(28).putInt(28).put(images.pixels());
    ByteBuffer labels = ByteBuffer.allocate(8 + images.labels().length);
    labels.putInt(0x801).putInt(images.count()).put(images.labels());
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(mnist.resolve(split + "-images-idx3-ubyte.gz")))) {
      out.write(pixels.array());
    }
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(mnist.resolve(split + "-labels-idx1-ubyte.gz")))) {
      out.write(labels.array());
    }
  }
}
