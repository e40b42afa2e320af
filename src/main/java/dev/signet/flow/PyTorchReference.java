package dev.signet.flow;

import dev.signet.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PyTorch's time for a training step. That of some known networks is measured by a script {@code
 * torch.sh} that takes {@code --net --batch --steps --threads} and prints {@code median X ms}; for
 * any other network such a script is written in Python and run by {@code python3}.
 *
 * @param script where it is
 */
public record PyTorchReference(Path script) {
  private static final String SCRIPT = "torch.sh";
  private static final Pattern MEDIAN = Pattern.compile("^TIMING .*\\bmedian ([0-9.]+) ms");
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  /** Debian's OpenBLAS with OpenMP, the fastest library of matrix products it has for PyTorch. */
  private static final Path OPENBLAS = Path.of("/usr/lib/x86_64-linux-gnu/openblas-openmp");

  /** Debian's Python, for which its PyTorch is installed; another may come first on the path. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /**
   * The reference of a folder.
   *
   * @throws FlowException when the folder has no such script
   */
  public static PyTorchReference in(Path folder) {
    return find(folder)
        .orElseThrow(
            () -> new FlowException(folder + " holds no " + SCRIPT + " that can be executed"));
  }

  /** The reference of a folder, if it holds one. */
  public static Optional<PyTorchReference> find(Path folder) {
    Path script = folder.resolve(SCRIPT);
    return Files.isRegularFile(script) && Files.isExecutable(script)
        ? Optional.of(new PyTorchReference(script.toAbsolutePath().normalize()))
        : Optional.empty();
  }

  /**
   * Runs the script.
   *
   * @return the median time of a step, in milliseconds
   * @throws FlowException when it fails, such as where PyTorch is missing
   */
  public double medianMilliseconds(ReferenceNet net, int batch, int steps, int threads) {
    List<String> arguments =
        List.of(
            "--net",
            net.name(),
            "--batch",
            String.valueOf(batch),
            "--steps",
            String.valueOf(steps),
            "--threads",
            String.valueOf(threads));
    Path folder = Optional.ofNullable(script.getParent()).orElse(Path.of("."));
    ToolProcess process = ToolProcess.of(script, arguments, folder, TIMEOUT);
    return median(process, net.label());
  }

  /**
   * Writes and runs a script for a network, with its own batch.
   *
   * @param steps timed, or as many as a minute takes
   * @return the median time of a step, in milliseconds
   * @throws FlowException when it fails, such as where PyTorch is missing
   */
  public double medianMilliseconds(Network network, int steps, int threads) {
    try {
      Path file = Files.createTempFile("signet-", ".py");
      try {
        Files.writeString(file, PyTorchScript.of(network));
        List<String> command = new ArrayList<>();
        if (Files.isDirectory(OPENBLAS)) {
          command.addAll(List.of("env", "LD_LIBRARY_PATH=" + OPENBLAS));
        }
        command.add(Files.isExecutable(PYTHON) ? PYTHON.toString() : "python3");
        command.addAll(List.of(file.toString(), String.valueOf(steps), String.valueOf(threads)));
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of("."));
        return median(new ToolProcess(command, folder, TIMEOUT), network.name());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new FlowException("cannot write a script for PyTorch: " + e.getMessage(), e);
    }
  }

  private static double median(ToolProcess process, String name) {
    ToolProcess.Ended ended = process.runChecked("time a step of " + name);
    return ended
        .log()
        .lines()
        .map(MEDIAN::matcher)
        .filter(Matcher::find)
        .map(matcher -> Double.parseDouble(matcher.group(1)))
        .findFirst()
        .orElseThrow(() -> process.failure("ended without a time", ended.log()));
  }
}
