package dev.signet.flow;

import dev.signet.rtl.Design;
import dev.signet.schedule.Hardware;
import dev.signet.sim.Inferences;
import dev.signet.sim.StreamRun;
import dev.signet.verilog.GeneratedFile;
import dev.signet.verilog.ScriptEmitter;
import dev.signet.verilog.StreamDriverEmitter;
import dev.signet.verilog.VerilogEmitter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Emitted hardware as Verilator compiles it for speed, with a driver that sends it frames without
 * stalls. Closing it removes it.
 */
final class VerilatorModel implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(30);
  private static final Pattern SUMMARY =
      Pattern.compile("^SIGNET clocks=(\\d+) frames=(\\d+) seconds=([0-9.]+)$", Pattern.MULTILINE);

  private final Hardware hardware;
  private final int frames;
  private final Path folder;
  private final double emissionSeconds;
  private final double buildSeconds;

  private VerilatorModel(
      Hardware hardware, int frames, Path folder, double emissionSeconds, double buildSeconds) {
    this.hardware = hardware;
    this.frames = frames;
    this.folder = folder;
    this.emissionSeconds = emissionSeconds;
    this.buildSeconds = buildSeconds;
  }

  /**
   * What the program did.
   *
   * @param rate by its own clock, without its start
   * @param outcome of one run over the frames
   * @param seconds of the whole process
   */
  record Turn(SimulationRate rate, NoiseSimulation.Outcome outcome, double seconds) {}

  /**
   * Emits and builds.
   *
   * @param simulation whose hardware and frames are taken
   * @param clocks that a run takes
   * @throws FlowException when a tool is missing or fails
   */
  static VerilatorModel build(ToolLocator tools, NoiseSimulation simulation, long clocks) {
    Path verilator = tools.require(EdaTool.VERILATOR);
    tools.require(EdaTool.CXX);
    tools.require(EdaTool.MAKE);
    Path folder = TemporaryFolder.create("signet-speed-");
    try {
      Hardware hardware = simulation.hardware();
      List<BigInteger> beats = simulation.beats();
      Stopwatch emission = new Stopwatch();
      new FileTreeWriter().write(folder, files(hardware, beats, clocks));
      double emissionSeconds = emission.seconds();
      List<String> arguments =
          new ArrayList<>(
              StreamDriverEmitter.verilatorArguments(
                  hardware.design().top().name(), Runtime.getRuntime().availableProcessors()));
      arguments.addAll(List.of("--Mdir", "build"));
      ToolProcess.Ended built =
          ToolProcess.of(verilator, arguments, folder, TIMEOUT).runChecked("build the simulator");
      int frames = beats.size() / hardware.frameFormat().beats();
      return new VerilatorModel(hardware, frames, folder, emissionSeconds, built.seconds());
    } catch (RuntimeException e) {
      FolderRemoval.removeQuietly(folder);
      throw e;
    }
  }

  private static List<GeneratedFile> files(Hardware hardware, List<BigInteger> beats, long clocks) {
    Design design = hardware.design();
    List<GeneratedFile> verilog = new VerilogEmitter().emit(design);
    List<GeneratedFile> files = new ArrayList<>(verilog);
    files.addAll(new ScriptEmitter().emit(design, verilog));
    files.addAll(
        new StreamDriverEmitter()
            .emit(
                design,
                beats,
                hardware.frameFormat().beats(),
                StreamRun.FIRST_RESET,
                // Hardware that is at odds with ours may take longer, but not for ever.
                10_000 + 2 * clocks));
    return files;
  }

  double emissionSeconds() {
    return emissionSeconds;
  }

  double buildSeconds() {
    return buildSeconds;
  }

  /**
   * Runs all frames, again and again until a time has passed.
   *
   * @param seconds 0 for a single run
   * @throws FlowException when the program fails
   */
  Turn run(double seconds) {
    Path results = folder.resolve("build").resolve("results.hex");
    ToolProcess process =
        ToolProcess.of(
            folder.resolve("build").resolve("Vdesign"),
            List.of(StreamDriverEmitter.FRAMES, results.toString(), String.valueOf(seconds)),
            folder,
            TIMEOUT);
    ToolProcess.Ended ended = process.runChecked("run");
    Matcher summary = SUMMARY.matcher(ended.log());
    if (!summary.find()) {
      throw process.failure("ended without a result", ended.log());
    }
    long clocks = Long.parseLong(summary.group(1));
    long done = Long.parseLong(summary.group(2));
    double passed = Double.parseDouble(summary.group(3));
    Inferences inferences = HardwareSimulation.unpack(hardware.resultFormat(), read(results));
    return new Turn(
        new SimulationRate(clocks / passed, done / passed),
        new NoiseSimulation.Outcome(inferences, clocks / (done / frames)),
        ended.seconds());
  }

  private static List<BigInteger> read(Path results) {
    try {
      return Files.readAllLines(results).stream().map(line -> new BigInteger(line, 16)).toList();
    } catch (IOException e) {
      throw new FlowException("cannot read " + results + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    FolderRemoval.removeQuietly(folder);
  }
}
