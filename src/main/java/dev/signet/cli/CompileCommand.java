package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.TextFile;
import dev.signet.flow.NetworkCompiler;
import dev.signet.ir.IrPrinter;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import dev.signet.network.NetworkPrinter;
import dev.signet.report.EstimateReport;
import dev.signet.rtl.RtlPrinter;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet compile}: shows a level as text. */
@Command(name = "compile", description = "Shows the network, its IR or its RTL IR as text.")
final class CompileCommand extends SignetCommand {
  /** What can be shown. */
  enum Emit {
    NETWORK,
    IR,
    RTL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin SourceOptions source;

  @Option(
      names = "--weights",
      paramLabel = "W.safetensors",
      description = "Trained weights; needed for ir and rtl.")
  Optional<Path> weights;

  @Option(
      names = "--emit",
      paramLabel = "LEVEL",
      required = true,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  Emit emit;

  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description = "dataflow or spatial, instead of the text's, for rtl.")
  Optional<Style> style;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write to a file instead of standard output, which of rtl then shows what each unit takes of a part.")
  Optional<Path> output;

  @Override
  public Integer call() {
    Network network = source.load(this);
    Optional<Hardware> hardware =
        emit == Emit.RTL ? Optional.of(hardware(network)) : Optional.empty();
    String text =
        switch (emit) {
          case NETWORK -> NetworkPrinter.print(network);
          case IR -> IrPrinter.print(program(network));
          case RTL -> RtlPrinter.print(hardware.orElseThrow().design());
        };
    Optional<EstimateReport> estimate =
        hardware.flatMap(each -> EstimateReport.of(each, network.hardware()));
    warn(estimate);
    ObjectNode result = object();
    result.put("network", network.name());
    result.put("emit", emit.toString());
    estimate.ifPresent(each -> each.putInto(result.putObject("estimate")));
    if (output.isPresent()) {
      TextFile.write(output.get(), text);
      result.put("file", output.get().toString());
      show(result, estimate.map(EstimateReport::text).orElse(""));
    } else {
      result.put("text", text);
      show(result, text);
    }
    return 0;
  }

  private Hardware hardware(Network network) {
    return Scheduler.schedule(
        program(network), style.orElse(network.hardware().style()), network.hardware());
  }

  private Program program(Network network) {
    if (weights.isEmpty()) {
      throw new UsageException(
          "--emit " + emit + " needs the trained weights: --weights W.safetensors");
    }
    return NetworkCompiler.compile(WeightsOptions.read(weights.get(), network));
  }
}
