package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.CppInferenceReference;
import dev.signet.flow.FlowException;
import dev.signet.flow.InferenceBenchmark;
import dev.signet.network.Network;
import dev.signet.report.InferenceBenchmarkReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet bench inference}: images a second of level fast. */
@Command(
    name = "inference",
    description = {
      "Times bulk inference (level fast) on random images with random weights.",
      "The networks are tfc, sfc and lfc where no others are given: 784 inputs and three hidden layers"
          + " of 64, 256 and 1024 neurons.",
      "Where a folder with xnor_bound.cpp is given, the C++ written by hand for those three, with"
          + " AVX-512 VPOPCNTDQ, is compiled and timed in turns with it. The C++ gets packed bits and"
          + " gives sums; ours gets bytes and gives classes and scores."
    })
final class BenchInferenceCommand extends SignetCommand {
  @Mixin BenchOptions bench;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each side (default: ${DEFAULT-VALUE}).")
  int threads = 1;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Images of a call of ours (default: ${DEFAULT-VALUE}).")
  int frames = 10_000;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "What a turn takes, at least (default: ${DEFAULT-VALUE}).")
  double seconds = 1;

  @Override
  public Integer call() {
    ThreadOptions limits = new ThreadOptions();
    limits.threads = threads;
    limits.count();
    Counts.positive("--frames", frames);
    BenchOptions.requireSeconds(seconds);
    Optional<CppInferenceReference> reference = reference();
    List<InferenceBenchmark.Result> results = new ArrayList<>();
    for (Network network : bench.networks(this)) {
      note("timing " + network.name() + " ...");
      try {
        results.add(benchmark(reference).run(network));
      } catch (FlowException e) {
        note("no comparison with C++: " + e.getMessage());
        reference = Optional.empty();
        results.add(benchmark(reference).run(network));
      }
    }
    InferenceBenchmarkReport report = new InferenceBenchmarkReport(threads, results);
    ObjectNode result = object();
    report.putInto(result);
    show(result, report.text());
    return 0;
  }

  private InferenceBenchmark benchmark(Optional<CppInferenceReference> reference) {
    return new InferenceBenchmark(threads, frames, seconds, bench.pairs(), reference);
  }

  private Optional<CppInferenceReference> reference() {
    Optional<Path> folder = bench.folderOf(CppInferenceReference::isIn, "xnor_bound.cpp");
    if (folder.isEmpty()) {
      note(BenchOptions.none("no comparison with C++", "folder of references"));
    }
    return folder.map(CppInferenceReference::in);
  }
}
