package dev.signet.verilog;

import dev.signet.rtl.Design;
import dev.signet.rtl.RtlModule;
import java.util.List;
import java.util.Map;

/** Writes what a person needs to simulate the emitted files: a file list and a script a tool. */
public final class ScriptEmitter {
  private final Templates templates = new Templates("flow");

  /**
   * {@code <top>.f}, which lists the design's files and not the testbench, {@code run_icarus.sh}
   * and {@code run_verilator.sh}.
   *
   * @param design whose files are listed
   * @param verilog its files as {@link VerilogEmitter} made them
   */
  public List<GeneratedFile> emit(Design design, List<GeneratedFile> verilog) {
    RtlModule top = design.top();
    List<String> files = verilog.stream().map(GeneratedFile::path).toList();
    return List.of(
        new GeneratedFile(top.name() + ".f", templates.render("fileList", Map.of("files", files))),
        new GeneratedFile("run_icarus.sh", templates.render("icarus", Map.of("top", top.name()))),
        new GeneratedFile(
            "run_verilator.sh",
            templates.render(
                "verilator",
                Map.of("top", top.name(), "arguments", verilatorArguments(top.name(), 1)))));
  }

  /**
   * The arguments with which Verilator builds the testbench of a top module, without files and
   * output folder.
   *
   * @param optimization of the C++ compiler, 0 to 3
   */
  public static List<String> verilatorArguments(String topName, int optimization) {
    // Verilator 5.006 miscomputes some trees of one-bit XNOR when it optimizes them.
    // Split files: the generated C++ is long and straight, and compiling it takes far longer than
    // running it.
    return List.of(
        "--binary",
        "--timing",
        "--build-jobs",
        "2",
        "-fno-const-bit-op-tree",
        "--output-split",
        "10000",
        "-MAKEFLAGS",
        "OPT_FAST=-O" + optimization,
        "-MAKEFLAGS",
        "OPT_GLOBAL=-O1",
        "--top-module",
        topName + "_tb");
  }
}
