package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FormatterTest {
  private static final Path CASES =
      Path.of(System.getProperty("signet.basedir", ".")).resolve("src/test/resources/lang");

  @Test
  void everyConstructHasItsCanonicalLayout() throws IOException {
    String input = Files.readString(CASES.resolve("format_input.txt"));

    assertThat(Formatter.format(SourceText.of("a.bnn", input)).text())
        .hasValue(Files.readString(CASES.resolve("format_output.txt")));
  }
}
