package dev.signet.cli;

import dev.signet.flow.LevelVerification;
import dev.signet.flow.VerilogTool;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How much a command holds against how much. */
final class VerificationOptions {
  /** Weights above which the spatial style is too large to be simulated as Verilog by default. */
  private static final long LARGEST_SPATIAL = 1_000_000;

  /** Which kinds of hardware are meant. */
  enum Styles {
    AUTO,
    DATAFLOW,
    SPATIAL,
    BOTH
  }

  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description =
          "dataflow, spatial or both (default: both up to a million weights, else the one of the text).")
  Styles styles = Styles.AUTO;

  @Option(
      names = "--verilator-frames",
      paramLabel = "N",
      description = "Frames in Verilator (default: 1000; 0 leaves it out).")
  int verilatorFrames = 1000;

  @Option(
      names = "--icarus-frames",
      paramLabel = "N",
      description = "Frames in Icarus Verilog (default: 100; 0 leaves it out).")
  int icarusFrames = 100;

  @Option(
      names = "--stall-seed",
      paramLabel = "N",
      description = "Seed of the random stalls (default: 1).")
  long stallSeed = 1;

  List<Style> styles(SignetCommand command, Network network) {
    return switch (styles) {
      case DATAFLOW -> List.of(Style.DATAFLOW);
      case SPATIAL -> List.of(Style.SPATIAL);
      case BOTH -> Arrays.asList(Style.values());
      case AUTO -> {
        if (network.weightCount() <= LARGEST_SPATIAL) {
          yield Arrays.asList(Style.values());
        }
        command.note(
            "signet: %,d weights are many for the spatial style; only %s is built (--style both takes both)"
                .formatted(network.weightCount(), network.hardware().style().label()));
        yield List.of(network.hardware().style());
      }
    };
  }

  LevelVerification.Options toOptions(List<Style> chosen, int threads) {
    Map<VerilogTool, Integer> frames = new EnumMap<>(VerilogTool.class);
    if (Counts.notNegative("--verilator-frames", verilatorFrames) > 0) {
      frames.put(VerilogTool.VERILATOR, verilatorFrames);
    }
    if (Counts.notNegative("--icarus-frames", icarusFrames) > 0) {
      frames.put(VerilogTool.IVERILOG, icarusFrames);
    }
    return new LevelVerification.Options(chosen, threads, frames, stallSeed);
  }
}
