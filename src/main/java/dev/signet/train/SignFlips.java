package dev.signet.train;

import java.util.ArrayList;
import java.util.List;

/** Counts the weights whose sign changed since a moment, by layer. */
final class SignFlips {
  private final List<BlockState> blocks;
  private final List<long[]> before;

  /** From now on. */
  SignFlips(List<BlockState> blocks) {
    this.blocks = List.copyOf(blocks);
    this.before = blocks.stream().map(block -> block.dense.packed.words.clone()).toList();
  }

  /** Up to now, and between steps: within one, stochastic signs may stand for the weights. */
  List<ProgressListener.LayerFlips> ratios() {
    List<ProgressListener.LayerFlips> ratios = new ArrayList<>();
    for (int index = 0; index < before.size(); index++) {
      DenseState dense = blocks.get(index).dense;
      long[] then = before.get(index);
      long flipped = 0;
      for (int word = 0; word < then.length; word++) {
        flipped += Long.bitCount(then[word] ^ dense.packed.words[word]);
      }
      ratios.add(
          new ProgressListener.LayerFlips(
              blocks.get(index).block.dense().name(),
              flipped / ((double) dense.units * dense.inputs)));
    }
    return ratios;
  }
}
