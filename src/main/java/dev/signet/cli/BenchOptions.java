package dev.signet.cli;

import dev.signet.flow.ReferenceNet;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** What the measurements of speed share: what is measured, how often, and beside what. */
final class BenchOptions {
  static final String VARIABLE = "SIGNET_BENCH_REFERENCE";

  private static final Path USUAL_REFERENCE = Path.of("..", "shared", "bench");

  @Option(
      names = "--net",
      paramLabel = "FILE.bnn",
      arity = "1..*",
      description = "The networks to measure, instead of the default ones.")
  List<Path> files = List.of();

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Turns of each side (default: ${DEFAULT-VALUE}).")
  int pairs = 3;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description =
          "The folder of the references (default: environment variable "
              + VARIABLE
              + ", else ../shared/bench where it exists).")
  Optional<Path> referenceFolder;

  /** Turns of each side. */
  int pairs() {
    return Counts.positive("--pairs", pairs);
  }

  /** The folder that was given; one that is given has to have what is looked for. */
  Optional<Path> givenFolder() {
    return referenceFolder.or(() -> Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of));
  }

  /** The folder that is taken where none is given. */
  static Optional<Path> usualFolder() {
    return Optional.of(USUAL_REFERENCE).filter(Files::isDirectory);
  }

  /**
   * The folder of the references, if there is one that holds what is looked for.
   *
   * @param holds whether a folder does
   * @param sought what is looked for, in words
   * @return nothing where no folder was given and the usual one does not hold it
   * @throws CliException when one was given that does not hold it
   */
  Optional<Path> folderOf(Predicate<Path> holds, String sought) {
    Optional<Path> given = givenFolder();
    if (given.isPresent() && !holds.test(given.get())) {
      throw new CliException(given.get() + " holds no " + sought);
    }
    return given.or(() -> usualFolder().filter(holds));
  }

  /** What to say where there is no reference. */
  static String none(String missing, String sought) {
    return "%s: no %s was given (--reference DIR, or %s)".formatted(missing, sought, VARIABLE);
  }

  /** The networks of the files, or tfc, sfc and lfc. */
  List<Network> networks(SignetCommand command) {
    if (files.isEmpty()) {
      return Arrays.stream(ReferenceNet.values())
          .map(net -> compiled(net.label(), fullyConnected(net)))
          .toList();
    }
    return files.stream().map(file -> load(file, command)).toList();
  }

  static Network load(Path file, SignetCommand command) {
    SourceOptions source = new SourceOptions();
    source.file = file;
    source.networkName = Optional.empty();
    source.parameters = Map.of();
    return source.load(command);
  }

  static Network compiled(String name, String text) {
    return SignetLanguage.compile(SourceText.of(name, text)).networks().getFirst();
  }

  /** The text of a reference network. */
  static String fullyConnected(ReferenceNet net) {
    return """
        network %s {
          input image: u8[1, 28, 28]
          let bits = image |> binarize(at = 128) |> flatten
          let body = bits |> repeat(3) { dense(%d) |> batchnorm |> sign }
          output digit = body |> dense(10) |> batchnorm |> argmax
        }
        """
        .formatted(net.label(), net.width());
  }

  static void requireSeconds(double seconds) {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new UsageException("--seconds takes more than 0 and at most 3600, not " + seconds);
    }
  }
}
