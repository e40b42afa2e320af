package dev.signet.flow;

import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import dev.signet.schedule.FrameFormat;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Inferences;
import dev.signet.sim.StreamSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The hardware of a network with random weights, and frames of noise to run through it: what the
 * speed of simulation is measured on. Control does not depend on data, so neither does the speed.
 */
public final class NoiseSimulation {
  private final Hardware hardware;
  private final FrameBatch frames;
  private final HardwareSimulation simulation;

  private NoiseSimulation(Hardware hardware, FrameBatch frames) {
    this.hardware = hardware;
    this.frames = frames;
    this.simulation = new HardwareSimulation(hardware);
  }

  /**
   * What a run gave.
   *
   * @param inferences of all frames
   * @param clocks from the first of the reset to the last result's
   */
  public record Outcome(Inferences inferences, long clocks) {}

  /**
   * Makes the hardware; the same for the same network, style and number.
   *
   * @param frames at least 1
   */
  public static NoiseSimulation of(Network network, Style style, int frames) {
    Hardware hardware =
        Scheduler.schedule(UntrainedNetwork.compile(network), style, network.hardware());
    return new NoiseSimulation(hardware, RandomFrames.of(network, frames));
  }

  /**
   * Runs all frames through the cycle-level simulator as one stream, from reset, without stalls.
   */
  public Outcome run() {
    HardwareSimulation.Outcome outcome =
        simulation.run(frames, frames.frames(), StreamSettings.DEFAULT, List.of());
    return new Outcome(outcome.inferences(), outcome.stream().cycles());
  }

  Hardware hardware() {
    return hardware;
  }

  /** What {@code s_axis_tdata} carries, beat after beat. */
  List<BigInteger> beats() {
    FrameFormat format = hardware.frameFormat();
    List<BigInteger> beats = new ArrayList<>();
    for (int frame = 0; frame < frames.frames(); frame++) {
      for (int beat = 0; beat < format.beats(); beat++) {
        beats.add(HardwareSimulation.unsigned(format.beat(frames.elements(), frame, beat)));
      }
    }
    return beats;
  }
}
