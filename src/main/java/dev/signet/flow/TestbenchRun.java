package dev.signet.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds and runs a testbench in a folder of its own that is removed afterwards. */
final class TestbenchRun {
  private static final Pattern SUMMARY =
      Pattern.compile("^SIGNET cycles=(\\d+) mismatches=(\\d+)$", Pattern.MULTILINE);

  private TestbenchRun() {}

  /** How one tool compiles and runs. */
  interface Commands {
    /** Compiles into the build folder. */
    ToolProcess build(Path buildFolder);

    /** Runs what was compiled. */
    ToolProcess run(Path buildFolder, List<String> arguments);
  }

  /**
   * Builds once and runs with each folder of vectors.
   *
   * @param vectors names of folders below {@code vectors}
   * @return an outcome for each, in their order
   */
  static List<SimulationOutcome> run(Commands commands, List<String> vectors) {
    Path build = TemporaryFolder.create("signet-build-");
    try {
      ToolProcess.Ended built = commands.build(build).runChecked("compile the testbench");
      List<SimulationOutcome> outcomes = new ArrayList<>();
      for (String folder : vectors) {
        outcomes.add(replay(commands, build, folder, built.seconds()));
      }
      return outcomes;
    } finally {
      FolderRemoval.removeQuietly(build);
    }
  }

  private static SimulationOutcome replay(
      Commands commands, Path build, String vectors, double buildSeconds) {
    Path results = build.resolve(vectors + ".hex");
    ToolProcess simulation =
        commands.run(build, List.of("+vectors=vectors/" + vectors, "+results=" + results));
    ToolProcess.Ended ended = simulation.runChecked("run the testbench");
    Matcher summary = SUMMARY.matcher(ended.log());
    if (!summary.find()) {
      throw simulation.failure("ended without a result", ended.log());
    }
    return new SimulationOutcome(
        Long.parseLong(summary.group(1)),
        Long.parseLong(summary.group(2)),
        lines(results),
        ended.log().lines().filter(line -> line.startsWith("MISMATCH ")).toList(),
        buildSeconds,
        ended.seconds());
  }

  static Path checkedFolder(Path folder, String topName) {
    Path absolute = folder.toAbsolutePath();
    for (String name : List.of(topName + ".f", topName + "_tb.v")) {
      if (!Files.isRegularFile(absolute.resolve(name))) {
        throw new FlowException(
            folder + " holds no " + name + "; is this the folder that the Verilog was written to?");
      }
    }
    return absolute;
  }

  private static List<String> lines(Path results) {
    try {
      return Files.exists(results) ? Files.readAllLines(results) : List.of();
    } catch (IOException e) {
      throw new FlowException("cannot read " + results + ": " + e.getMessage(), e);
    }
  }
}
