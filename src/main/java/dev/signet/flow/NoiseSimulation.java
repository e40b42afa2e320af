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
  /** Frames of a run in lockstep: as many as MNIST has to test with. */
  private static final int MORE = 10_000;

  private final Hardware hardware;
  private final FrameBatch frames;
  private final FrameBatch more;
  private final HardwareSimulation simulation;
  private final LockstepSimulation lockstep;

  private NoiseSimulation(Hardware hardware, FrameBatch frames, FrameBatch more) {
    this.hardware = hardware;
    this.frames = frames;
    this.more = more;
    this.simulation = new HardwareSimulation(hardware);
    this.lockstep = new LockstepSimulation(hardware, more.frames());
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
    return new NoiseSimulation(
        hardware,
        RandomFrames.of(network, frames),
        RandomFrames.of(network, Math.max(frames, MORE)));
  }

  /** Copies of the hardware that run in lockstep. */
  int lanes() {
    return lockstep.lanes();
  }

  /** Runs more frames, those of {@link #run} first, on copies of the hardware in lockstep. */
  LockstepSimulation.Outcome runInLockstep() {
    return lockstep.run(more, more.frames(), StreamSettings.DEFAULT);
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
