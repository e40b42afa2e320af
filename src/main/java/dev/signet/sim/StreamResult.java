package dev.signet.sim;

import java.util.List;

/**
 * What came out of a run and how long it took.
 *
 * @param outputs for each frame its output beats, {@code ⌈width/64⌉} longs each, the lowest first
 * @param timings for each frame when it went in and came out
 * @param cycles length of the run, resets included
 * @param frameErrorCycles cycles, outside reset, in which {@code frame_error} was 1
 * @param streams statistics of the design's stream probes, in their order
 */
public record StreamResult(
    List<List<long[]>> outputs,
    List<FrameTiming> timings,
    long cycles,
    long frameErrorCycles,
    List<StreamStatistics> streams) {

  public StreamResult {
    outputs = List.copyOf(outputs);
    timings = List.copyOf(timings);
    streams = List.copyOf(streams);
  }

  /**
   * When a frame went in and came out, as cycles of the run.
   *
   * @param firstInput its first beat was taken
   * @param lastInput its last beat was taken
   * @param output its last output beat was taken
   */
  public record FrameTiming(long firstInput, long lastInput, long output) {}

  /**
   * What a stream probe saw in all cycles outside reset.
   *
   * @param name of the probe
   * @param depth how many words the stream can hold; 0 without a buffer
   * @param highWater the most it held
   * @param stalledCycles cycles in which a word was offered and not taken
   * @param transfers words taken
   */
  public record StreamStatistics(
      String name, int depth, long highWater, long stalledCycles, long transfers) {}

  /**
   * Cycles from a first input beat to the output, of the first frame, both counted: a module that
   * answers within the cycle has latency 1. 0 when there are no frames.
   */
  public long latencyCycles() {
    return timings.isEmpty()
        ? 0
        : timings.getFirst().output() - timings.getFirst().firstInput() + 1;
  }

  /**
   * Cycles from one output to the next, the mean over the later half of the frames, so that the
   * filling of the pipeline does not count; 0 with fewer than two frames.
   */
  public double initiationInterval() {
    int last = timings.size() - 1;
    if (last < 1) {
      return 0;
    }
    int first = last / 2;
    return (timings.get(last).output() - timings.get(first).output()) / (double) (last - first);
  }
}
