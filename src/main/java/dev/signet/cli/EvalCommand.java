package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.DataSet;
import dev.signet.data.ImageSet;
import dev.signet.flow.Level;
import dev.signet.flow.LevelInference;
import dev.signet.flow.NetworkCompiler;
import dev.signet.flow.NetworkData;
import dev.signet.ir.Program;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.report.EvaluationReport;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet eval}: how often a level is right. */
@Command(
    name = "eval",
    description = "Measures accuracy on the test images at a level, with the confusion matrix.")
final class EvalCommand extends SignetCommand {
  @Mixin SourceOptions source;
  @Mixin WeightsOptions weights;
  @Mixin TestImageOptions testImages;
  @Mixin ThreadOptions threads;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "One of: train, ir, fast, rtl (default: fast).")
  Level level = Level.FAST;

  @Override
  public Integer call() {
    Network network = source.load(this);
    Model model = weights.load(network);
    DataSet data = testImages.load(this, network, threads);
    ImageSet images = data.test();
    Program program = NetworkCompiler.compile(model);
    int[] predicted = LevelInference.classes(level, model, program, images, threads.count());
    int[] actual = IntStream.range(0, images.count()).map(images::label).toArray();
    EvaluationReport report =
        EvaluationReport.of(
            network.name(),
            level.label(),
            NetworkData.classNames(network, data),
            predicted,
            actual);
    ObjectNode result = object();
    report.putInto(result);
    show(result, report.text());
    return 0;
  }
}
