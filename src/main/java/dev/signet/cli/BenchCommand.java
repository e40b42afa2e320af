package dev.signet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signet bench}: what is fast and how fast. */
@Command(
    name = "bench",
    description = "Measures speed, beside the tools that are the measure of it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      BenchTrainCommand.class,
      BenchInferenceCommand.class,
      BenchSimulationCommand.class,
      BenchFirstFramesCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "bench what? There are: bench train, bench inference, bench simulation");
  }
}
