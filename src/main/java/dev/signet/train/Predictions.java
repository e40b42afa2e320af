package dev.signet.train;

import dev.signet.data.ImageSet;

/**
 * What a forward pass says of some images.
 *
 * @param classes {@code [frames]}: the index of the largest score, the lowest on a tie
 * @param sums {@code [frames, scores]}: the last dense layer's integers; s = 2p − n where it takes
 *     signs
 * @param scores number of scores of a frame
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes; compared element-wise by their users.
public record Predictions(int[] classes, int[] sums, int scores) {

  /** The number of images. */
  public int frames() {
    return classes.length;
  }

  /** How many images were put into their class. */
  public int correct(ImageSet images) {
    int correct = 0;
    for (int frame = 0; frame < classes.length; frame++) {
      correct += classes[frame] == images.label(frame) ? 1 : 0;
    }
    return correct;
  }

  /** The share of images put into their class, 0 to 1. */
  public double accuracy(ImageSet images) {
    return (double) correct(images) / frames();
  }
}
