package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.TrainingRecipe;
import java.util.Arrays;

/**
 * Batches of images that are changed by chance. What becomes of an image depends on seed, epoch and
 * image alone, so that neither batches nor threads matter.
 */
final class AugmentedBatches implements Batches {
  private static final int IMAGES_OF_TASK = 8;

  private final TrainingRecipe recipe;
  private final ImageSet images;
  private final PixelGrid grid;
  private final PixelCoding coding;
  private final long[][] packed;
  private final Workers workers;

  /** The batch: its images, their labels, and their numbers. */
  private final long[][] rows;

  private final byte[] labels;
  private final int[] order;

  /** What moves images, and a moved image, of each worker. */
  private final Interpolator[] interpolators;

  private final byte[][] moved;

  /**
   * @param coding what becomes of the pixels
   * @param packed the images in this coding
   * @param batch images of the largest batch
   */
  AugmentedBatches(
      TrainingRecipe recipe,
      ImageSet images,
      PixelGrid grid,
      PixelCoding coding,
      long[][] packed,
      int batch,
      Workers workers) {
    this.recipe = recipe;
    this.images = images;
    this.grid = grid;
    this.coding = coding;
    this.packed = packed;
    this.workers = workers;
    rows = new long[batch * coding.rows()][SignBits.words(grid.size())];
    labels = new byte[batch];
    order = new int[batch];
    for (int row = 0; row < batch; row++) {
      order[row] = row;
    }
    interpolators = new Interpolator[workers.threads()];
    Arrays.setAll(interpolators, worker -> new Interpolator(grid));
    moved = new byte[workers.threads()][grid.size()];
  }

  @Override
  public TrainingStep.Batch batch(int epoch, int[] chosen, int from, int to, long step) {
    int size = to - from;
    workers.run(
        (size + IMAGES_OF_TASK - 1) / IMAGES_OF_TASK,
        (task, worker) -> {
          int end = Math.min(size, (task + 1) * IMAGES_OF_TASK);
          for (int row = task * IMAGES_OF_TASK; row < end; row++) {
            int image = chosen[from + row];
            labels[row] = images.labels()[image];
            move(image, epoch, row, worker);
          }
        });
    return new TrainingStep.Batch(rows, labels, order, 0, size, step);
  }

  private void move(int image, int epoch, int row, int worker) {
    Warp warp =
        Warp.draw(
            recipe.augmentations(),
            grid,
            RandomStream.of(recipe.seed(), RandomUse.AUGMENTATION, epoch, image));
    if (warp.isExact()) {
      for (int part = 0; part < coding.rows(); part++) {
        warp.applyToBits(
            packed[image * coding.rows() + part], grid, rows[row * coding.rows() + part]);
      }
    } else {
      interpolators[worker].apply(warp, images.pixels(), image * grid.size(), moved[worker]);
      coding.pack(moved[worker], 0, grid.size(), rows, row * coding.rows());
    }
  }
}
