package dev.signet.flow;

import dev.signet.network.HardwareGoals.Target;
import dev.signet.rtl.Design;
import dev.signet.rtl.RtlModule;
import dev.signet.verilog.GeneratedFile;
import dev.signet.verilog.ScriptEmitter;
import dev.signet.verilog.VerilogEmitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets Yosys synthesize emitted Verilog. */
public final class YosysSynthesis {
  private static final Duration TIMEOUT = Duration.ofMinutes(30);

  private final ToolLocator tools;
  private final Path folder;
  private final Target target;

  /**
   * With the tools of the environment.
   *
   * @param folder where files go
   */
  public YosysSynthesis(Path folder, Target target) {
    this.tools = ToolLocator.ofEnvironment();
    this.folder = folder.toAbsolutePath();
    this.target = target;
  }

  /**
   * The netlist of a whole design.
   *
   * @throws FlowException when Yosys is missing, takes too long or fails
   */
  public Netlist netlist(Design design) throws IOException {
    List<GeneratedFile> verilog = new VerilogEmitter().emit(design);
    List<GeneratedFile> files = new ArrayList<>(verilog);
    files.addAll(new ScriptEmitter().emit(design, verilog));
    new FileTreeWriter().write(folder, files);
    String top = design.top().name();
    List<String> sources =
        Files.readAllLines(folder.resolve(top + ".f")).stream()
            .filter(line -> !line.isBlank())
            .toList();
    run(script(String.join(" ", sources), top));
    return Netlist.read(json(top), top);
  }

  /** The netlists of modules that hold no others, each alone. */
  public List<Netlist> netlists(List<RtlModule> modules) throws IOException {
    List<String> scripts = new ArrayList<>();
    for (RtlModule module : modules) {
      Path file = folder.resolve(module.name() + ".v");
      Files.writeString(
          file, new VerilogEmitter().emit(new Design(module, List.of())).getFirst().content());
      scripts.add(script(file.getFileName().toString(), module.name()));
    }
    run(String.join("; design -reset; ", scripts));
    List<Netlist> netlists = new ArrayList<>();
    for (RtlModule module : modules) {
      netlists.add(Netlist.read(json(module.name()), module.name()));
    }
    return netlists;
  }

  /** Wide multiplexers are made of LUTs, so that a LUT is a LUT. */
  private String script(String sources, String top) {
    String synthesis =
        switch (target) {
          case XC7 -> "synth_xilinx -family xc7 -flatten -nowidelut -noiopad -noclkbuf";
          case ICE40 -> "synth_ice40";
        };
    return "read_verilog %s; %s -top %s; write_json %s"
        .formatted(sources, synthesis, top, json(top).getFileName());
  }

  private Path json(String top) {
    return folder.resolve(top + "." + target.label() + ".json");
  }

  private void run(String script) throws IOException {
    Path file = folder.resolve("synthesis.ys");
    Files.writeString(file, script.replace("; ", "\n") + "\n");
    ToolProcess.of(tools.require(EdaTool.YOSYS), List.of("-q", file.toString()), folder, TIMEOUT)
        .runChecked("synthesize the design");
  }
}
