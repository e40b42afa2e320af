package dev.signet.flow;

import dev.signet.ir.Program;
import dev.signet.schedule.Hardware;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much work each level of a verification may be, so that a large network is verified in minutes
 * too, on fewer frames. The levels are as far apart in speed as the limits are.
 *
 * @param terms of sums in the reference interpreter; no level gets more frames than it
 * @param cycles in the cycle-level simulator, for each style and kind of traffic
 * @param verilogCycles in the Verilog simulators
 */
public record Effort(long terms, long cycles, Map<VerilogTool, Long> verilogCycles) {
  /** Frames that any level gets, where there are so many. */
  private static final int LEAST_FRAMES = 2;

  /** All frames at every level. */
  public static final Effort UNLIMITED = new Effort(Long.MAX_VALUE, Long.MAX_VALUE, Map.of());

  /** Minutes: ten thousand frames of a dense network of three million weights and 1,024 clocks. */
  public static final Effort USUAL =
      new Effort(
          30_000_000_000L,
          12_000_000,
          Map.of(VerilogTool.VERILATOR, 1_200_000L, VerilogTool.IVERILOG, 120_000L));

  public Effort {
    verilogCycles = Map.copyOf(verilogCycles);
  }

  /** The same with other limits for the Verilog simulators. */
  public Effort within(Map<VerilogTool, Long> cyclesOfTools) {
    return new Effort(terms, cycles, cyclesOfTools);
  }

  /** The same without a limit for one of the Verilog simulators. */
  public Effort withAllOf(VerilogTool tool) {
    Map<VerilogTool, Long> others = new EnumMap<>(VerilogTool.class);
    others.putAll(verilogCycles);
    others.remove(tool);
    return new Effort(terms, cycles, others);
  }

  /** How many of some frames the reference interpreter gets. */
  int interpreted(Program program, int frames) {
    return within(terms / (1 + program.comparisons()), frames);
  }

  /** How many of some frames the cycle-level simulator gets. */
  int simulated(Hardware hardware, int frames) {
    return within(cycles / hardware.cyclesPerFrame(), frames);
  }

  /** How many of some frames a Verilog simulator gets. */
  int simulated(VerilogTool tool, Hardware hardware, int frames) {
    long limit = verilogCycles.getOrDefault(tool, Long.MAX_VALUE);
    return within(limit / hardware.cyclesPerFrame(), frames);
  }

  private static int within(long affordable, int frames) {
    return (int) Math.min(frames, Math.max(LEAST_FRAMES, affordable));
  }
}
