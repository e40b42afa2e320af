package dev.signet.data;

/**
 * How data are read. The images do not depend on it.
 *
 * @param splits what is wanted of them
 * @param threads how many may decode images, at least 1
 * @param listener is told how far it is
 */
public record Reading(Splits splits, int threads, Listener listener) {

  /** What is wanted of the data. */
  public enum Splits {
    /** Both splits. */
    ALL,
    /** The test split; of training images none need be there, where that saves work. */
    TEST
  }

  /** Follows a reading that takes a while. */
  public interface Listener {
    /**
     * So many images are decoded. Called by one thread at a time.
     *
     * @param done 1 to {@code total}, ascending
     * @param total images to decode
     */
    void decoded(int done, int total);
  }

  /**
   * @throws IllegalArgumentException when there is no thread
   */
  public Reading {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
  }

  /** Everything, by one thread, in silence. */
  public static Reading plain() {
    return new Reading(Splits.ALL, 1, (_, _) -> {});
  }
}
