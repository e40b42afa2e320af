package dev.signet.lower;

import dev.signet.ir.Borders;
import dev.signet.network.BatchNormParameters;
import dev.signet.network.FeatureMap;
import dev.signet.network.SumFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the counts of a layer of integer sums stand for. Channels are the network's; a vector is a
 * map with one place.
 *
 * @param map its channels and places
 * @param borders which places are alike
 * @param counts {@code [classes of the borders, channels]}: the counts that occur
 * @param bias {@code [channels]}: what is added to the sums, where the layer has a bias
 * @param terms of how many sums each is the sum and stands for the mean
 */
@SuppressWarnings("ArrayRecordComponent") // A view on the model's tensor; never compared.
record LayerSums(
    FeatureMap map, Borders borders, List<List<Counts>> counts, Optional<float[]> bias, int terms) {

  /**
   * The counts that occur for a channel at some place. Where padding adds nothing to the sum, its
   * taps count all the same wherever a weight is −1.
   *
   * @param first the least count
   * @param sums what the counts from the first on stand for
   */
  record Counts(int first, SumRange sums) {
    /** The count that stands for a sum. */
    long of(int sum) {
      return first + ((long) sum - sums.least()) / sums.step();
    }

    Counts plus(Counts other) {
      SumRange both = sums.plus(other.sums);
      return new Counts(
          sums.step() / both.step() * first + other.sums.step() / both.step() * other.first, both);
    }
  }

  /** The same at all places. */
  static LayerSums uniform(FeatureMap map, List<Counts> counts, Optional<float[]> bias) {
    return new LayerSums(map, Borders.NONE, List.of(counts), bias, 1);
  }

  /** What makes the counts of one place: of a channel at a row and a column. */
  interface AtPlace {
    Counts of(int row, int column, int channel);
  }

  /** Evaluates the counts once for each class. */
  static LayerSums of(
      FeatureMap map, Borders borders, AtPlace place, Optional<float[]> bias, int terms) {
    List<List<Counts>> classes = new ArrayList<>();
    for (int row : firstPlaces(borders.rows())) {
      for (int column : firstPlaces(borders.columns())) {
        classes.add(
            IntStream.range(0, map.channels())
                .mapToObj(channel -> place.of(row, column, channel))
                .toList());
      }
    }
    return new LayerSums(map, borders, classes, bias, terms);
  }

  private static List<Integer> firstPlaces(List<Integer> classes) {
    return classes.isEmpty()
        ? List.of(0)
        : classes.stream().distinct().map(classes::indexOf).toList();
  }

  /** The counts of a channel at a place. */
  Counts at(int row, int column, int channel) {
    return counts.get(borders.classOf(row, column)).get(channel);
  }

  /** What one more count adds to the sum, everywhere. */
  int step() {
    return counts.getFirst().getFirst().sums().step();
  }

  /** What a sign or argmax sees of the sums. */
  SumFunction function(Optional<BatchNormParameters> norm) {
    return new SumFunction(bias.orElseGet(() -> new float[map.channels()]), norm, terms);
  }

  /** The vector of all elements, channel by channel as the network has them. */
  LayerSums flattened() {
    List<Counts> all = new ArrayList<>();
    for (int channel = 0; channel < map.channels(); channel++) {
      for (int place = 0; place < map.places(); place++) {
        all.add(at(place / map.width(), place % map.width(), channel));
      }
    }
    return new LayerSums(
        new FeatureMap(all.size(), 1, 1),
        Borders.NONE,
        List.of(all),
        bias.map(this::repeated),
        terms);
  }

  private float[] repeated(float[] values) {
    float[] all = new float[map.channels() * map.places()];
    for (int k = 0; k < all.length; k++) {
      all[k] = values[k / map.places()];
    }
    return all;
  }
}
