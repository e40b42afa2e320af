package dev.signet.train;

import dev.signet.network.Window;
import java.util.Arrays;

/**
 * The largest codes, or sums, under a window. The gradient goes to the first that is the largest,
 * in the order of the taps, as PyTorch has it.
 */
final class PoolState implements StageState {
  private final Rows operand;
  private final Rows result;
  private final Patches patches;
  private final Chunks chunks;

  /**
   * @param operand codes or sums
   * @param result of the same kind
   */
  PoolState(Window window, Rows operand, Rows result) {
    this.operand = operand;
    this.result = result;
    patches = new Patches(operand.map(), window, 1, 0);
    chunks = Chunks.of(operand.map().places());
  }

  private interface ImageTask {
    void run(int image);
  }

  private void overImages(Pass pass, ImageTask task) {
    pass.workers()
        .run(
            chunks.count(pass.batch()),
            (chunk, worker) -> {
              int end = chunks.end(chunk, pass.batch());
              for (int image = chunks.first(chunk); image < end; image++) {
                task.run(image);
              }
            });
  }

  private int source(int row, int start, int tap) {
    return start + patches.source(row % patches.result.places(), tap);
  }

  @Override
  public void forward(Pass pass) {
    overImages(pass, this::forward);
  }

  /** Pools an image. */
  void forward(int image) {
    int places = patches.result.places();
    int start = image * patches.map.places();
    switch (operand) {
      case Rows.Codes codes -> {
        CodePool pool = new CodePool(codes.planes(), codes.map().channels());
        long[][][] largest = ((Rows.Codes) result).planes();
        for (int row = image * places; row < (image + 1) * places; row++) {
          int place = row % places;
          pool.largest(patches.taps, tap -> start + patches.source(place, tap), largest, row);
        }
      }
      case Rows.Sums sums -> {
        for (int row = image * places; row < (image + 1) * places; row++) {
          largest(row, start, sums.sums(), sums()[row]);
        }
      }
      case Rows.Pixels _, Rows.Scores _ -> throw new IllegalStateException("pool of " + operand);
    }
  }

  private int[][] sums() {
    return ((Rows.Sums) result).sums();
  }

  private void largest(int row, int start, int[][] sums, int[] largest) {
    System.arraycopy(sums[source(row, start, 0)], 0, largest, 0, largest.length);
    for (int tap = 1; tap < patches.taps; tap++) {
      int[] values = sums[source(row, start, tap)];
      for (int channel = 0; channel < largest.length; channel++) {
        largest[channel] = Math.max(largest[channel], values[channel]);
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    if (!operand.gradient().isWanted()) {
      return;
    }
    boolean add = operand.gradient().start();
    overImages(
        pass,
        image -> {
          if (!add) {
            int start = image * patches.map.places();
            for (int place = 0; place < patches.map.places(); place++) {
              Arrays.fill(operand.gradient().rows[start + place], 0);
            }
          }
          backward(image, pass.kernels());
        });
  }

  private void backward(int image, Kernels kernels) {
    float[][] slopes = operand.gradient().rows;
    float[][] byResult = result.gradient().rows;
    int places = patches.result.places();
    int start = image * patches.map.places();
    switch (operand) {
      case Rows.Codes codes -> {
        CodePool pool = new CodePool(codes.planes(), codes.map().channels());
        for (int row = image * places; row < (image + 1) * places; row++) {
          int place = row % places;
          pool.backward(
              patches.taps,
              tap -> start + patches.source(place, tap),
              byResult[row],
              slopes,
              kernels);
        }
      }
      case Rows.Sums all -> {
        int[] open = new int[all.map().channels()];
        for (int row = image * places; row < (image + 1) * places; row++) {
          Arrays.fill(open, 1);
          for (int tap = 0; tap < patches.taps; tap++) {
            int from = source(row, start, tap);
            give(all.sums()[from], sums()[row], open, byResult[row], slopes[from]);
          }
        }
      }
      case Rows.Pixels _, Rows.Scores _ -> throw new IllegalStateException("pool of " + operand);
    }
  }

  /**
   * Gives the gradient to the sums that are the largest, where it has not been given away.
   *
   * @param open 1 where there is something to give, else 0, {@code [channels]}; changed
   */
  private static void give(
      int[] sums, int[] largest, int[] open, float[] byLargest, float[] bySums) {
    for (int channel = 0; channel < open.length; channel++) {
      int here = sums[channel] == largest[channel] ? open[channel] : 0;
      open[channel] -= here;
      bySums[channel] += here * byLargest[channel];
    }
  }
}
