package dev.signet.flow;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Finds tools on a search path.
 *
 * @param folders where to look, in this order
 */
public record ToolLocator(List<Path> folders) {
  private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(20);

  public ToolLocator {
    folders = List.copyOf(folders);
  }

  /**
   * What is known of a tool on this machine.
   *
   * @param path where it is, if it is
   * @param version as it tells itself, if it does
   */
  public record Status(EdaTool tool, Optional<Path> path, Optional<String> version) {}

  /** Looks where the environment variable {@code PATH} says. */
  public static ToolLocator ofEnvironment() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new ToolLocator(
        Arrays.stream(path.split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .flatMap(ToolLocator::path)
            .toList());
  }

  private static Stream<Path> path(String folder) {
    try {
      return Stream.of(Path.of(folder));
    } catch (InvalidPathException _) {
      return Stream.empty();
    }
  }

  /** Where a tool is. */
  public Optional<Path> find(EdaTool tool) {
    return folders.stream()
        .map(folder -> folder.resolve(tool.command()))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * Where a tool is.
   *
   * @throws FlowException when it is missing, with what it is needed for and how to get it
   */
  public Path require(EdaTool tool) {
    return find(tool)
        .orElseThrow(
            () ->
                new FlowException(
                    tool.command()
                        + " was not found on the search path; it is needed for "
                        + tool.purpose()
                        + ". To get it: "
                        + tool.installation()));
  }

  /** Whether a tool is there, and which version. */
  public Status status(EdaTool tool) {
    Optional<Path> path = find(tool);
    return new Status(tool, path, path.flatMap(file -> version(tool, file)));
  }

  private static Optional<String> version(EdaTool tool, Path file) {
    try {
      String answer =
          ToolProcess.of(file, List.of(tool.versionArgument()), Path.of("."), VERSION_TIMEOUT)
              .run()
              .log();
      Matcher matcher = tool.version().matcher(answer);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (FlowException _) {
      return Optional.empty();
    }
  }
}
