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
import java.util.ArrayList;
import java.util.List;

/**
 * Runs many frames through copies of a network's hardware that stay in step: each copy gets a
 * stream of its own, and every frame what a cycle-level simulation of its copy alone would give it,
 * in the same clock.
 */
public final class LockstepSimulation {
  /** Lanes that are packed together: a cache line of each word. */
  private static final int BLOCK = 8;

  private final Hardware hardware;
  private final StreamRun<LaneSimulator> run;
  private final int lanes;

  /**
   * Makes copies ready to run.
   *
   * @param lanes how many, at least 1; divisible by 8 is fastest
   */
  public LockstepSimulation(Hardware hardware, int lanes) {
    this.hardware = hardware;
    this.lanes = lanes;
    this.run = StreamRun.ofLanes(hardware.design(), lanes);
  }

  /**
   * What a run gave.
   *
   * @param inferences class and scores of each frame
   * @param stream timing and statistics of each copy; its frame r stands for frames r · lanes on
   */
  public record Outcome(Inferences inferences, StreamResult stream) {}

  /**
   * Runs the first frames of a batch, from reset: frame k goes to lane k mod lanes. Where frames do
   * not fill the lanes, the last one is run by those that are left.
   *
   * @param frames elements of each, as the network's input
   * @param count how many of them
   */
  public Outcome run(FrameBatch frames, int count, StreamSettings settings) {
    int rounds = Math.ceilDiv(count, lanes);
    StreamResult result =
        run.run(rounds, round -> beats(frames, count, round), settings, List.of());
    return new Outcome(unpack(result, count), result);
  }

  private List<long[]> beats(FrameBatch frames, int count, int round) {
    FrameFormat format = hardware.frameFormat();
    List<long[]> beats = new ArrayList<>(format.beats());
    int words = Math.ceilDiv(format.dataWidth(), Long.SIZE);
    for (int beat = 0; beat < format.beats(); beat++) {
      long[] all = new long[words * lanes];
      // Words of a few lanes first, then cache lines of them to where they belong.
      long[] few = new long[words * BLOCK];
      for (int lane = 0; lane < lanes; lane += BLOCK) {
        int width = Math.min(BLOCK, lanes - lane);
        for (int each = 0; each < width; each++) {
          int frame = Math.min(round * lanes + lane + each, count - 1);
          format.beat(frames.elements(), frame, beat, few, each, BLOCK);
        }
        for (int word = 0; word < words; word++) {
          System.arraycopy(few, word * BLOCK, all, word * lanes + lane, width);
        }
      }
      beats.add(all);
    }
    return beats;
  }

  private Inferences unpack(StreamResult result, int count) {
    ResultFormat format = hardware.resultFormat();
    int classes = format.classes();
    int[] labels = new int[count];
    long[] scores = new long[count * classes];
    for (int frame = 0; frame < count; frame++) {
      long[] beat = result.outputs().get(frame / lanes).getFirst();
      labels[frame] = format.label(beat, frame % lanes, lanes);
      for (int k = 0; k < classes; k++) {
        scores[frame * classes + k] = format.score(beat, frame % lanes, lanes, k);
      }
    }
    return new Inferences(labels, scores);
  }

  /**
   * Lanes that are worth it for so many frames: a row of them fills vectors and stays in a cache.
   */
  public static int lanesFor(int frames, int most) {
    return Math.max(1, Math.min(most, Math.ceilDiv(frames, 8) * 8));
  }
}
