package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.DataSet;
import dev.signet.data.TextFile;
import dev.signet.flow.HardwareSimulation;
import dev.signet.flow.NetworkCompiler;
import dev.signet.flow.NetworkData;
import dev.signet.ir.Program;
import dev.signet.network.Network;
import dev.signet.report.SimulationReport;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Stalls;
import dev.signet.sim.SteadyState;
import dev.signet.sim.StreamResult;
import dev.signet.sim.StreamSettings;
import dev.signet.sim.VcdWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet sim}: the hardware, clock by clock. */
@Command(
    name = "sim",
    description =
        "Runs test images through the hardware clock by clock: latency, initiation interval, streams.")
final class SimCommand extends SignetCommand {
  private static final int DEFAULT_FRAMES = 100;
  private static final int DEFAULT_VCD_FRAMES = 2;

  @Mixin SourceOptions source;
  @Mixin WeightsOptions weights;
  @Mixin DataOptions data;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "How many test images (default: 100, or 2 with --vcd).")
  Optional<Integer> frames;

  @Option(
      names = "--stall",
      paramLabel = "P",
      description =
          "Probability, 0 to 0.99, with which source and sink each pause in a clock (default: 0).")
  double stall;

  @Option(
      names = "--stall-seed",
      paramLabel = "N",
      description = "Seed of the stalls (default: 1).")
  long stallSeed = 1;

  @Mixin StyleOptions style;

  @Option(names = "--vcd", paramLabel = "FILE", description = "Write the waveform of every signal.")
  Optional<Path> vcd;

  @Override
  public Integer call() {
    if (!(stall >= 0 && stall <= 0.99)) {
      throw new UsageException("--stall takes a probability from 0 to 0.99, not " + stall);
    }
    Network network = source.load(this);
    Program program = NetworkCompiler.compile(weights.load(network));
    long start = System.nanoTime();
    Hardware hardware = Scheduler.schedule(program, style.of(network), network.hardware());
    double seconds = (System.nanoTime() - start) / 1e9;
    hardware.sizing().ifPresent(sizing -> noteSizing(sizing, seconds));
    DataSet set = data.loadTest(this, network, new ThreadOptions());
    FrameBatch batch = NetworkData.frames(set.test());
    int wanted = frames.orElse(vcd.isPresent() ? DEFAULT_VCD_FRAMES : DEFAULT_FRAMES);
    int count = Math.min(Counts.positive("--frames", wanted), batch.frames());
    StreamSettings settings =
        StreamSettings.DEFAULT.withStalls(new Stalls(stall, stall, stallSeed));
    HardwareSimulation simulation = new HardwareSimulation(hardware);
    StreamResult stream = run(simulation, hardware, batch, count, settings).stream();
    SimulationReport report =
        SimulationReport.of(hardware, network.hardware().clockHertz(), stream)
            .withSteady(
                SteadyState.of(hardware.design(), hardware.frameFormat().beats(), stream.cycles()));
    ObjectNode result = object();
    report.putInto(result);
    result.put("schedule_seconds", Math.round(seconds * 1000) / 1000.0);
    vcd.ifPresent(file -> result.put("vcd", file.toString()));
    show(result, report.text() + vcd.map(file -> "\nwaveform: " + file + "\n").orElse(""));
    return 0;
  }

  private void noteSizing(Hardware.Sizing sizing, double seconds) {
    note(
        "signet: folded, and %d FIFOs sized by %,d runs of %,d clocks in all, in %.1f s"
            .formatted(sizing.fifos().size(), sizing.runs(), sizing.clocks(), seconds));
  }

  private HardwareSimulation.Outcome run(
      HardwareSimulation simulation,
      Hardware hardware,
      FrameBatch batch,
      int count,
      StreamSettings settings) {
    if (vcd.isEmpty()) {
      return simulation.run(batch, count, settings, List.of());
    }
    HardwareSimulation.Outcome[] outcome = new HardwareSimulation.Outcome[1];
    TextFile.write(
        vcd.get(),
        out -> {
          VcdWriter writer =
              VcdWriter.of(simulation.streamRun().simulator(), hardware.design().top().name(), out);
          outcome[0] = simulation.run(batch, count, settings, List.of(writer));
        });
    return outcome[0];
  }
}
