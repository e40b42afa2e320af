package dev.signet.sim;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** The sending end of a run: offers frames beat by beat, with pauses, and keeps what it offers. */
final class StreamSource {
  private final SimulatedDesign simulator;
  private final int data;
  private final int valid;
  private final int last;
  private final int frames;
  private final IntFunction<List<long[]>> supplier;
  private final double pause;
  private final SplittableRandom random;
  private int frame;
  private int beat;
  private List<long[]> beats = List.of();
  private boolean offering;

  StreamSource(
      SimulatedDesign simulator,
      int frames,
      IntFunction<List<long[]>> supplier,
      double pause,
      SplittableRandom random) {
    this.simulator = simulator;
    this.data = simulator.signal("s_axis_tdata");
    this.valid = simulator.signal("s_axis_tvalid");
    this.last = simulator.signal("s_axis_tlast");
    this.frames = frames;
    this.supplier = supplier;
    this.pause = pause;
    this.random = random;
  }

  /** Withdraws what is offered; begins again with a frame. */
  void restart(int firstFrame) {
    frame = firstFrame;
    beat = 0;
    offering = false;
    simulator.set(valid, 0);
  }

  /** Begins a cycle: offers the next beat unless it pauses. */
  void offer() {
    if (!offering && frame < frames && (pause == 0 || random.nextDouble() >= pause)) {
      if (beat == 0) {
        beats = supplier.apply(frame);
        check();
      }
      simulator.set(data, beats.get(beat));
      simulator.set(last, beat == beats.size() - 1 ? 1 : 0);
      simulator.set(valid, 1);
      offering = true;
    } else if (!offering) {
      simulator.set(valid, 0);
    }
  }

  private void check() {
    if (beats.isEmpty()) {
      throw new SimulationException("frame " + frame + " has no beats");
    }
    for (long[] each : beats) {
      if (!simulator.fits(data, each)) {
        throw new SimulationException(
            "frame %d has a beat of %d longs; s_axis_tdata has %d bits, so %d longs with 0 above"
                .formatted(frame, each.length, simulator.width(data), simulator.words(data)));
      }
    }
  }

  boolean offering() {
    return offering;
  }

  /** The frame of the beat offered now or next. */
  int frame() {
    return frame;
  }

  /** The beat of its frame offered now or next. */
  int beat() {
    return beat;
  }

  /** The beat offered is taken; tells whether it was the last of its frame. */
  boolean taken() {
    offering = false;
    beat++;
    if (beat < beats.size()) {
      return false;
    }
    beat = 0;
    frame++;
    return true;
  }
}
