package dev.signet.flow;

import dev.signet.network.HardwareGoals.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SystemVerilog of two reference networks written by hand, and shaped to be fast in Verilator: tfc
 * with all neurons at once, and sfc folded. Its weights are its own, and it takes packed bits.
 *
 * @param folder of {@code verilator.sh}, which tells how they are built, of {@code vec.mem} and of
 *     {@code verilator/}
 * @param tools among them Verilator
 */
public record HandMadeHardware(Path folder, ToolLocator tools) {
  private static final String SCRIPT = "verilator.sh";
  private static final String SOURCES = "verilator";
  private static final String IMAGES = "vec.mem";
  private static final Duration TIMEOUT = Duration.ofMinutes(20);
  private static final Pattern RATE =
      Pattern.compile("cycles/s ([0-9.e+]+)(?: = inf/s| inf/s ([0-9.e+]+))");

  /** Enough for a first guess of the rate. */
  private static final long FIRST_CLOCKS = 20_000;

  /** Whether a folder holds such hardware. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(SCRIPT))
        && Files.isRegularFile(folder.resolve(IMAGES))
        && Files.isDirectory(folder.resolve(SOURCES));
  }

  /** That of a folder, with the tools of this machine. */
  public static HandMadeHardware in(Path folder) {
    return new HandMadeHardware(folder.toAbsolutePath().normalize(), ToolLocator.ofEnvironment());
  }

  /** Which one does what a network's hardware does, if any. */
  static Optional<Design> design(ReferenceNet net, Style style) {
    return Stream.of(Design.values())
        .filter(design -> design.net == net && design.style == style)
        .findFirst();
  }

  /** The two. */
  enum Design {
    TFC(ReferenceNet.TFC, Style.SPATIAL, "tfc_countones.sv", "tb_tfc.cpp"),
    SFC(ReferenceNet.SFC, Style.DATAFLOW, "sfc_foldc.sv", "tb_sfc.cpp");

    private final ReferenceNet net;
    private final Style style;
    private final String source;
    private final String driver;

    Design(ReferenceNet net, Style style, String source, String driver) {
      this.net = net;
      this.style = style;
      this.source = source;
      this.driver = driver;
    }
  }

  /**
   * Builds one.
   *
   * @throws FlowException when a tool is missing or fails
   */
  Program build(Design design) {
    Path verilator = tools.require(EdaTool.VERILATOR);
    Path build = TemporaryFolder.create("signet-hand-made-");
    try {
      copyTo(build);
      ToolProcess.Ended built =
          ToolProcess.of(verilator, arguments(design), build, TIMEOUT)
              .runChecked("build " + design.source);
      return new Program(build, built.seconds());
    } catch (RuntimeException e) {
      FolderRemoval.removeQuietly(build);
      throw e;
    }
  }

  /** As in the script. */
  private static List<String> arguments(Design design) {
    return List.of(
        "--cc",
        "--exe",
        "--build",
        "--build-jobs",
        String.valueOf(Runtime.getRuntime().availableProcessors()),
        "-O3",
        "--x-assign",
        "fast",
        "--x-initial",
        "fast",
        "--noassert",
        "-Wno-fatal",
        "-Wno-lint",
        "-Wno-style",
        "--top-module",
        "top",
        "--Mdir",
        "build",
        "-CFLAGS",
        "-O3 -march=native",
        design.source,
        design.driver);
  }

  private void copyTo(Path build) {
    try (Stream<Path> sources = Files.list(folder.resolve(SOURCES))) {
      for (Path source : Stream.concat(sources, Stream.of(folder.resolve(IMAGES))).toList()) {
        Files.copy(source, build.resolve(source.getFileName()));
      }
    } catch (IOException e) {
      throw new FlowException("cannot copy the hardware in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * One that is built. Closing it removes it.
   *
   * @param folder where it lies and runs
   * @param buildSeconds what building took
   */
  record Program(Path folder, double buildSeconds) implements AutoCloseable {
    /**
     * A turn.
     *
     * @param seconds it is to take, about
     */
    SimulationRate rate(double seconds) {
      double guess = run(FIRST_CLOCKS).clocksPerSecond();
      return run(Math.max(FIRST_CLOCKS, (long) (guess * seconds)));
    }

    private SimulationRate run(long clocks) {
      ToolProcess process =
          ToolProcess.of(
              folder.resolve("build").resolve("Vtop"),
              List.of(String.valueOf(clocks)),
              folder,
              TIMEOUT);
      ToolProcess.Ended ended = process.runChecked("run");
      Matcher matcher = RATE.matcher(ended.log());
      if (!matcher.find()) {
        throw process.failure("ended without a rate", ended.log());
      }
      double rate = Double.parseDouble(matcher.group(1));
      // Of tfc a frame is a clock.
      double frames = Optional.ofNullable(matcher.group(2)).map(Double::parseDouble).orElse(rate);
      return new SimulationRate(rate, frames);
    }

    @Override
    public void close() {
      FolderRemoval.removeQuietly(folder);
    }
  }
}
