package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceBenchmarkTest {
  @TempDir Path folder;

  @BeforeEach
  void aProcessorThatCan() throws IOException {
    Files.writeString(folder.resolve("cpuinfo"), "flags : avx512f avx512_vpopcntdq\n");
    Files.writeString(folder.resolve("xnor_bound.cpp"), "the compiler of this test reads nothing");
  }

  @Test
  void setsOurRateBesideThatOfTheProgramItCompiled() throws IOException {
    compiler("echo 'checksum 12  tfc.h B=4 threads '$2': 50 inf/s (1.0 ns)'; echo $* >> runs");

    InferenceBenchmark.Result result = benchmark(2).run(tfc());

    assertThat(result.framesPerSecond()).isPositive();
    RateComparison comparison = result.comparison().orElseThrow();
    assertThat(comparison.framesPerSecond()).isEqualTo(50);
    assertThat(comparison.goal()).isEqualTo(0.9);
    assertThat(comparison.met()).isTrue();
    // A short run for the first guess, and the turn.
    assertThat(Files.readAllLines(folder.resolve("runs"))).containsExactly("200000 2", "200000 2");
    assertThat(Files.readString(folder.resolve("arguments")))
        .contains("-march=native")
        .contains("-DNET=\"tfc.h\"");
  }

  @Test
  void aProcessorWithoutTheInstructionsIsToldInWords() throws IOException {
    compiler("echo");
    Files.writeString(folder.resolve("cpuinfo"), "flags : avx2\n");

    assertThatThrownBy(() -> benchmark(1).run(tfc()))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("AVX-512 VPOPCNTDQ");
  }

  @Test
  void aMissingCompilerIsToldInWords() {
    assertThatThrownBy(() -> benchmark(1).run(tfc()))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("g++ was not found");
  }

  @Test
  void anAnswerWithoutARateIsAnError() throws IOException {
    compiler("echo hello");

    assertThatThrownBy(() -> benchmark(1).run(tfc()))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("without a rate")
        .hasMessageContaining("hello");
  }

  private InferenceBenchmark benchmark(int threads) {
    CppInferenceReference reference =
        new CppInferenceReference(
            folder, new ToolLocator(List.of(folder)), folder.resolve("cpuinfo"));
    return new InferenceBenchmark(threads, 100, 0.01, 1, Optional.of(reference));
  }

  /** A compiler whose programs all do the same. */
  private void compiler(String program) throws IOException {
    Path compiler = folder.resolve("g++");
    Files.writeString(
        compiler,
        """
        #!/bin/sh
        echo "$*" > arguments
        while [ "$1" != -o ]; do shift; done
        cat > "$2" <<'END'
        #!/bin/sh
        %s
        END
        chmod +x "$2"
        """
            .formatted(program));
    assertThat(compiler.toFile().setExecutable(true)).isTrue();
  }

  private static Network tfc() {
    String text =
        """
        network tfc {
          input image: u8[1, 28, 28]
          let bits = image |> binarize(at = 128) |> flatten
          let body = bits |> repeat(3) { dense(64) |> batchnorm |> sign }
          output digit = body |> dense(10) |> batchnorm |> argmax
        }
        """;
    return SignetLanguage.compile(SourceText.of("tfc", text)).networks().getFirst();
  }
}
