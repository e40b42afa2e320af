package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.ImageSet;
import dev.signet.flow.LevelVerification;
import dev.signet.flow.NetworkCompiler;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.report.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code signet verify}: every level gives the same bits. */
@Command(
    name = "verify",
    description = {
      "Holds all levels against each other on the test images: trainer, IR, batch engine, cycle simulator, and the"
          + " emitted Verilog in Verilator and Icarus Verilog, port by port in every clock.",
      "Exits with 1 where any bit differs, or where a Verilog simulator is missing that was not left out."
    })
final class VerifyCommand extends SignetCommand {
  @Mixin SourceOptions source;
  @Mixin WeightsOptions weights;
  @Mixin TestImageOptions testImages;
  @Mixin VerificationOptions verification;
  @Mixin ThreadOptions threads;

  @Override
  public Integer call() {
    Network network = source.load(this);
    Model model = weights.load(network);
    ImageSet images = testImages.load(this, network, threads).test();
    LevelVerification.Outcome outcome =
        LevelVerification.verify(
            model,
            NetworkCompiler.compile(model),
            images,
            verification.toOptions(verification.styles(this, network), threads.count()),
            this::note);
    VerificationReport report = new VerificationReport(network.name(), outcome.levels());
    ObjectNode result = object();
    report.putInto(result);
    result.put("ok", report.agrees() && report.complete());
    show(result, report.text());
    return report.agrees() && report.complete() ? 0 : 1;
  }
}
