package dev.signet.train;

/** Hands out the images of a training run, batch by batch. */
interface Batches {

  /**
   * A batch, good until the next one is asked for.
   *
   * @param epoch counted from 1
   * @param order the batch is images {@code order[from]} to {@code order[to − 1]}
   * @param step counted from 0 over all epochs
   */
  TrainingStep.Batch batch(int epoch, int[] order, int from, int to, long step);
}
