package dev.signet.flow;

import dev.signet.rtl.PortTrace;
import dev.signet.schedule.Hardware;
import dev.signet.verilog.ScriptEmitter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the emitted Verilog and its self-checking testbench in a Verilog simulator, in a directory
 * of its own.
 */
final class VerilogBench {
  private static final Pattern SUMMARY = Pattern.compile("SIGNET cycles=(\\d+) mismatches=(\\d+)");
  private static final Pattern MISMATCH = Pattern.compile("MISMATCH (.*)");
  private static final long TIMEOUT_SECONDS = 3600;

  private final VerilogTool tool;
  private final Path directory;
  private final String bench;

  private VerilogBench(VerilogTool tool, Path directory, String bench) {
    this.tool = tool;
    this.directory = directory;
    this.bench = bench;
  }

  /**
   * What the simulator said of one trace.
   *
   * @param cycles clock cycles it compared
   * @param cycleMismatches of them, those in which any output port differed
   * @param results result beats, in order
   * @param firstMismatch the first difference, for people
   * @param seconds time taken; that of compiling counts for the first trace
   */
  record Outcome(
      long cycles,
      long cycleMismatches,
      List<BigInteger> results,
      Optional<String> firstMismatch,
      double seconds) {}

  /**
   * Compiles once and replays each trace.
   *
   * @param traces by name, which becomes the name of a folder of vectors
   * @throws FlowException when the tool fails
   */
  static Map<String, Outcome> run(
      Hardware hardware, VerilogTool tool, Map<String, PortTrace> traces) {
    try {
      Path directory = Files.createTempDirectory("signet-" + tool + "-");
      try {
        Path emitted = directory.resolve("emitted");
        OutputDirectory.write(emitted, HardwareFiles.of(hardware, traces));
        return new VerilogBench(tool, emitted, hardware.design().top().name() + "_tb")
            .run(traces.keySet().stream().toList());
      } finally {
        OutputDirectory.deleteTree(directory);
      }
    } catch (IOException e) {
      throw new FlowException("cannot use the temporary directory: " + e.getMessage(), e);
    }
  }

  private Map<String, Outcome> run(List<String> traces) throws IOException {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    Stopwatch watch = new Stopwatch();
    compile();
    double spent = 0;
    for (String trace : traces) {
      Path results = directory.resolve(trace + ".results");
      List<String> plusArguments =
          List.of("+vectors=vectors/" + trace, "+results=" + results.getFileName());
      ToolProcess process =
          switch (tool) {
            case IVERILOG -> ToolProcess.of("vvp").arguments(List.of("-n", "bench.vvp"));
            case VERILATOR ->
                ToolProcess.of(directory.resolve("build").resolve("V" + bench).toString());
          };
      String output =
          process
              .arguments(plusArguments)
              .in(directory)
              .timeoutSeconds(TIMEOUT_SECONDS)
              .run()
              .output();
      outcomes.put(trace, outcome(output, results, watch.seconds() - spent));
      spent = watch.seconds();
    }
    return outcomes;
  }

  private void compile() {
    String fileList = bench.substring(0, bench.length() - "_tb".length()) + ".f";
    ToolProcess process =
        switch (tool) {
          case IVERILOG ->
              ToolProcess.of("iverilog")
                  .arguments(
                      List.of(
                          "-g2005", "-o", "bench.vvp", "-s", bench, "-c", fileList, bench + ".v"));
          case VERILATOR -> {
            List<String> arguments =
                new ArrayList<>(ScriptEmitter.verilatorArguments(fileList.replace(".f", "")));
            arguments.addAll(List.of("--Mdir", "build", "-f", fileList, bench + ".v"));
            yield ToolProcess.of("verilator").arguments(arguments);
          }
        };
    process.in(directory).timeoutSeconds(TIMEOUT_SECONDS).run();
  }

  private Outcome outcome(String output, Path results, double seconds) throws IOException {
    Matcher summary = SUMMARY.matcher(output);
    if (!summary.find()) {
      throw new FlowException(tool + " ended without a verdict:\n" + output.strip());
    }
    List<BigInteger> beats = new ArrayList<>();
    for (String line : Files.exists(results) ? Files.readAllLines(results) : List.<String>of()) {
      // An unknown bit has been counted as a mismatch; it must not be taken for a number as well.
      beats.add(line.matches("[0-9a-fA-F]+") ? new BigInteger(line, 16) : BigInteger.ZERO);
    }
    Matcher mismatch = MISMATCH.matcher(output);
    return new Outcome(
        Long.parseLong(summary.group(1)),
        Long.parseLong(summary.group(2)),
        beats,
        mismatch.find() ? Optional.of(mismatch.group(1)) : Optional.empty(),
        seconds);
  }
}
