package dev.signet.verilog;

import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * Writes a program in C++ that drives a design's streams in Verilator as fast as it goes, and the
 * frames it sends. Other than the testbench it compares nothing and records nothing but results.
 */
public final class StreamDriverEmitter {
  /** The program's text. */
  public static final String DRIVER = "driver.cpp";

  /** What it sends. */
  public static final String FRAMES = "frames.hex";

  private final Templates templates = new Templates("driver");

  /**
   * The program and its frames.
   *
   * @param design with the streams {@code s_axis} and {@code m_axis}, one result beat a frame
   * @param beats words of {@code s_axis_tdata} of all frames, one frame after the other
   * @param beatsPerFrame how many of them are a frame
   * @param resetClocks of the reset that starts a run
   * @param maxClocks after which a run is given up
   */
  public List<GeneratedFile> emit(
      Design design, List<BigInteger> beats, int beatsPerFrame, int resetClocks, long maxClocks) {
    int width = width(design.top(), "s_axis_tdata");
    String driver =
        templates.render(
            "stream",
            Map.of(
                "top",
                design.top().name(),
                "frames",
                beats.size() / beatsPerFrame,
                "beats",
                beatsPerFrame,
                "inputWords",
                Math.ceilDiv(width, Integer.SIZE),
                "outputWords",
                Math.ceilDiv(width(design.top(), "m_axis_tdata"), Integer.SIZE),
                "reset",
                resetClocks,
                "maxClocks",
                maxClocks));
    int digits = Math.ceilDiv(width, 4);
    StringBuilder lines = new StringBuilder(beats.size() * (digits + 1));
    for (BigInteger beat : beats) {
      String hex = beat.toString(16);
      lines.repeat('0', digits - hex.length()).append(hex).append('\n');
    }
    return List.of(new GeneratedFile(DRIVER, driver), new GeneratedFile(FRAMES, lines.toString()));
  }

  /**
   * The arguments with which Verilator builds the program for speed, without the output folder: the
   * program is then called {@code Vdesign}.
   *
   * @param jobs processes that compile at once
   */
  public static List<String> verilatorArguments(String topName, int jobs) {
    // Verilator 5.006 miscomputes some trees of one-bit XNOR when it optimizes them.
    return List.of(
        "--cc",
        "--exe",
        "--build",
        "--build-jobs",
        String.valueOf(jobs),
        "-O3",
        "-fno-const-bit-op-tree",
        "--x-assign",
        "fast",
        "--x-initial",
        "fast",
        "--noassert",
        "-CFLAGS",
        "-O3 -march=native",
        "--top-module",
        topName,
        "--prefix",
        "Vdesign",
        "-f",
        topName + ".f",
        DRIVER);
  }

  private static int width(RtlModule top, String name) {
    return top.ports().stream()
        .filter(port -> port.name().equals(name))
        .mapToInt(Port::width)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(top.name() + " has no port " + name));
  }
}
