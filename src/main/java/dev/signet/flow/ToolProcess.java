package dev.signet.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program outside: its output is kept, it ends in bounded time, and a failure is told
 * with its last lines.
 */
final class ToolProcess {
  private static final int LINES_SHOWN = 12;

  private final List<String> command = new ArrayList<>();
  private Optional<Path> directory = Optional.empty();
  private long timeoutSeconds = 600;

  private ToolProcess(String program) {
    command.add(program);
  }

  static ToolProcess of(String program) {
    return new ToolProcess(program);
  }

  ToolProcess arguments(List<String> arguments) {
    command.addAll(arguments);
    return this;
  }

  ToolProcess in(Path workingDirectory) {
    directory = Optional.of(workingDirectory);
    return this;
  }

  ToolProcess timeoutSeconds(long seconds) {
    timeoutSeconds = seconds;
    return this;
  }

  /**
   * A run that ended with status 0.
   *
   * @param output standard output and standard error, mixed
   */
  record Finished(String output) {}

  /**
   * Runs it to its end.
   *
   * @throws FlowException when it cannot be started, fails, or takes too long; it is ended then
   */
  Finished run() {
    Path log = null;
    try {
      log = Files.createTempFile("signet-tool", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      directory.ifPresent(path -> builder.directory(path.toFile()));
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = await(process);
      String output = Files.readString(log, StandardCharsets.ISO_8859_1);
      if (!ended) {
        throw new FlowException(
            "%s did not end within %d s%s"
                .formatted(command.getFirst(), timeoutSeconds, lastLines(output)));
      }
      if (process.exitValue() != 0) {
        throw new FlowException(
            "%s failed with status %d%s"
                .formatted(command.getFirst(), process.exitValue(), lastLines(output)));
      }
      return new Finished(output);
    } catch (IOException e) {
      throw new FlowException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } finally {
      deleteQuietly(log);
    }
  }

  private boolean await(Process process) {
    try {
      if (process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return false;
  }

  private static String lastLines(String output) {
    List<String> lines = output.lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    return last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
  }

  private static void deleteQuietly(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A log in the temporary directory that stays behind harms nobody.
    }
  }
}
