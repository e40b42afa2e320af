package dev.signet.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program.
 *
 * @param command the program and its arguments
 * @param folder where it runs
 * @param timeout after which it and what it started are killed
 */
record ToolProcess(List<String> command, Path folder, Duration timeout) {
  private static final int LOG_LINES = 15;

  ToolProcess {
    command = List.copyOf(command);
  }

  /**
   * What a program did.
   *
   * @param log both of its outputs
   */
  record Ended(int status, String log, double seconds) {}

  static ToolProcess of(Path program, List<String> arguments, Path folder, Duration timeout) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return new ToolProcess(command, folder, timeout);
  }

  /**
   * Runs it to its end.
   *
   * @throws FlowException when it cannot be started, takes too long or this thread is interrupted
   */
  Ended run() {
    long start = System.nanoTime();
    try {
      // A file and not a pipe: nobody need read while the program runs.
      Path log = Files.createTempFile("signet-", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        await(process, log);
        return new Ended(process.exitValue(), text(log), (System.nanoTime() - start) / 1e9);
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new FlowException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs it to its end.
   *
   * @param purpose what it does, to stand behind "failed to"
   * @throws FlowException as {@link #run}, and when it fails, with the last lines of its log
   */
  Ended runChecked(String purpose) {
    Ended ended = run();
    if (ended.status() != 0) {
      throw failure("failed to " + purpose + " (exit status " + ended.status() + ")", ended.log());
    }
    return ended;
  }

  /** An exception that ends with the last lines of a log. */
  FlowException failure(String what, String log) {
    List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    String program = Path.of(command.getFirst()).getFileName().toString();
    return new FlowException(program + " " + what + ":\n  " + String.join("\n  ", last));
  }

  private void await(Process process, Path log) throws IOException {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
        throw failure("did not end within " + timeout.toSeconds() + " s", text(log));
      }
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new FlowException("interrupted while waiting for " + command.getFirst(), e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String text(Path log) throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }
}
