package dev.signet.train;

import dev.signet.network.Window;
import java.util.Arrays;

/** The sums under a window, in training. What they stand for is their mean. */
final class AverageState implements StageState {
  private final Rows operand;
  private final Rows.Sums result;
  private final Patches patches;

  /**
   * @param operand sums, or codes of one bit
   */
  AverageState(Window window, Rows operand, Rows.Sums result) {
    this.operand = operand;
    this.result = result;
    patches = new Patches(operand.map(), window, 1, 0);
  }

  @Override
  public void forward(Pass pass) {
    pass.overEachImage(image -> add(patches, operand, result, image));
  }

  /** Adds up what lies under the window of an image. */
  static void add(Patches patches, Rows operand, Rows.Sums result, int image) {
    int places = patches.result.places();
    for (int place = 0; place < places; place++) {
      int[] total = result.sums()[image * places + place];
      Arrays.fill(total, 0);
      for (int tap = 0; tap < patches.taps; tap++) {
        int row = image * patches.map.places() + patches.source(place, tap);
        switch (operand) {
          case Rows.Sums sums -> addSums(sums.sums()[row], total);
          case Rows.Codes codes -> addSigns(codes.signs()[row], total, codes.map().channels());
          case Rows.Pixels _, Rows.Scores _ ->
              throw new IllegalStateException("mean of " + operand);
        }
      }
    }
  }

  private static void addSums(int[] part, int[] total) {
    for (int channel = 0; channel < total.length; channel++) {
      total[channel] += part[channel];
    }
  }

  private static void addSigns(long[] bits, int[] total, int channels) {
    for (int channel = 0; channel < channels; channel++) {
      total[channel] += (int) (bits[channel / Long.SIZE] >>> channel & 1) * 2 - 1;
    }
  }

  @Override
  public void backward(Pass pass) {
    if (!operand.gradient().isWanted()) {
      return;
    }
    boolean add = operand.gradient().start();
    float share = 1f / patches.taps;
    int places = patches.result.places();
    int channels = operand.map().channels();
    pass.overEachImage(
        image -> {
          float[][] rows = operand.gradient().rows;
          int start = image * patches.map.places();
          for (int place = 0; place < patches.map.places() && !add; place++) {
            Arrays.fill(rows[start + place], 0);
          }
          for (int place = 0; place < places; place++) {
            float[] slopes = result.gradient().rows[image * places + place];
            for (int tap = 0; tap < patches.taps; tap++) {
              float[] total = rows[start + patches.source(place, tap)];
              for (int channel = 0; channel < channels; channel++) {
                total[channel] += slopes[channel] * share;
              }
            }
          }
        });
  }
}
