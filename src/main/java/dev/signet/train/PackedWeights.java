package dev.signet.train;

/**
 * The signs of a layer's weights as bits, 64 inputs a word, for the forward products.
 *
 * <p>Units lie in blocks of 64: {@code words[(unit / 64 * wordsOfUnit + word) * 64 + unit % 64]},
 * so that what a block's product reads lies together (with all units in one run the words of a wide
 * layer would be a multiple of a page apart and push one another out of the cache). Bits past the
 * inputs, and units past the last, are 0.
 *
 * <p>Mutable; each unit is written by one thread at a time.
 */
final class PackedWeights {
  /** Units of a block. */
  static final int BLOCK = 64;

  final int inputs;
  final int units;
  final int wordsOfUnit;
  final long[] words;

  PackedWeights(int inputs, int units) {
    this.inputs = inputs;
    this.units = units;
    wordsOfUnit = SignBits.words(inputs);
    words = new long[Math.multiplyExact(blocks() * BLOCK, wordsOfUnit)];
  }

  int blocks() {
    return (units + BLOCK - 1) / BLOCK;
  }

  /** Where the words of a block start. */
  int start(int block) {
    return block * wordsOfUnit * BLOCK;
  }

  /** The place of a word of a unit. */
  int index(int unit, int word) {
    return start(unit / BLOCK) + word * BLOCK + unit % BLOCK;
  }

  /** Whether a unit's weight is +1. */
  boolean isPositive(int unit, int input) {
    return (words[index(unit, input / Long.SIZE)] >>> input & 1) != 0;
  }

  /** The sum of some of a unit's weights. */
  int sum(int unit, int from, int to) {
    int sum = 0;
    for (int input = from; input < to; input++) {
      sum += isPositive(unit, input) ? 1 : -1;
    }
    return sum;
  }
}
