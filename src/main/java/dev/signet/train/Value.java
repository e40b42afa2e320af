package dev.signet.train;

import dev.signet.network.FeatureMap;
import java.util.OptionalInt;

/**
 * What one stage of a plan hands on to others, for one image. Of a batch it has a row for each
 * place, image after image, and in a row the channels.
 */
sealed interface Value {
  /** The name of the node that it is the value of. */
  String name();

  /** Its places, and the channels of each; a vector has one place. */
  FeatureMap map();

  /** The input where it meets weights as it is: bytes, 0 to 255. */
  record Pixels(String name, FeatureMap map) implements Value {}

  /**
   * Signs, or what a quantize gives: with {@code M = 2^bits − 1} the odd integers {@code 2q − M}.
   *
   * @param bits of a code, 1 of a sign
   */
  record Codes(String name, FeatureMap map, int bits) implements Value {
    /** M. */
    int largest() {
      return (1 << bits) - 1;
    }
  }

  /**
   * Integers that go to no weight, but to a batch norm or a sign.
   *
   * @param largest what their size is at most
   * @param usual how far from 0 one is that is drawn by chance
   * @param terms how many were added for each, whose mean it stands for: 1, or those of an avgpool
   * @param product the stage whose bias and scale they have
   */
  record Sums(
      String name, FeatureMap map, int largest, double usual, int terms, OptionalInt product)
      implements Value {}

  /** What the loss sees and argmax decides by. */
  record Scores(String name, FeatureMap map) implements Value {}
}
