package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.FlowException;
import dev.signet.flow.PyTorchReference;
import dev.signet.flow.TrainingBenchmark;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import dev.signet.report.TrainingBenchmarkReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet bench train}: the time of a training step. */
@Command(
    name = "train",
    description = {
      "Times training steps on random images: the median of many, after a warm-up.",
      "Where a folder with a script torch.sh is given, PyTorch's step is timed in turns with it:"
          + " of tfc, sfc and lfc by that script, of other networks by one written for them."
    })
final class BenchTrainCommand extends SignetCommand {
  private static final String VARIABLE = "SIGNET_BENCH_REFERENCE";
  private static final Path USUAL_REFERENCE = Path.of("..", "shared", "bench");

  @Mixin ThreadOptions threads;

  @Option(
      names = "--net",
      paramLabel = "FILE.bnn",
      arity = "1..*",
      description =
          "The networks to time (default: tfc, sfc and lfc, 784 inputs and three hidden layers of"
              + " 64, 256 and 1024 neurons).")
  List<Path> files = List.of();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of a turn (default: ${DEFAULT-VALUE}).")
  int steps = 200;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Turns of each side (default: ${DEFAULT-VALUE}).")
  int pairs = 3;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description =
          "The folder of torch.sh (default: environment variable "
              + VARIABLE
              + ", else ../shared/bench where it exists).")
  Optional<Path> referenceFolder;

  @Override
  public Integer call() {
    Counts.positive("--steps", steps);
    Counts.positive("--pairs", pairs);
    Optional<PyTorchReference> reference = reference();
    List<TrainingBenchmark.Result> results = new ArrayList<>();
    for (Network network : networks()) {
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
    return new TrainingBenchmark(threads.count(), steps, pairs, reference);
  }

  private Optional<PyTorchReference> reference() {
    Optional<Path> folder =
        referenceFolder.or(() -> Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of));
    if (folder.isPresent()) {
      return Optional.of(PyTorchReference.in(folder.get()));
    }
    Optional<PyTorchReference> usual = PyTorchReference.find(USUAL_REFERENCE);
    if (usual.isEmpty()) {
      note(
          "no comparison with PyTorch: no reference script was given (--reference DIR, or "
              + VARIABLE
              + ")");
    }
    return usual;
  }

  private List<Network> networks() {
    if (files.isEmpty()) {
      return Arrays.stream(PyTorchReference.Net.values())
          .map(BenchTrainCommand::fullyConnected)
          .toList();
    }
    return files.stream().map(this::load).toList();
  }

  private Network load(Path file) {
    SourceOptions source = new SourceOptions();
    source.file = file;
    source.networkName = Optional.empty();
    source.parameters = Map.of();
    return source.load(this);
  }

  private static Network fullyConnected(PyTorchReference.Net net) {
    String name = net.name().toLowerCase(Locale.ROOT);
    String text =
        """
        network %s {
          input image: u8[1, 28, 28]
          let bits = image |> binarize(at = 128) |> flatten
          let body = bits |> repeat(3) { dense(%d) |> batchnorm |> sign }
          output digit = body |> dense(10) |> batchnorm |> argmax
        }
        """
            .formatted(name, net.width());
    return SignetLanguage.compile(SourceText.of(name, text)).networks().getFirst();
  }
}
