package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.FlowException;
import dev.signet.flow.FreshProcess;
import dev.signet.flow.HandMadeHardware;
import dev.signet.flow.ReferenceNet;
import dev.signet.flow.SimulationBenchmark;
import dev.signet.flow.SimulationBenchmark.Subject;
import dev.signet.flow.ToolLocator;
import dev.signet.network.Network;
import dev.signet.report.SimulationBenchmarkReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet bench simulation}: clocks a second of level rtl. */
@Command(
    name = "simulation",
    description = {
      "Times cycle-level simulation (level rtl) on one thread, with random weights and images.",
      "The networks are a folded sfc and a spatial tfc where no others are given.",
      "Where Verilator is found, it is timed in turns with it, on one thread, built with -O3: on the"
          + " Verilog of the same hardware, driven without stalls with the same images. Both have to"
          + " give the same classes and scores in as many clocks. Where a folder with verilator.sh is"
          + " given, its hardware written by hand for a spatial tfc and a folded sfc takes turns, too.",
      "The time to the first images is that from the start of a Java machine, with reading the text"
          + " and making the hardware, beside that of writing the Verilog, building and running it."
    })
final class BenchSimulationCommand extends SignetCommand {
  private static final String FOLDED =
      "hardware %s { style dataflow clock 100 MHz throughput 380_000 fps }\n";
  private static final String SPATIAL = "hardware %s { style spatial }\n";

  @Mixin BenchOptions bench;

  @Mixin StyleOptions style;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Images of a run (default: ${DEFAULT-VALUE}).")
  int frames = 1000;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "What a turn takes, at least; runs are repeated (default: ${DEFAULT-VALUE}).")
  double seconds = 1;

  @Option(names = "--no-verilator", description = "Measures ours alone.")
  boolean alone;

  @Override
  public Integer call() {
    Counts.positive("--frames", frames);
    BenchOptions.requireSeconds(seconds);
    Optional<ToolLocator> tools =
        alone ? Optional.empty() : Optional.of(ToolLocator.ofEnvironment());
    Optional<HandMadeHardware> handMade = handMade();
    List<SimulationBenchmark.Result> results = new ArrayList<>();
    for (Subject subject : subjects()) {
      note("timing " + subject.network().name() + ", " + subject.style().label() + " ...");
      try {
        results.add(benchmark(tools, handMade).run(subject));
      } catch (FlowException e) {
        if (tools.isEmpty()) {
          throw e;
        }
        note("no comparison with Verilator: " + e.getMessage());
        tools = Optional.empty();
        results.add(benchmark(tools, handMade).run(subject));
      }
    }
    SimulationBenchmarkReport report = new SimulationBenchmarkReport(results);
    ObjectNode result = object();
    report.putInto(result);
    show(result, report.text());
    boolean agreed = results.stream().allMatch(SimulationBenchmark.Result::agreed);
    if (!agreed) {
      note("signet: Verilator and the cycle-level simulator differ");
    }
    return agreed ? 0 : 1;
  }

  private SimulationBenchmark benchmark(
      Optional<ToolLocator> tools, Optional<HandMadeHardware> handMade) {
    return new SimulationBenchmark(
        frames,
        seconds,
        bench.pairs(),
        tools,
        handMade,
        FreshProcess.of(Main.class.getName(), List.of("bench", "first-frames")));
  }

  private Optional<HandMadeHardware> handMade() {
    Optional<Path> folder =
        bench.folderOf(
            HandMadeHardware::isIn, "hardware for Verilator: verilator.sh, vec.mem and verilator/");
    if (folder.isEmpty() && !alone) {
      note(BenchOptions.none("no hardware written by hand", "folder of references"));
    }
    return folder.map(HandMadeHardware::in);
  }

  private List<Subject> subjects() {
    if (bench.files.isEmpty()) {
      return List.of(subject(ReferenceNet.SFC, FOLDED), subject(ReferenceNet.TFC, SPATIAL));
    }
    return bench.files.stream()
        .map(file -> subject(SourceOptions.read(file).text(), BenchOptions.load(file, this)))
        .toList();
  }

  private Subject subject(ReferenceNet net, String hardware) {
    String text = BenchOptions.fullyConnected(net) + hardware.formatted(net.label());
    return subject(text, BenchOptions.compiled(net.label(), text));
  }

  private Subject subject(String text, Network network) {
    return new Subject(text, network, style.of(network));
  }
}
