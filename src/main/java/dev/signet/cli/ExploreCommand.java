package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.NetworkCompiler;
import dev.signet.flow.UntrainedNetwork;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.network.Network;
import dev.signet.network.SpatialSize;
import dev.signet.report.EstimateReport;
import dev.signet.report.ExplorationReport;
import dev.signet.schedule.FoldingPlan;
import dev.signet.schedule.Scheduler;
import dev.signet.schedule.Scheduler.ScheduleException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet explore}: what throughput costs which area. */
@Command(
    name = "explore",
    description =
        "Shows which foldings a network can have in dataflow style: all of which no other is both as fast and as"
            + " small, and the one that the text's goals choose, unit by unit. Clocks are exact, areas and how fast"
            + " it is estimated. Foldings that the text gives are kept.")
final class ExploreCommand extends SignetCommand {
  @Mixin SourceOptions source;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "xc7 or ice40, instead of the text's.")
  Optional<Target> target;

  @Option(
      names = "--weights",
      paramLabel = "W.safetensors",
      description =
          "Trained weights; only the size of the scores depends on them (default: random ones).")
  Optional<Path> weights;

  @Option(names = "--all", description = "Show every folding, not only some at equal steps.")
  boolean all;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw throughput over area, as .svg or .png.")
  Optional<Path> plot;

  @Override
  public Integer call() {
    Optional<PlotFile> picture = plot.map(PlotFile::new);
    Network network = source.load(this);
    HardwareGoals goals = network.hardware().withTarget(target.orElse(network.hardware().target()));
    Program program =
        weights
            .map(file -> NetworkCompiler.compile(WeightsOptions.read(file, network)))
            .orElseGet(() -> UntrainedNetwork.compile(network));
    Optional<FoldingPlan> chosen = chosen(program, goals);
    Optional<EstimateReport> estimate =
        chosen.map(
            plan ->
                new EstimateReport(Scheduler.estimate(program, goals, plan), goals.clockHertz()));
    warn(estimate);
    ExplorationReport report =
        new ExplorationReport(
            network.name(),
            goals.target(),
            goals.clockHertz(),
            Scheduler.explore(program, goals),
            chosen,
            estimate,
            SpatialSize.of(network.nodes()).fits()
                ? Optional.of(Scheduler.spatialArea(program, goals))
                : Optional.empty());
    ObjectNode result = object();
    report.putInto(result);
    picture.ifPresent(
        file -> {
          file.write(report::svg, report::png);
          result.put("plot", file.toString());
        });
    show(result, report.text(all) + picture.map(file -> "plot: " + file + "\n").orElse(""));
    return 0;
  }

  /** What the goals choose; where they cannot be met, the others are still worth seeing. */
  private Optional<FoldingPlan> chosen(Program program, HardwareGoals goals) {
    try {
      return Optional.of(Scheduler.plan(program, goals));
    } catch (ScheduleException e) {
      note("signet: the goals of the text cannot be met: " + e.getMessage());
      return Optional.empty();
    }
  }
}
