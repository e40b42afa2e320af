package dev.signet.flow;

import dev.signet.rtl.PortTrace;
import dev.signet.schedule.Hardware;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.ResetPulse;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import dev.signet.verilog.GeneratedFile;
import dev.signet.verilog.ScriptEmitter;
import dev.signet.verilog.TestbenchEmitter;
import dev.signet.verilog.VerilogEmitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is written for a piece of hardware: its Verilog, a testbench with golden vectors,
 * and scripts.
 */
public final class HardwareFiles {
  /** How often source and sink pause in the traffic with stalls. */
  private static final double STALL_PROBABILITY = 0.25;

  private HardwareFiles() {}

  /** The kinds of traffic the hardware is tested with. */
  public enum Traffic {
    /** Frames back to back. */
    STEADY,
    /** Random stalls on both sides, and a reset in the middle of a frame. */
    STALLED;

    /** The name of its folder of vectors. */
    public String folder() {
      return this == STEADY ? "steady" : "stalled";
    }

    /** Its settings for a piece of hardware. */
    StreamSettings settings(Hardware hardware, long seed) {
      if (this == STEADY) {
        return StreamSettings.DEFAULT;
      }
      long middle = 8 + hardware.cyclesPerFrame() * 3 / 2;
      return StreamSettings.DEFAULT
          .withStalls(new Stalls(STALL_PROBABILITY, STALL_PROBABILITY, seed))
          .withResets(List.of(new ResetPulse(middle, 2)));
    }
  }

  /**
   * The files, with vectors from the cycle-level simulator.
   *
   * @param frames what the golden vectors are made of
   * @param count how many of them
   * @param seed of the random stalls
   */
  public static List<GeneratedFile> of(Hardware hardware, FrameBatch frames, int count, long seed) {
    HardwareSimulation simulation = new HardwareSimulation(hardware);
    Map<String, PortTrace> traces = new LinkedHashMap<>();
    for (Traffic traffic : Traffic.values()) {
      traces.put(
          traffic.folder(),
          simulation.trace(frames, count, traffic.settings(hardware, seed)).trace());
    }
    return of(hardware, traces);
  }

  /** The files, with these vectors. */
  static List<GeneratedFile> of(Hardware hardware, Map<String, PortTrace> traces) {
    List<GeneratedFile> verilog = new VerilogEmitter().emit(hardware.design());
    List<GeneratedFile> files = new ArrayList<>(verilog);
    files.addAll(new ScriptEmitter().emit(hardware.design(), verilog));
    files.addAll(new TestbenchEmitter().emit(hardware.design(), traces));
    return List.copyOf(files);
  }
}
