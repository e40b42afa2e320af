package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes in, there is an answer within seconds, in little memory, on a small stack. */
@Timeout(20)
class HostileInputTest {

  private static final String HEAD = "network a {\n  input x: bit[64]\n  output y = x |> ";
  private static final String TAIL = "dense(10) |> argmax\n}\n";

  /** Compiles on three quarters of the usual stack, so that recursion that is too deep shows. */
  private static Compilation compile(SourceText source) {
    AtomicReference<@Nullable Compilation> result = new AtomicReference<>();
    List<Throwable> failures = new ArrayList<>();
    Thread thread =
        new Thread(null, () -> result.set(SignetLanguage.compile(source)), "small", 768 << 10);
    thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    assertThat(failures).isEmpty();
    return Objects.requireNonNull(result.get());
  }

  private static Diagnostic onlyDiagnostic(SourceText source) {
    Compilation compilation = compile(source);
    assertThat(compilation.diagnostics()).hasSize(1);
    assertThat(compilation.networks()).isEmpty();
    assertThat(new DiagnosticRenderer(source).render(compilation.diagnostics()))
        .hasSizeLessThan(2000);
    assertThat(Formatter.format(source).text()).isEmpty();
    return compilation.diagnostics().getFirst();
  }

  private static Diagnostic onlyError(String text) {
    SourceText source = SourceText.of("hostile.bnn", text);
    List<Diagnostic> diagnostics = compile(source).diagnostics();
    assertThat(diagnostics).hasSize(1);
    return diagnostics.getFirst();
  }

  @Test
  void tenMegabytesOfGarbageAreRefusedBySize() {
    byte[] bytes = new byte[10_000_000];
    new Random(1).nextBytes(bytes);

    Diagnostic diagnostic = onlyDiagnostic(SourceText.decode("garbage.bnn", bytes));

    assertThat(diagnostic.code()).isEqualTo(DiagnosticCode.LIMIT);
    assertThat(diagnostic.message()).contains("10,000,000 bytes").contains("4,194,304");
  }

  @Test
  void threeMegabytesOfBinaryAreOneErrorWithItsPlace() {
    byte[] bytes = new byte[3_000_000];
    new Random(2).nextBytes(bytes);

    Diagnostic diagnostic = onlyDiagnostic(SourceText.decode("garbage.bnn", bytes));

    assertThat(diagnostic.code()).isEqualTo(DiagnosticCode.NOT_TEXT);
  }

  @Test
  void threeMegabytesOfPrintableGarbageGetAtMostAHundredErrors() {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < 3_000_000; index++) {
      text.append(index % 80 == 79 ? '\n' : (char) (' ' + random.nextInt(95)));
    }

    List<Diagnostic> diagnostics =
        compile(SourceText.of("garbage.bnn", text.toString())).diagnostics();

