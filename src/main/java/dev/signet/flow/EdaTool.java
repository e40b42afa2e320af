package dev.signet.flow;

import java.util.regex.Pattern;

/** The tools that Signet can make use of. */
public enum EdaTool {
  IVERILOG(
      "iverilog",
      "-V",
      "Icarus Verilog version (\\S+)",
      "simulating the emitted Verilog in Icarus Verilog",
      "apt install iverilog, brew install icarus-verilog, or the OSS CAD Suite"),
  VVP(
      "vvp",
      "-V",
      "Icarus Verilog runtime version (\\S+)",
      "running what Icarus Verilog compiled",
      "it comes with iverilog"),
  VERILATOR(
      "verilator",
      "--version",
      "Verilator (\\S+)",
      "lint and fast simulation of the emitted Verilog (version 5.006 or newer, with a C++ compiler"
          + " and make)",
      "apt install verilator g++ make, brew install verilator, or the OSS CAD Suite"),
  CXX(
      "g++",
      "--version",
      "g\\+\\+.*?(\\d+\\.\\d+\\S*)",
      "compiling what Verilator writes, and the C++ beside which inference is timed",
      "apt install g++, or Xcode's command line tools"),
  MAKE(
      "make",
      "--version",
      "Make (\\S+)",
      "building what Verilator writes",
      "apt install make, or Xcode's command line tools"),
  CCACHE(
      "ccache",
      "--version",
      "ccache version (\\S+)",
      "building what Verilator writes in less time (it is not required)",
      "apt install ccache, or brew install ccache"),
  YOSYS(
      "yosys",
      "-V",
      "Yosys (\\S+)",
      "checking and synthesizing the emitted Verilog",
      "apt install yosys, brew install yosys, or the OSS CAD Suite"),
  NEXTPNR_ICE40(
      "nextpnr-ice40",
      "--version",
      "nextpnr-ice40\"? -- Next Generation Place and Route \\(Version (\\S+?)\\)",
      "place and route on an iCE40, which the tests hold the estimated clock to",
      "apt install nextpnr-ice40, or the OSS CAD Suite");

  private final String command;
  private final String versionArgument;
  private final Pattern version;
  private final String purpose;
  private final String installation;

  EdaTool(
      String command, String versionArgument, String version, String purpose, String installation) {
    this.command = command;
    this.versionArgument = versionArgument;
    this.version = Pattern.compile(version);
    this.purpose = purpose;
    this.installation = installation;
  }

  /** The name of the program. */
  public String command() {
    return command;
  }

  /** What it is needed for, to stand behind "needed for". */
  public String purpose() {
    return purpose;
  }

  /** How to get it. */
  public String installation() {
    return installation;
  }

  /** Whether something cannot be done without it. */
  public boolean isRequired() {
    return this != CCACHE;
  }

  String versionArgument() {
    return versionArgument;
  }

  Pattern version() {
    return version;
  }
}
