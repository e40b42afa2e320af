package dev.signet.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Lets Yosys read an emitted design and look for undriven, doubly driven and looping signals. */
public final class YosysCheck {
  /** For reading and checking. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final ToolLocator tools;

  /** With the tools of a search path. */
  public YosysCheck(ToolLocator tools) {
    this.tools = tools;
  }

  /**
   * Reads and checks; returns when all is well.
   *
   * @param folder what {@link FileTreeWriter} wrote
   * @throws FlowException when Yosys is missing, takes too long, or finds an error or anything to
   *     warn of
   */
  public void check(Path folder, String topName) {
    Path yosys = tools.require(EdaTool.YOSYS);
    Path list = folder.resolve(topName + ".f");
    List<String> files;
    try {
      files = Files.readAllLines(list).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new FlowException("cannot read the file list " + list, e);
    }
    String script =
        "read_verilog "
            + String.join(" ", files)
            + "; hierarchy -check -top "
            + topName
            + "; proc; check -assert";
    ToolProcess process =
        ToolProcess.of(
            yosys, List.of("-q", "-e", ".", "-p", script), folder.toAbsolutePath(), TIMEOUT);
    process.runChecked("accept the design");
  }
}
