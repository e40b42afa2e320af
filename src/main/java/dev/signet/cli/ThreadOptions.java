package dev.signet.cli;

import picocli.CommandLine.Option;

/** How many threads a command may use; results never depend on it. */
final class ThreadOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use (default: one a core); never changes a result.")
  int threads = Runtime.getRuntime().availableProcessors();

  int count() {
    if (threads < 1 || threads > 1024) {
      throw new UsageException("--threads takes 1 to 1024, not " + threads);
    }
    return threads;
  }
}
