package dev.signet.flow;

import dev.signet.network.Network;
import dev.signet.schedule.Hardware;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.StreamSettings;

/** Copies of hardware in lockstep, and many frames of noise to run through them. */
final class NoiseInLockstep {
  /** As many frames as MNIST has to test with. */
  private static final int FRAMES = 10_000;

  private final FrameBatch frames;
  private final LockstepSimulation simulation;

  /**
   * @param network of the hardware
   * @param least how many frames at least; the first are those of {@link NoiseSimulation}
   */
  NoiseInLockstep(Hardware hardware, Network network, int least) {
    this.frames = RandomFrames.of(network, Math.max(least, FRAMES));
    this.simulation = new LockstepSimulation(hardware, frames.frames());
  }

  /** How many copies there are. */
  int lanes() {
    return simulation.lanes();
  }

  /** Runs all frames, from reset, without stalls. */
  HardwareSimulation.Outcome run() {
    return simulation.run(frames, frames.frames(), StreamSettings.DEFAULT);
  }
}
