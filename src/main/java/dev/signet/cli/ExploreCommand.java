package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.BinaryFile;
import dev.signet.data.TextFile;
import dev.signet.flow.NetworkCompiler;
import dev.signet.flow.UntrainedModel;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.report.ExplorationReport;
import dev.signet.schedule.Scheduler;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet explore}: what throughput costs which area. */
@Command(
    name = "explore",
    description =
        "Shows which foldings a network can have in dataflow style: all of which no other is both as fast and as"
            + " small. Clocks are exact, areas estimated. Foldings that the text gives are kept.")
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
    boolean isPng = plot.filter(file -> endsIn(file, ".png")).isPresent();
    if (plot.isPresent() && !isPng && !endsIn(plot.get(), ".svg")) {
      throw new UsageException("--plot takes a name that ends in .svg or .png, not " + plot.get());
    }
    Network network = source.load(this);
    HardwareGoals goals = network.hardware().withTarget(target.orElse(network.hardware().target()));
    Model model =
        weights
            .map(file -> WeightsOptions.read(file, network))
            .orElseGet(() -> UntrainedModel.of(network));
    ExplorationReport report =
        new ExplorationReport(
            network.name(),
            goals.target(),
            goals.clockHertz(),
            Scheduler.explore(NetworkCompiler.compile(model), goals));
    ObjectNode result = object();
    report.putInto(result);
    plot.ifPresent(
        file -> {
          if (isPng) {
            BinaryFile.write(file, png(report));
          } else {
            TextFile.write(file, report.svg());
          }
          result.put("plot", file.toString());
        });
    show(result, report.text(all) + plot.map(file -> "plot: " + file + "\n").orElse(""));
    return 0;
  }

  private static byte[] png(ExplorationReport report) {
    try {
      return report.png();
    } catch (RuntimeException | Error e) {
      // Java draws words with the machine's fonts, and fails in many ways where there are none.
      throw new CliException(
          "Java finds no fonts here to draw with ("
              + e
              + "); install fontconfig and a font, or take --plot FILE.svg, which needs none");
    }
  }

  private static boolean endsIn(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
