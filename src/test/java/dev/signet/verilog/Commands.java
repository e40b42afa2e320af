package dev.signet.verilog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a tool that must be there. */
final class Commands {
  private Commands() {}

  /** All that it says; its exit status is told with it when it is not 0. */
  static String output(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return text + "\ntimed out";
    }
    return process.exitValue() == 0 ? text : text + "\nexit status " + process.exitValue();
  }
}
