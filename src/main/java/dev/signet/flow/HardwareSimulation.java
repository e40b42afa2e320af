package dev.signet.flow;

import dev.signet.rtl.PortTrace;
import dev.signet.schedule.FrameFormat;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.ResultFormat;
import dev.signet.sim.CycleListener;
import dev.signet.sim.CycleSimulator;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Inferences;
import dev.signet.sim.PortRecorder;
import dev.signet.sim.StreamResult;
import dev.signet.sim.StreamRun;
import dev.signet.sim.StreamSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs frames through a network's hardware in the cycle-level simulator: packs them, and unpacks
 * the results.
 */
public final class HardwareSimulation {
  private final Hardware hardware;
  private final StreamRun<CycleSimulator> run;

  /** Makes hardware ready to run. */
  public HardwareSimulation(Hardware hardware) {
    this.hardware = hardware;
    this.run = StreamRun.of(hardware.design());
  }

  /**
   * What a run gave.
   *
   * @param inferences class and scores of each frame
   * @param stream timing and statistics
   */
  public record Outcome(Inferences inferences, StreamResult stream) {}

  /**
   * What a run gave, with all ports in all cycles.
   *
   * @param outcome results and timing
   * @param trace the ports
   */
  public record TracedOutcome(Outcome outcome, PortTrace trace) {}

  /** The cycle-level simulation itself, for listeners that look at signals. */
  public StreamRun<CycleSimulator> streamRun() {
    return run;
  }

  /**
   * Runs the first frames of a batch, from reset.
   *
   * @param frames elements of each, as the network's input
   * @param count how many of them
   */
  public Outcome run(
      FrameBatch frames, int count, StreamSettings settings, List<CycleListener> listeners) {
    FrameFormat format = hardware.frameFormat();
    StreamResult result =
        run.run(
            count,
            frame -> {
              List<long[]> beats = new ArrayList<>(format.beats());
              for (int beat = 0; beat < format.beats(); beat++) {
                beats.add(format.beat(frames.elements(), frame, beat));
              }
              return beats;
            },
            settings,
            listeners);
    List<BigInteger> beats =
        result.outputs().stream().map(output -> unsigned(output.getFirst())).toList();
    return new Outcome(unpack(hardware.resultFormat(), beats), result);
  }

  /** Runs frames and records every port in every cycle. */
  public TracedOutcome trace(FrameBatch frames, int count, StreamSettings settings) {
    PortRecorder recorder = new PortRecorder(run.simulator(), hardware.design());
    Outcome outcome = run(frames, count, settings, List.of(recorder));
    return new TracedOutcome(outcome, recorder.trace());
  }

  /** Classes and scores out of result beats, in order. */
  public static Inferences unpack(ResultFormat format, List<BigInteger> beats) {
    int classes = format.classes();
    int[] labels = new int[beats.size()];
    long[] scores = new long[beats.size() * classes];
    for (int frame = 0; frame < labels.length; frame++) {
      labels[frame] = format.label(beats.get(frame));
      for (int k = 0; k < classes; k++) {
        scores[frame * classes + k] = format.score(beats.get(frame), k);
      }
    }
    return new Inferences(labels, scores);
  }

  /** The number whose lowest 64 bits are in the first word. */
  static BigInteger unsigned(long[] words) {
    byte[] bytes = new byte[words.length * Long.BYTES + 1];
    for (int word = 0; word < words.length; word++) {
      for (int index = 0; index < Long.BYTES; index++) {
        bytes[bytes.length - 1 - word * Long.BYTES - index] = (byte) (words[word] >>> (8 * index));
      }
    }
    return new BigInteger(bytes);
  }
}
