package dev.signet.sim;

import java.util.Arrays;

/**
 * What a network says of many frames. The arrays are not copied. Two are equal when labels and
 * scores are.
 *
 * @param labels {@code [frames]}, index of the winning class
 * @param scores {@code [frames, classes]}, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // Equality is by content, below.
public record Inferences(int[] labels, long[] scores) {
  /**
   * @throws IllegalArgumentException when the scores do not divide among the frames
   */
  public Inferences {
    if (labels.length == 0 ? scores.length != 0 : scores.length % labels.length != 0) {
      throw new IllegalArgumentException(
          scores.length + " scores for " + labels.length + " frames");
    }
  }

  /** The number of frames. */
  public int frames() {
    return labels.length;
  }

  /** The number of classes; 0 when there is no frame. */
  public int classes() {
    return labels.length == 0 ? 0 : scores.length / labels.length;
  }

  /** What it says of one frame. */
  public Inference get(int frame) {
    int classes = classes();
    return new Inference(
        labels[frame], Arrays.copyOfRange(scores, frame * classes, (frame + 1) * classes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Inferences inferences
        && Arrays.equals(labels, inferences.labels)
        && Arrays.equals(scores, inferences.scores);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(labels) + Arrays.hashCode(scores);
  }

  /** {@code 64 frames, 10 classes}. */
  @Override
  public String toString() {
    return frames() + " frames, " + classes() + " classes";
  }
}
