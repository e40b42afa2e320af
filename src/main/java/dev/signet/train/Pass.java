package dev.signet.train;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * One batch on its way through the stages, and what works on it.
 *
 * @param batch images
 * @param number of the step, counted from 0 over all epochs
 * @param seed of the training
 * @param scratches one for each worker
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all stages; never compared.
record Pass(
    int batch, long number, long seed, Workers workers, Kernels kernels, Scratch[] scratches) {

  /** Work on some images of the batch. */
  interface ImageTask {
    void run(int first, int end, Scratch scratch);
  }

  /** Shares out the images: whole tiles, few enough that every thread gets some tasks. */
  void overImages(ImageTask work) {
    int tiles = (batch + Scratch.TILE - 1) / Scratch.TILE;
    int images = Math.clamp(tiles / (4 * workers.threads()), 1, 4) * Scratch.TILE;
    workers.run(
        (batch + images - 1) / images,
        (task, worker) -> {
          int first = task * images;
          work.run(first, Math.min(batch, first + images), scratches[worker]);
        });
  }

  /** Shares out work on single images. */
  void overEachImage(IntConsumer work) {
    overImages((first, end, scratch) -> IntStream.range(first, end).forEach(work));
  }
}
