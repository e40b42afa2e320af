package dev.signet.train;

import java.util.ArrayList;
import java.util.List;

/** Counts the weights whose sign changed since a moment, by layer. */
final class SignFlips {
  private final List<ProductParameters> products;

  /** By product, by group. */
  private final List<List<long[]>> before;

  /** From now on. */
  SignFlips(TrainingStages stages) {
    this.products = stages.products().stream().map(ProductState::parameters).toList();
    this.before =
        products.stream()
            .map(
                product ->
                    product.groups().stream().map(group -> group.packed.words.clone()).toList())
            .toList();
  }

  /** Up to now, and between steps: within one, stochastic signs may stand for the weights. */
  List<ProgressListener.LayerFlips> ratios() {
    List<ProgressListener.LayerFlips> ratios = new ArrayList<>();
    for (int index = 0; index < before.size(); index++) {
      ProductParameters product = products.get(index);
      long flipped = 0;
      double weights = 0;
      for (int group = 0; group < product.groups().size(); group++) {
        WeightState state = product.groups().get(group);
        long[] then = before.get(index).get(group);
        for (int word = 0; word < then.length; word++) {
          flipped += Long.bitCount(then[word] ^ state.packed.words[word]);
        }
        weights += (double) state.units * state.inputs;
      }
      ratios.add(new ProgressListener.LayerFlips(product.name(), flipped / weights));
    }
    return ratios;
  }
}
