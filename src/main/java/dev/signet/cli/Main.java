package dev.signet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code signet}. */
@Command(
    name = "signet",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    header = "Binarized neural networks, from a page of text to gates.",
    description =
        "Trains a network described in a .bnn file, lowers it to XNOR, popcount and threshold, simulates its"
            + " hardware cycle by cycle and writes it as Verilog; every level gives the same bits.",
    footer = {"", "The main job: signet run examples/digits.bnn"},
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      FormatCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      CompileCommand.class,
      SimCommand.class,
      VerilogCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      DoctorCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends the JVM with its exit status. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(out, err, args));
  }

  /**
   * Runs one command.
   *
   * @param out takes results
   * @param err takes errors and progress
   * @return the exit status
   */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(new ErrorHandler());
    return line.execute(args);
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"signet " + (version == null ? "(not packaged)" : version)};
    }
  }
}
