package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.FileTreeWriter;
import dev.signet.flow.HardwareFiles;
import dev.signet.flow.NetworkCompiler;
import dev.signet.flow.NetworkData;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.FrameBatch;
import dev.signet.verilog.GeneratedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet verilog}: the hardware as files. */
@Command(
    name = "verilog",
    description =
        "Writes the hardware as Verilog-2005, with a self-checking testbench and scripts that run it.")
final class VerilogCommand extends SignetCommand {
  @Mixin SourceOptions source;
  @Mixin WeightsOptions weights;
  @Mixin DataOptions data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Where the files go (default: hdl-out/NETWORK/STYLE). Replaced as a whole if Signet made it.")
  Optional<Path> output;

  @Mixin StyleOptions style;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Test images the golden vectors are made of (default: 8).")
  int frames = 8;

  @Override
  public Integer call() {
    Network network = source.load(this);
    Hardware hardware =
        Scheduler.schedule(
            NetworkCompiler.compile(weights.load(network)), style.of(network), network.hardware());
    FrameBatch batch = NetworkData.frames(data.loadTest(this, network, new ThreadOptions()).test());
    int count = Math.min(Counts.positive("--frames", frames), batch.frames());
    Path directory = output.orElse(defaultDirectory(network, hardware.style()));
    List<GeneratedFile> files = HardwareFiles.of(hardware, batch, count, 1);
    new FileTreeWriter().write(directory, files);
    ObjectNode result = object();
    result.put("network", network.name());
    result.put("style", hardware.style().label());
    result.put("directory", directory.toString());
    ArrayNode names = result.putArray("files");
    files.forEach(file -> names.add(file.path()));
    show(
        result,
        "%d files in %s; %s runs the testbench in Icarus Verilog%n"
            .formatted(files.size(), directory, directory.resolve("run_icarus.sh")));
    return 0;
  }

  private static Path defaultDirectory(Network network, Style style) {
    return Path.of("hdl-out", network.name(), style.label());
  }
}
