package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.DataSet;
import dev.signet.data.OutputLock;
import dev.signet.data.TextFile;
import dev.signet.flow.FileTreeWriter;
import dev.signet.flow.HardwareFiles;
import dev.signet.flow.LevelVerification;
import dev.signet.flow.NetworkCompiler;
import dev.signet.flow.NetworkData;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.report.EstimateReport;
import dev.signet.report.RunReport;
import dev.signet.report.SimulationReport;
import dev.signet.report.VerificationReport;
import dev.signet.schedule.Hardware;
import dev.signet.sim.FrameBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet run}: the main job, from a page of text to verified Verilog. */
@Command(
    name = "run",
    description = {
      "The main job: trains, compiles, simulates, writes Verilog, verifies every level against every other, and reports.",
      "Verilog simulators that are not installed are named in the table; 'signet verify' insists on them."
    })
final class RunCommand extends SignetCommand {
  /** Images the golden vectors of the written testbenches are made of. */
  private static final int VECTOR_FRAMES = 8;

  @Mixin SourceOptions source;
  @Mixin DataOptions data;
  @Mixin TrainingOptions training;
  @Mixin VerificationOptions verification;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where everything goes (default: hdl-out/NETWORK).")
  Optional<Path> output;

  @Override
  public Integer call() {
    Network network = training.adjust(source.load(this));
    List<Style> styles = verification.styles(this, network);
    LevelVerification.Options options =
        verification.toOptions(styles, training.threads.count(), false);
    DataSet set = data.load(this, network, training.threads);
    Path directory = output.orElse(Path.of("hdl-out", network.name()));
    TrainingFiles files = training.files(directory.resolve(network.name() + ".safetensors"));
    boolean made = create(directory);
    try (OutputLock _ = TrainingFiles.lock(files.weights())) {
      TrainingOptions.Trained trained = training.train(this, network, set, files);
      RunReport report = verify(trained, set, options, directory);
      ObjectNode result = object();
      report.putInto(result);
      TextFile.write(directory.resolve("report.txt"), report.text());
      TextFile.write(directory.resolve("report.json"), result.toPrettyString() + "\n");
      show(result, report.text());
      return report.verification().agrees() ? 0 : 1;
    } catch (RuntimeException e) {
      // Closed by now, the lock has left nothing behind where training was refused.
      if (made) {
        removeIfEmpty(directory);
      }
      throw e;
    }
  }

  private RunReport verify(
      TrainingOptions.Trained trained,
      DataSet set,
      LevelVerification.Options options,
      Path directory) {
    Model model = trained.result().model();
    Network network = model.network();
    Program program = NetworkCompiler.compile(model);
    LevelVerification.Outcome outcome =
        LevelVerification.verify(model, program, set.test(), options, this::note);
    List<String> files = new ArrayList<>(trained.report().files().names());
    files.addAll(emit(directory, outcome, NetworkData.frames(set.test())));
    String report = directory.resolve("report.txt").toString();
    files.add(report);
    files.add(directory.resolve("report.json").toString());
    List<SimulationReport> simulations =
        outcome.simulated().stream()
            .map(
                simulated ->
                    SimulationReport.of(
                        simulated.hardware(), network.hardware().clockHertz(), simulated.stream()))
            .toList();
    Optional<EstimateReport> estimate =
        outcome.simulated().stream()
            .flatMap(
                simulated -> EstimateReport.of(simulated.hardware(), network.hardware()).stream())
            .findFirst();
    warn(estimate);
    return new RunReport(
        trained.report(),
        new VerificationReport(network.name(), outcome.levels()),
        simulations,
        estimate,
        network.hardware().style(),
        files,
        report);
  }

  /** Makes the directory; whether it was not there before. */
  private static boolean create(Path directory) {
    boolean missing = !Files.exists(directory);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CliException("cannot write to " + directory + ": the directory cannot be made");
    }
    return missing;
  }

  private static void removeIfEmpty(Path directory) {
    try {
      Files.delete(directory);
    } catch (IOException _) {
      // It holds a checkpoint by now.
    }
  }

  private static List<String> emit(
      Path directory, LevelVerification.Outcome outcome, FrameBatch frames) {
    List<String> written = new ArrayList<>();
    int count = Math.min(VECTOR_FRAMES, frames.frames());
    for (LevelVerification.Simulated simulated : outcome.simulated()) {
      Hardware hardware = simulated.hardware();
      Path place = directory.resolve(hardware.style().label());
      new FileTreeWriter().write(place, HardwareFiles.of(hardware, frames, count, 1));
      written.add(place + "/");
    }
    return written;
  }
}
