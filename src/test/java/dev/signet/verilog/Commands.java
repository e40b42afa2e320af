package dev.signet.verilog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a tool that must be there. */
final class Commands {
  private Commands() {}

  /** All that it says; its exit status is told with it when it is not 0. */
  static String output(Path folder, String... command) throws IOException, InterruptedException {
    // To a file: a pipe that is read to its end would wait for a tool that hangs.
    Path log = Files.createTempFile("signet-command", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(120, TimeUnit.SECONDS);
      String text = Files.readString(log, StandardCharsets.UTF_8);
      if (!ended) {
        process.destroyForcibly();
        return text + "\ntimed out";
      }
      return process.exitValue() == 0 ? text : text + "\nexit status " + process.exitValue();
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
