package dev.signet.train;

import java.util.function.Supplier;

/** Is told how training goes, on the thread that called the trainer. */
public interface ProgressListener {

  /** Listens to nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /** After every step. */
  default void stepped(Progress progress) {}

  /**
   * After every epoch.
   *
   * @param epoch what was reached
   * @param checkpoint gives the state to resume from; a copy is made when it is asked for, which
   *     must be before this method returns
   */
  default void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {}

  /**
   * How far training is.
   *
   * @param epoch 1 to {@code epochs}
   * @param step 1 to {@code steps}, within the epoch
   * @param steps steps of an epoch
   * @param loss mean over the epoch's images so far
   * @param accuracy share of the epoch's images so far that were right when they were learned from
   */
  record Progress(int epoch, int epochs, int step, int steps, double loss, double accuracy) {}

  /**
   * What an epoch reached.
   *
   * @param number counted from 1
   * @param loss mean over the images, each as it was learned from
   * @param accuracy share of the images that were right as they were learned from, 0 to 1
   */
  record Epoch(int number, double loss, double accuracy) {}
}
