package dev.signet.sim;

import java.util.Arrays;

/**
 * What a network says of one frame. Two are equal when label and scores are.
 *
 * @param label index of the winning class
 * @param scores {@code [classes]}
 */
@SuppressWarnings("ArrayRecordComponent") // Equality is by content, below.
public record Inference(int label, long[] scores) {
  public Inference {
    scores = scores.clone();
  }

  /** A copy of the scores, {@code [classes]}. */
  @Override
  public long[] scores() {
    return scores.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Inference inference
        && label == inference.label
        && Arrays.equals(scores, inference.scores);
  }

  @Override
  public int hashCode() {
    return 31 * label + Arrays.hashCode(scores);
  }

  /** {@code class 3 of [12, -4, 7, 40]}. */
  @Override
  public String toString() {
    return "class " + label + " of " + Arrays.toString(scores);
  }
}
