package dev.signet.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

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
      SummaryCommand.class,
      ExploreCommand.class,
      FormatCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      CompileCommand.class,
      SimCommand.class,
      VerilogCommand.class,
      VerifyCommand.class,
      CampaignCommand.class,
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
    ErrorHandler errors = new ErrorHandler();
    line.setExecutionExceptionHandler(errors);
    line.setParameterExceptionHandler(errors);
    line.setExecutionStrategy(Main::runToTheEnd);
    return line.execute(args);
  }

  /** Runs the command; what is no exception to picocli becomes one, so that it is told in words. */
  private static int runToTheEnd(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (Error e) {
      RuntimeException told =
          e instanceof OutOfMemoryError
              ? new CliException(
                  "this does not fit the %,d MiB of memory of the Java machine; give it more, as in JDK_JAVA_OPTIONS=-Xmx8g"
                      .formatted(Runtime.getRuntime().maxMemory() >> 20))
              : new IllegalStateException(e);
      throw new ExecutionException(
          parsed.asCommandLineList().getLast(), String.valueOf(told.getMessage()), told);
    }
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