    assertThat(diagnostics).hasSizeBetween(1, 100);
  }

  @Test
  void tooManySyntaxErrorsEndTheParse() {
    List<Diagnostic> diagnostics =
        compile(SourceText.of("many.bnn", "network a { let = }\n".repeat(20_000))).diagnostics();

    assertThat(diagnostics).hasSize(100);
    assertThat(diagnostics.getLast().code()).isEqualTo(DiagnosticCode.TOO_MANY);
  }

  @Test
  void tooManyTypeErrorsAreCutToo() {
    String text = "network a {\n input x: bit[64]\n" + " let b = x |> foo\n".repeat(5_000) + "}";

    assertThat(compile(SourceText.of("many.bnn", text)).diagnostics()).hasSize(100);
  }

  @Test
  void anInvalidByteIsReportedAtItsPlace() {
    byte[] bytes = "network a {\n  inp\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    SourceText source = SourceText.decode("latin.bnn", bytes);
    Diagnostic diagnostic = onlyDiagnostic(source);

    assertThat(diagnostic.message()).contains("byte 0xFF at offset 17");
    assertThat(source.place(diagnostic.span())).isEqualTo("line 2, column 6");
  }

  @Test
  void aCutMultiByteCharacterAtTheEndIsReported() {
    byte[] bytes = Arrays.copyOf("// é".getBytes(StandardCharsets.UTF_8), 4);

    assertThat(onlyDiagnostic(SourceText.decode("cut.bnn", bytes)).code())
        .isEqualTo(DiagnosticCode.NOT_TEXT);
  }

  @Test
  void aMillionNulBytesAreOneError() {
    Diagnostic diagnostic = onlyDiagnostic(SourceText.decode("nul.bnn", new byte[1_000_000]));

    assertThat(diagnostic.message()).contains("NUL").contains("offset 0");
  }

  @Test
  void controlCharactersAreOneErrorAndNeverReachTheTerminal() {
    SourceText source = SourceText.of("escape.bnn", "network a { \u001b[31m \u001b[0m }");

    Diagnostic diagnostic = onlyDiagnostic(source);

    assertThat(diagnostic.message()).contains("U+001B");
    assertThat(new DiagnosticRenderer(source).render(diagnostic)).doesNotContain("\u001b");
  }

  @Test
  void aLoneSurrogateIsOneError() {
    assertThat(onlyDiagnostic(SourceText.of("half.bnn", "// \ud800 half")).code())
        .isEqualTo(DiagnosticCode.NOT_TEXT);
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    byte[] bytes = ("\ufeff" + HEAD + TAIL).getBytes(StandardCharsets.UTF_8);

    assertThat(compile(SourceText.decode("bom.bnn", bytes)).networks()).hasSize(1);
  }

  @Test
  void aHundredThousandParenthesesAreOneErrorAtTheFirstTooMany() {
    SourceText source =
        SourceText.of(
            "deep.bnn", HEAD + "dense(" + "(".repeat(100_000) + "10" + ")".repeat(100_000));

    Diagnostic diagnostic = onlyDiagnostic(source);

    assertThat(diagnostic.message()).contains("nested more than 200 deep");
    assertThat(source.place(diagnostic.span())).isEqualTo("line 3, column 223");
  }

  @Test
  void bracesAndListsCountAsNesting() {
    assertThat(onlyDiagnostic(SourceText.of("a.bnn", "{".repeat(4_000_000))).code())
        .isEqualTo(DiagnosticCode.LIMIT);
    assertThat(onlyDiagnostic(SourceText.of("a.bnn", "[({".repeat(1_000_000))).code())
        .isEqualTo(DiagnosticCode.LIMIT);
  }

  @Test
  void nestingWithinTheLimitCompilesOnASmallStack() {
    String deep = "(".repeat(190) + "10" + ")".repeat(190);
    String sums = "(1 * -(0 + 1 * -".repeat(98) + "10" + ") + 0)".repeat(98);

    assertThat(compile(SourceText.of("a.bnn", HEAD + "dense(" + deep + ") |> argmax }")).networks())
        .hasSize(1);
    assertThat(compile(SourceText.of("a.bnn", HEAD + "dense(" + sums + ") |> argmax }")).networks())
        .hasSize(1);
  }

  @Test
  void deeplyNestedRepetitionsWithinTheLimitCompileOnASmallStack() {
    String text = HEAD + "repeat(1) { in |> ".repeat(190) + "dense(10)" + " }".repeat(190);

    assertThat(compile(SourceText.of("a.bnn", text + " |> argmax }")).diagnostics()).isEmpty();
  }

  @Test
  void aLongChainOfBlocksIsOneErrorOnASmallStack() {
    StringBuilder text = new StringBuilder(HEAD + "b0 |> " + TAIL);
    for (int index = 0; index < 5_000; index++) {
      text.append("block b").append(index).append(" { in |> b").append(index + 1).append(" }\n");
    }
    text.append("block b5000 { dense(64) |> sign }");

    assertThat(onlyError(text.toString()).message()).contains("nested too deep");
  }

  @Test
  void nestedArgumentsWithinBlocksAreOneErrorOnASmallStack() {
    StringBuilder text = new StringBuilder(HEAD + "b0 |> " + TAIL);
    for (int index = 0; index < 10; index++) {
      String deep = "dense(in |> flatten |> ".repeat(150) + "b" + (index + 1) + ")".repeat(150);
      text.append("block b").append(index).append(" { ").append(deep).append(" }\n");
    }
    text.append("block b10 { dense(64) |> sign }");

    assertThat(compile(SourceText.of("a.bnn", text.toString())).diagnostics())
        .anyMatch(diagnostic -> diagnostic.message().contains("nested too deep"));
  }

  @Test
  void exponentialExpansionWithoutLayersIsOneError() {
    StringBuilder text = new StringBuilder(HEAD + "b0 |> " + TAIL);
    for (int index = 0; index < 60; index++) {
      String next = "b" + (index + 1);
      text.append("block b" + index + " { in |> " + next + " |> " + next + " |> " + next + " }\n");
    }
    text.append("block b60 { in }");

    assertThat(onlyError(text.toString()).message()).contains("1,048,576 steps");
  }

  @Test
  void nestedRepetitionsWithoutLayersAreOneError() {
    String text = HEAD + "repeat(4096) { repeat(4096) { repeat(4096) { in } } } |> " + TAIL;

    assertThat(onlyError(text).message()).contains("steps");
  }

  @Test
  void tooManyLayersAreOneError() {
    assertThat(onlyError(HEAD + "repeat(4096) { dense(8) |> sign } |> " + TAIL).message())
        .contains("more than 4096 layers");
  }

  @Test
  void twoToTheFortyNeuronsAreOneError() {
    Diagnostic diagnostic =
        onlyError(HEAD + "dense(1_099_511_627_776) |> batchnorm |> sign |> " + TAIL);

    assertThat(diagnostic.code()).isEqualTo(DiagnosticCode.LIMIT);
    assertThat(diagnostic.message()).contains("1,099,511,627,776").contains("2^24");
  }

  @Test
  void tooManyWeightsAreOneError() {
    assertThat(onlyError(HEAD + "dense(16_000_000) |> sign |> " + TAIL).message())
        .contains("more than 268,435,456 weights (2^28)");
  }

  @Test
  void theLargestAcceptedNetworkIsAccepted() {
    String text = "network a { input x: bit[16_777_216] output y = x |> dense(16) |> argmax }";

    assertThat(compile(SourceText.of("a.bnn", text)).networks().getFirst().weightCount())
        .isEqualTo(1L << 28);
  }

  @Test
  void anInputOfTooManyElementsIsOneError() {
    assertThat(
            onlyError(
                    "network a { input x: bit[65536, 65536]"
                        + " output y = x |> flatten |> dense(1) |> argmax }")
                .message())
        .contains("2^24");
  }

  @Test
  void millionsOfTokensAreOneError() {
    String sum = "1 + ".repeat(1_000_000) + "1";

    assertThat(onlyDiagnostic(SourceText.of("a.bnn", HEAD + "dense(" + sum + ") }")).message())
        .contains("262,144 words and symbols");
  }

  @Test
  void longSumsAndPipelinesAreNoProblem() {
    String sum = "1 + ".repeat(50_000) + "1 - 49_991";
    String minuses = "-".repeat(100_000) + "10";

    assertThat(compile(SourceText.of("a.bnn", HEAD + "dense(" + sum + ") |> argmax }")).networks())
        .hasSize(1);
    assertThat(
            compile(SourceText.of("a.bnn", HEAD + "dense(" + minuses + ") |> argmax }")).networks())
        .hasSize(1);
    assertThat(Formatter.format(SourceText.of("a.bnn", HEAD + "dense(" + sum + ") }")).text())
        .isPresent();
  }

  @Test
  void manyCommentsAndBracketsFormatInLinearTime() {
    String comments = "train a {\n" + "k 1 // comment\n".repeat(60_000) + "}";
    String lists = "train a { k " + "[".repeat(190) + "1, ".repeat(80_000) + "1" + "]".repeat(190);

    String wide = comments.replaceFirst("1", '"' + "w".repeat(1_000_000) + '"');

    assertThat(Formatter.format(SourceText.of("a.bnn", comments)).text()).isPresent();
    assertThat(Formatter.format(SourceText.of("a.bnn", wide)).text().orElseThrow())
        .hasSizeLessThan(3_000_000);
    assertThat(Formatter.format(SourceText.of("a.bnn", lists + "}")).text()).isPresent();
  }

  @Test
  void aPipelineOfManyUnknownLayersIsCut() {
    assertThat(
            compile(SourceText.of("a.bnn", HEAD + "foo |> ".repeat(50_000) + TAIL)).diagnostics())
        .hasSize(100);
  }

  @Test
  void aLongNameIsOneErrorAndQuotedInPart() {
    Diagnostic diagnostic =
        onlyDiagnostic(SourceText.of("a.bnn", HEAD + "a".repeat(3_000_000) + "}"));

    assertThat(diagnostic.message()).contains("3,000,000 characters").contains("64");
  }

  @Test
  void aLongNumberIsOneError() {
    String text = HEAD + "dense(" + "9".repeat(3_000_000) + ") |> argmax }";

    assertThat(onlyDiagnostic(SourceText.of("a.bnn", text)).message()).hasSizeLessThan(200);
  }

  @Test
  void unclosedStringsAndCommentsTakeLinearTime() {
    assertThat(compile(SourceText.of("a.bnn", "\"".repeat(4_000_001))).diagnostics())
        .hasSizeBetween(1, 100);
    assertThat(compile(SourceText.of("a.bnn", "/*".repeat(2_000_000))).diagnostics())
        .hasSizeBetween(1, 100);
    assertThat(compile(SourceText.of("a.bnn", "\"\\".repeat(2_000_000))).diagnostics())
        .hasSizeBetween(1, 100);
    assertThat(compile(SourceText.of("a.bnn", "\n".repeat(4_000_000))).diagnostics()).hasSize(1);
  }

  @Test
  void charactersOutsideTheLanguageAreOneErrorARun() {
    assertThat(onlyError(HEAD + "€€€€€€€€ " + TAIL).message())
        .isEqualTo("characters '€€€€€€€€' cannot stand here");
  }

  @Test
  void charactersBeyondTheBasicPlaneKeepPlacesRight() {
    SourceText source = SourceText.of("a.bnn", "// 😀😀\nnetwork 😀 a");

    List<Diagnostic> diagnostics = compile(source).diagnostics();

    assertThat(source.place(diagnostics.getFirst().span())).isEqualTo("line 2, column 9");
    assertThat(source.place(diagnostics.getLast().span())).isEqualTo("line 2, column 12");
  }

  @Test
  void randomPiecesOfTheLanguageNeverCrashTheCompiler() {
    String[] pieces = {
      "network",
      "a",
      "{",
      "}",
      "(",
      ")",
      "[",
      "]",
      "input",
      "x",
      ":",
      "u8",
      "1",
      "2.5",
      ",",
      "let",
      "=",
      "|>",
      "dense",
      "sign",
      "argmax",
      "output",
      "block",
      "train",
      "hardware",
      "fold",
      "repeat",
      "in",
      "-",
      "+",
      "*",
      "/",
      "MHz",
      "fps",
      "luts",
      "\"s\"",
      "true",
      "binarize",
      "flatten",
      "add",
      "\n"
    };
    Random random = new Random(4);
    for (int round = 0; round < 1_000; round++) {
      StringBuilder text = new StringBuilder(round % 2 == 0 ? "" : HEAD);
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(pieces[random.nextInt(pieces.length)]).append(' ');
      }
      SourceText source = SourceText.of("random.bnn", text.toString());
      Compilation compilation = SignetLanguage.compile(source);
      assertThat(new DiagnosticRenderer(source).render(compilation.diagnostics())).isNotNull();
    }
  }

  @Test
  void examplesWithOneCharacterChangedNeverCrashTheCompiler() throws IOException {
    String text = Files.readString(ExamplesTest.examples().getLast());
    Random random = new Random(5);
    String strange = "{}()[]|>=,:\"1a_.-+/* \n'é";
    for (int round = 0; round < 1_000; round++) {
      StringBuilder changed = new StringBuilder(text);
      int at = random.nextInt(text.length());
      if (random.nextBoolean()) {
        changed.setCharAt(at, strange.charAt(random.nextInt(strange.length())));
      } else {
        changed.delete(at, Math.min(text.length(), at + random.nextInt(12)));
      }
      SourceText source = SourceText.of("random.bnn", changed.toString());
      Compilation compilation = SignetLanguage.compile(source);
      assertThat(new DiagnosticRenderer(source).render(compilation.diagnostics())).isNotNull();
    }
  }
}
