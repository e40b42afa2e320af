package dev.signet.train;

import java.util.Optional;

/**
 * What training takes besides network and data. None of it changes the result.
 *
 * @param threads at least 1
 * @param resumeFrom where an earlier run of the same training was left
 * @param listener is told how it goes
 */
public record TrainerOptions(
    int threads, Optional<Checkpoint> resumeFrom, ProgressListener listener) {

  /**
   * @throws IllegalArgumentException when there is no thread
   */
  public TrainerOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
  }

  /** From the start, and quietly. */
  public static TrainerOptions withThreads(int threads) {
    return new TrainerOptions(threads, Optional.empty(), ProgressListener.NONE);
  }
}
