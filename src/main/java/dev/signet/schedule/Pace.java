package dev.signet.schedule;

import dev.signet.schedule.UnitGraph.Edge;
import java.util.Map;

/**
 * Whether units keep the pace of frames that come in a given number of clocks apart, by the depths
 * of the FIFOs between them.
 *
 * <p>They do where all that happens to a frame, in any unit, happens to the next in the same way so
 * many clocks later, for as many frames as anything looks back; so it goes on for ever. Where that
 * does not come about in some frames they are taken not to.
 */
final class Pace {
  /** Frames in which it has to come about, beside those that something looks back. */
  private static final int SETTLING = 12;

  /** Frames in a row that are each later than the one before: it gets no better. */
  private static final int FALLING_BEHIND = 3;

  private final GraphTiming timing;
  private final Map<Edge, Integer> most;
  private final long interval;
  private int runs;
  private long clocks;
  private long latency;

  /**
   * @param most places for FIFOs, with the most words of each
   * @param interval clocks from frame to frame
   */
  Pace(UnitGraph graph, Map<Edge, Integer> most, long interval) {
    this.timing = new GraphTiming(graph, most);
    this.most = most;
    this.interval = interval;
  }

  /** How often it was tried. */
  int runs() {
    return runs;
  }

  /** Clocks of all runs together. */
  long clocks() {
    return clocks;
  }

  /**
   * Clocks of the first frame in the last run, from its first beat to its result, both included.
   */
  long latency() {
    return latency;
  }

  /** The most words that a FIFO held in a frame of the last run, which has settled. */
  int highWater(Edge edge) {
    return timing.fifo(edge).highWater(interval);
  }

  /**
   * Tries depths.
   *
   * @param depths of the FIFOs; none where it is 0 or not there
   */
  boolean isKept(Map<Edge, Integer> depths) {
    most.keySet().forEach(edge -> timing.fifo(edge).resize(depths.getOrDefault(edge, 0)));
    int beats = timing.beats();
    timing.restart(
        interval,
        (word, earliest) -> Math.max(earliest, word / beats * interval),
        (_, earliest) -> earliest);
    runs++;
    boolean kept = settles();
    clocks += Math.max(0, timing.lastResult());
    return kept;
  }

  private boolean settles() {
    int lookback = timing.lookback();
    long before = 0;
    int falling = 0;
    for (int frames = 1; frames <= SETTLING + 2 * lookback; frames++) {
      if (!timing.run(frames)) {
        return false;
      }
      long late = timing.lastResult() - (frames - 1) * interval;
      if (frames == 1) {
        latency = late + 1;
      }
      falling = frames > 1 && late > before ? falling + 1 : 0;
      before = late;
      if (frames > lookback && timing.since() < frames - lookback) {
        return true;
      }
      if (falling == FALLING_BEHIND) {
        return false;
      }
    }
    return false;
  }
}
