package dev.signet.flow;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program outside that Signet can use, what for, and where it comes from. */
public enum EdaTool {
  IVERILOG("iverilog", "-V", "runs the emitted Verilog, cycle by cycle (verify, run)", "iverilog"),
  VVP("vvp", "-V", "comes with Icarus Verilog and runs what it compiles", "iverilog"),
  VERILATOR(
      "verilator",
      "--version",
      "runs the emitted Verilog fast, and lints it (verify, run)",
      "verilator"),
  CXX("g++", "--version", "compiles what Verilator writes", "g++"),
  MAKE("make", "--version", "builds what Verilator writes", "make"),
  YOSYS("yosys", "-V", "reads the emitted Verilog as a synthesizer does (bin/verify)", "yosys");

  private final String command;
  private final String versionArgument;
  private final String purpose;
  private final String debianPackage;

  EdaTool(String command, String versionArgument, String purpose, String debianPackage) {
    this.command = command;
    this.versionArgument = versionArgument;
    this.purpose = purpose;
    this.debianPackage = debianPackage;
  }

  /** The name it is started by. */
  public String command() {
    return command;
  }

  /** What it is needed for. */
  public String purpose() {
    return purpose;
  }

  /** How to get it. */
  public String installHint() {
    return "Debian: apt-get install " + debianPackage;
  }

  /** Where it is, if it is on the {@code PATH}. */
  public Optional<Path> find() {
    String path = System.getenv("PATH");
    if (path == null) {
      return Optional.empty();
    }
    for (String directory : path.split(File.pathSeparator)) {
      Path candidate = Path.of(directory.isEmpty() ? "." : directory, command);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** The first line it says of its version; empty where it is missing or fails. */
  public Optional<String> version() {
    if (find().isEmpty()) {
      return Optional.empty();
    }
    try {
      ToolProcess.Finished finished =
          ToolProcess.of(command).arguments(List.of(versionArgument)).timeoutSeconds(20).run();
      return finished
          .output()
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst();
    } catch (FlowException e) {
      return Optional.empty();
    }
  }
}
