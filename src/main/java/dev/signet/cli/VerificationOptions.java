package dev.signet.cli;

import dev.signet.flow.Effort;
import dev.signet.flow.LevelVerification;
import dev.signet.flow.VerilogTool;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import dev.signet.network.SpatialSize;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How much a command holds against how much. */
final class VerificationOptions {
  /**
   * Bits of logic above which the spatial style is too large to be simulated as Verilog by default:
   * Verilator builds it for minutes.
   */
  private static final long LARGEST_SPATIAL = 500_000;

  private static final int VERILATOR_FRAMES = 1000;
  private static final int ICARUS_FRAMES = 100;

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
          "dataflow, spatial or both (default: both for small networks, else the one of the text).")
  Styles styles = Styles.AUTO;

  @Option(
      names = "--verilator-frames",
      paramLabel = "N",
      description =
          "Frames in Verilator (default: 1000, or fewer of a frame of many clocks; 0 leaves it out).")
  Optional<Integer> verilatorFrames = Optional.empty();

  @Option(
      names = "--icarus-frames",
      paramLabel = "N",
      description =
          "Frames in Icarus Verilog (default: 100, or fewer of a frame of many clocks; 0 leaves it out).")
  Optional<Integer> icarusFrames = Optional.empty();

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
        long bits = SpatialSize.of(network.nodes()).bits();
        if (bits <= LARGEST_SPATIAL) {
          yield Arrays.asList(Style.values());
        }
        command.note(
            "signet: logic of its own for each neuron, the spatial style, would take in %,d bits; only %s is built%s"
                .formatted(
                    bits,
                    network.hardware().style().label(),
                    bits <= SpatialSize.LIMIT ? " (--style both takes both)" : ""));
        yield List.of(network.hardware().style());
      }
    };
  }

  /**
   * @param chosen which kinds of hardware
   * @param all whether the number of frames was asked for, so that no level gets fewer
   */
  LevelVerification.Options toOptions(List<Style> chosen, int threads, boolean all) {
    Map<VerilogTool, Integer> frames = new EnumMap<>(VerilogTool.class);
    Effort effort = all ? Effort.UNLIMITED.within(Effort.USUAL.verilogCycles()) : Effort.USUAL;
    frames.put(VerilogTool.VERILATOR, verilatorFrames.orElse(VERILATOR_FRAMES));
    frames.put(VerilogTool.IVERILOG, icarusFrames.orElse(ICARUS_FRAMES));
    Counts.notNegative("--verilator-frames", verilatorFrames.orElse(0));
    Counts.notNegative("--icarus-frames", icarusFrames.orElse(0));
    if (verilatorFrames.isPresent()) {
      effort = effort.withAllOf(VerilogTool.VERILATOR);
    }
    if (icarusFrames.isPresent()) {
      effort = effort.withAllOf(VerilogTool.IVERILOG);
    }
    frames.values().removeIf(count -> count == 0);
    return new LevelVerification.Options(chosen, threads, frames, effort, stallSeed);
  }
}
