package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/language.md says of networks is what the language takes. */
class LanguageGuideTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  private final String guide = read();

  /** All examples in one source. */
  private final String examples =
      BLOCK
          .matcher(guide)
          .results()
          .filter(block -> block.group(1).isEmpty())
          .map(block -> block.group(2))
          .collect(Collectors.joining());

  private static String read() {
    try {
      return Files.readString(
          Path.of(System.getProperty("signet.basedir", "."), "docs", "language.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Network> networks() {
    SourceText source = SourceText.of("language.md", examples);
    Compilation compilation = SignetLanguage.compile(source);
    assertThat(new DiagnosticRenderer(source).render(compilation.diagnostics())).isEmpty();
    return compilation.networks();
  }

  @Test
  void everyExampleCompilesWithoutDiagnostics() {
    assertThat(networks())
        .extracting(Network::name)
        .containsExactly("tfc", "reader", "shapes", "signal", "branches", "built");
  }

  @Test
  void sizesOfMapsAreAsTheTextSays() {
    Network shapes =
        networks().stream().filter(net -> net.name().equals("shapes")).findFirst().orElseThrow();

    assertThat(shapes.nodes().stream().map(node -> node.name() + node.type().shape()))
        .contains(
            "sign1" + Shape.of(32, 30, 30),
            "conv2" + Shape.of(64, 30, 30),
            "sign2" + Shape.of(64, 15, 15),
            "sign3" + Shape.of(64, 8, 8));
  }

  @ParameterizedTest
  @EnumSource
  void everyLayerHasARowWithAllItsArguments(LayerKind kind) {
    List<String> rows =
        guide.lines().filter(line -> line.matches("\\| `" + kind.word() + "\\b.*")).toList();

    assertThat(rows).hasSize(1);
    assertThat(arguments(rows.getFirst()))
        .isEqualTo(
            kind.joins()
                ? List.of("a", "b", "…")
                : kind.formals().stream().map(Formal::name).toList());
    assertThat(!rows.getFirst().contains("not supported yet")).isEqualTo(kind.isSupported());
    if (kind.isSupported()) {
      assertThat(examples).containsPattern("\\b" + kind.word() + "\\b");
    }
  }

  private static List<String> arguments(String row) {
    String signature = row.split("`")[1];
    int open = signature.indexOf('(');
    return open < 0
        ? List.of()
        : Arrays.stream(signature.substring(open + 1, signature.length() - 1).split(", "))
            .map(argument -> argument.split(" = ")[0])
            .toList();
  }
}
