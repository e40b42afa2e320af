package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.HardwareGoals;
import dev.signet.network.Network;
import dev.signet.network.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("signet.basedir", ".")).resolve("examples");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".bnn")).sorted().toList();
    }
  }

  private static SourceText read(Path file) throws IOException {
    return SourceText.decode(file.getFileName().toString(), Files.readAllBytes(file));
  }

  private static Network network(String name) throws IOException {
    return SignetLanguage.compile(read(EXAMPLES.resolve(name + ".bnn"))).networks().getFirst();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleCompilesWithoutDiagnostics(Path file) throws IOException {
    Compilation compilation = SignetLanguage.compile(read(file));

    assertThat(compilation.diagnostics()).isEmpty();
    assertThat(compilation.networks()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsFormatted(Path file) throws IOException {
    SourceText source = read(file);

    assertThat(Formatter.format(source).text()).hasValue(source.text());
  }

  @Test
  void sizesOfTheReferenceNetworksAreAsPublished() throws IOException {
    assertThat(network("tfc").weightCount()).isEqualTo(59_008);
    assertThat(network("sfc").weightCount()).isEqualTo(334_336);
    assertThat(network("lfc").weightCount()).isEqualTo(2_910_208);
    assertThat(network("digits").weightCount()).isEqualTo(256 * 64 + 64 * 64 + 640);
  }

  @Test
  void nodesAreNumberedByKindInTheOrderOfComputation() throws IOException {
    assertThat(network("digits").nodes().stream().map(Node::name))
        .containsExactly(
            "image",
            "binarize1",
            "flatten1",
            "dense1",
            "batchnorm1",
            "sign1",
            "dense2",
            "batchnorm2",
            "sign2",
            "dense3",
            "batchnorm3",
            "argmax1");
  }

  @Test
  void foldingsOfTheHardwareSectionAreKept() throws IOException {
    assertThat(network("tfc").hardware().foldings())
        .isEqualTo(
            Map.of(
                "dense1", new HardwareGoals.Folding(16, 49),
                "dense2", new HardwareGoals.Folding(8, 8),
                "dense3", new HardwareGoals.Folding(8, 8),
                "dense4", new HardwareGoals.Folding(10, 8)));
  }
}
