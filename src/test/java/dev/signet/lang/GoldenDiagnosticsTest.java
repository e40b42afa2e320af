package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the rendering of every diagnostic of {@code lang/NAME.bnn} to {@code lang/NAME.txt}. */
class GoldenDiagnosticsTest {
  private static final Path CASES =
      Path.of(System.getProperty("signet.basedir", ".")).resolve("src/test/resources/lang");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".bnn"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void diagnosticsReadAsExpected(String name) throws IOException {
    SourceText source = SourceText.decode(name, Files.readAllBytes(CASES.resolve(name)));

    String rendered =
        new DiagnosticRenderer(source).render(SignetLanguage.compile(source).diagnostics());

    assertThat(rendered).isEqualTo(Files.readString(CASES.resolve(name.replace(".bnn", ".txt"))));
  }
}
