package dev.signet.flow;

import dev.signet.schedule.FrameFormat;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.ResultFormat;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Inferences;
import dev.signet.sim.LaneSimulator;
import dev.signet.sim.StreamResult;
import dev.signet.sim.StreamRun;
import dev.signet.sim.StreamSettings;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs many frames through copies of a network's hardware that stay in step: each copy gets a
 * stream of its own, and every frame what a cycle-level simulation of its copy alone would give it,
 * in the same clock.
 */
public final class LockstepSimulation {
  private final Hardware hardware;
  private final StreamRun<LaneSimulator> run;
  private final int lanes;
  private final List<long[]> beats;

  /**
   * Makes copies ready to run.
   *
   * @param most copies, at least 1, such as the number of frames there are; there are fewer where
   *     more would be slower
   */
  public LockstepSimulation(Hardware hardware, int most) {
    this.hardware = hardware;
    this.run = StreamRun.ofLanes(hardware.design(), most);
    this.lanes = run.simulator().lanes();
    FrameFormat format = hardware.frameFormat();
    int longs = Math.ceilDiv(format.dataWidth(), Long.SIZE) * lanes;
    this.beats = Stream.generate(() -> new long[longs]).limit(format.beats()).toList();
  }

  /** How many copies there are. */
  public int lanes() {
    return lanes;
  }

  /**
   * Runs the first frames of a batch, from reset: frame k goes to lane k mod lanes. Where frames do
   * not fill the lanes, the last one is run by those that are left.
   *
   * @param frames elements of each, as the network's input
   * @param count how many of them
   * @return class and scores of each frame; timing and statistics of each copy, whose frame r
   *     stands for frames r · lanes on
   */
  public HardwareSimulation.Outcome run(FrameBatch frames, int count, StreamSettings settings) {
    int rounds = Math.ceilDiv(count, lanes);
    StreamResult result =
        run.run(rounds, round -> beats(frames, count, round), settings, List.of());
    return new HardwareSimulation.Outcome(unpack(result, count), result);
  }

  /** Into the same longs each time: a frame's beats are all taken before the next ones are made. */
  private List<long[]> beats(FrameBatch frames, int count, int round) {
    FrameFormat format = hardware.frameFormat();
    for (int beat = 0; beat < beats.size(); beat++) {
      for (int lane = 0; lane < lanes; lane++) {
        int frame = Math.min(round * lanes + lane, count - 1);
        format.beat(frames.elements(), frame, beat, beats.get(beat), lane, lanes);
      }
    }
    return beats;
  }

  private Inferences unpack(StreamResult result, int count) {
    ResultFormat format = hardware.resultFormat();
    int classes = format.classes();
    int[] labels = new int[count];
    long[] scores = new long[count * classes];
    // Neurons that never fire, or always, may leave results that are the same for all frames.
    boolean differs = run.simulator().differs(run.simulator().signal(StreamRun.RESULT));
    int step = differs ? lanes : 1;
    for (int frame = 0; frame < count; frame++) {
      long[] beat = result.outputs().get(frame / lanes).getFirst();
      int first = differs ? frame % lanes : 0;
      labels[frame] = format.label(beat, first, step);
      for (int k = 0; k < classes; k++) {
        scores[frame * classes + k] = format.score(beat, first, step, k);
      }
    }
    return new Inferences(labels, scores);
  }
}
