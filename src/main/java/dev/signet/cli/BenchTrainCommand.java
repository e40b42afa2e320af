package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.FlowException;
import dev.signet.flow.PyTorchReference;
import dev.signet.flow.TrainingBenchmark;
import dev.signet.network.Network;
import dev.signet.report.TrainingBenchmarkReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet bench train}: the time of a training step. */
@Command(
    name = "train",
    description = {
      "Times training steps on random images: the median of many, after a warm-up.",
      "The networks are tfc, sfc and lfc where no others are given: 784 inputs and three hidden layers"
          + " of 64, 256 and 1024 neurons.",
      "Where a folder with a script torch.sh is given, PyTorch's step is timed in turns with it:"
          + " of tfc, sfc and lfc by that script, of other networks by one written for them."
    })
final class BenchTrainCommand extends SignetCommand {
  @Mixin BenchOptions bench;
  @Mixin ThreadOptions threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of a turn (default: ${DEFAULT-VALUE}).")
  int steps = 200;

  @Override
  public Integer call() {
    Counts.positive("--steps", steps);
    Optional<PyTorchReference> reference = reference();
    List<TrainingBenchmark.Result> results = new ArrayList<>();
    for (Network network : bench.networks(this)) {
      note("timing " + network.name() + " ...");
      try {
        results.add(benchmark(reference).run(network));
      } catch (FlowException e) {
        note("no comparison with PyTorch: " + e.getMessage());
        reference = Optional.empty();
        results.add(benchmark(reference).run(network));
      }
    }
    TrainingBenchmarkReport report = new TrainingBenchmarkReport(threads.count(), results);
    ObjectNode result = object();
    report.putInto(result);
    show(result, report.text());
    return 0;
  }

  private TrainingBenchmark benchmark(Optional<PyTorchReference> reference) {
    return new TrainingBenchmark(threads.count(), steps, bench.pairs(), reference);
  }

  private Optional<PyTorchReference> reference() {
    Optional<Path> given = bench.givenFolder();
    if (given.isPresent()) {
      return given.map(PyTorchReference::in);
    }
    Optional<PyTorchReference> usual = BenchOptions.usualFolder().flatMap(PyTorchReference::find);
    if (usual.isEmpty()) {
      note(BenchOptions.none("no comparison with PyTorch", "reference script"));
    }
    return usual;
  }
}
