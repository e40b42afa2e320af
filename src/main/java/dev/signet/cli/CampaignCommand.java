package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.Campaign;
import dev.signet.flow.Campaign.Verdict;
import dev.signet.flow.VerilogTool;
import dev.signet.report.CampaignReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet campaign}: every level gives the same bits, on networks drawn by chance. */
@Command(
    name = "campaign",
    description = {
      "Draws small networks of all kinds of layers, with random parameters and frames, and holds all levels against"
          + " each other on each: trainer, IR, batch engine, cycle simulator with and without stalls, and the emitted"
          + " Verilog in Verilator and Icarus Verilog.",
      "Exits with 1 where any bit differs, and shows the networks where it does."
    })
final class CampaignCommand extends SignetCommand {
  @Option(names = "--networks", paramLabel = "N", description = "How many networks (default: 500).")
  int networks = 500;

  @Option(
      names = "--first",
      paramLabel = "N",
      description = "The number of the first of them (default: 0).")
  int first;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of everything that is drawn (default: 1).")
  long seed = 1;

  @Option(names = "--frames", paramLabel = "N", description = "Frames a network (default: 12).")
  int frames = 12;

  @Option(
      names = "--verilog-frames",
      paramLabel = "N",
      description = "Of them, how many in each Verilog simulator (default: 4; 0 leaves both out).")
  int verilogFrames = 4;

  @Mixin ThreadOptions threads;

  @Override
  public Integer call() throws InterruptedException {
    Counts.positive("--networks", networks);
    Counts.notNegative("--first", first);
    Map<VerilogTool, Integer> verilog = new EnumMap<>(VerilogTool.class);
    if (Counts.notNegative("--verilog-frames", verilogFrames) > 0) {
      for (VerilogTool tool : VerilogTool.values()) {
        verilog.put(tool, verilogFrames);
      }
    }
    Campaign campaign = new Campaign(seed, Counts.positive("--frames", frames), verilog);
    CampaignReport report = new CampaignReport(seed, run(campaign));
    ObjectNode result = object();
    report.putInto(result);
    show(result, report.text());
    return report.agrees() ? 0 : 1;
  }

  private List<Verdict> run(Campaign campaign) throws InterruptedException {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads.count())) {
      List<Future<Verdict>> futures = new ArrayList<>();
      for (int index = 0; index < networks; index++) {
        int number = first + index;
        futures.add(executor.submit(() -> campaign.run(number)));
      }
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<Verdict> future : futures) {
        try {
          verdicts.add(future.get());
        } catch (ExecutionException e) {
          executor.shutdownNow();
          throw e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(e.getCause());
        }
        progress(verdicts);
      }
      return verdicts;
    }
  }

  private void progress(List<Verdict> verdicts) {
    int done = verdicts.size();
    if (done % Math.max(1, networks / 20) == 0) {
      long differing = verdicts.stream().filter(verdict -> !verdict.agrees()).count();
      note("%,d of %,d networks, %,d differ".formatted(done, networks, differing));
    }
  }
}
