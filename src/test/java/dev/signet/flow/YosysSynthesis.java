package dev.signet.flow;

import dev.signet.network.HardwareGoals.Target;
import dev.signet.schedule.Area;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets Yosys synthesize an emitted design, and counts what it takes. */
final class YosysSynthesis {
  private static final Duration TIMEOUT = Duration.ofMinutes(30);
  private static final Pattern CELLS = Pattern.compile("(?m)^\\s+(\\w+)\\s+(\\d+)\\s*$");

  /** LUTs of a memory cell of four LUTs. */
  private static final int LUTS_OF_SMALL_MEMORY = 4;

  private final ToolLocator tools;

  /** With the tools of a search path. */
  YosysSynthesis(ToolLocator tools) {
    this.tools = tools;
  }

  /**
   * The area after synthesis, before place and route. Inverters are not counted: they go into the
   * LUT or flip-flop behind them. Wide multiplexers are made of LUTs, so that a LUT is a LUT.
   *
   * @param folder what {@link FileTreeWriter} wrote
   * @param topName the top module
   * @throws FlowException when Yosys is missing, takes too long or fails
   */
  Area area(Path folder, String topName, Target target) {
    Path yosys = tools.require(EdaTool.YOSYS);
    Path statistics = folder.resolve(topName + "." + target.label() + ".txt").toAbsolutePath();
    String files = String.join(" ", lines(folder.resolve(topName + ".f")));
    String synthesis =
        switch (target) {
          case XC7 -> "synth_xilinx -family xc7 -flatten -nowidelut -noiopad -noclkbuf";
          case ICE40 -> "synth_ice40";
        };
    String script =
        "read_verilog %s; %s -top %s; tee -q -o %s stat"
            .formatted(files, synthesis, topName, statistics.getFileName());
    ToolProcess.of(yosys, List.of("-q", "-p", script), folder.toAbsolutePath(), TIMEOUT)
        .runChecked("synthesize the design");
    return area(String.join("\n", lines(statistics)));
  }

  private static Area area(String statistics) {
    Map<String, Long> cells = new HashMap<>();
    Matcher matcher = CELLS.matcher(statistics);
    while (matcher.find()) {
      cells.merge(matcher.group(1), Long.parseLong(matcher.group(2)), Long::sum);
    }
    long luts = 0;
    long flipFlops = 0;
    long blockRams = 0;
    long multipliers = 0;
    for (Map.Entry<String, Long> cell : cells.entrySet()) {
      String name = cell.getKey();
      long count = cell.getValue();
      if (name.matches("LUT[1-6]|SB_LUT4|SRL16E")) {
        luts += count;
      } else if (name.matches("RAM(32M|64M)")) {
        luts += LUTS_OF_SMALL_MEMORY * count;
      } else if (name.matches("RAM(32X1|64X1)D")) {
        luts += 2 * count;
      } else if (name.startsWith("FD") || name.startsWith("SB_DFF")) {
        flipFlops += count;
      } else if (name.equals("RAMB18E1") || name.equals("SB_RAM40_4K")) {
        blockRams += count;
      } else if (name.equals("RAMB36E1")) {
        blockRams += 2 * count;
      } else if (name.equals("DSP48E1")) {
        multipliers += count;
      }
    }
    return new Area(luts, flipFlops, blockRams, multipliers);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new FlowException("cannot read " + file, e);
    }
  }
}
