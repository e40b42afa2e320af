package dev.signet.lower;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Value;
import dev.signet.lower.LayerSums.Counts;
import dev.signet.network.SumFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The thresholds of one layer that decides on sums, searched on the float32 function of each
 * channel.
 */
final class ThresholdLowering {
  private final LayerSums sums;
  private final Set<Integer> falling = new HashSet<>();
  private final Map<Search, List<Integer>> positions = new HashMap<>();

  /** What is searched once, however many classes of places have it. */
  private record Search(int channel, SumRange sums) {}

  /**
   * Searches.
   *
   * @param layer the name of the layer whose value is compared, for messages
   * @param sums what the counts stand for
   * @param function z of the sums
   * @param steps what z has to reach, ascending: 0 for a sign
   * @throws LoweringException when a value is not a number
   */
  ThresholdLowering(String layer, LayerSums sums, SumFunction function, List<Float> steps) {
    this.sums = sums;
    Map<Search, CountFunction> functions = new LinkedHashMap<>();
    for (List<Counts> ofClass : sums.counts()) {
      for (int channel = 0; channel < ofClass.size(); channel++) {
        functions.computeIfAbsent(
            new Search(channel, ofClass.get(channel).sums()),
            search -> CountFunction.named(layer, function, search.channel(), search.sums()));
      }
    }
    functions.forEach(
        (search, z) -> {
          if (z.falls()) {
            falling.add(search.channel());
          }
        });
    functions.forEach((search, z) -> positions.put(search, positions(search, z, steps)));
  }

  /** For each step the first position that reaches it, from the end where z falls. */
  private List<Integer> positions(Search search, CountFunction z, List<Float> steps) {
    boolean inverted = falling.contains(search.channel());
    return steps.stream()
        .map(step -> NeuronThreshold.search(z, inverted, step).threshold())
        .toList();
  }

  /** The channels whose z falls as the sum grows. */
  Set<Integer> falling() {
    return Collections.unmodifiableSet(falling);
  }

  /**
   * The comparison.
   *
   * @param counts the counts, those of falling channels taken from the largest
   */
  Instruction.Threshold lower(Value result, Lowered counts) {
    int largest = Math.toIntExact(((IrType.Integers) counts.value().type()).max());
    List<Integer> thresholds = new ArrayList<>();
    for (List<Counts> ofClass : sums.counts()) {
      for (int channel : counts.order()) {
        Counts occurring = ofClass.get(channel);
        for (int position :
            Objects.requireNonNull(positions.get(new Search(channel, occurring.sums())))) {
          thresholds.add(threshold(occurring, position, channel, largest));
        }
      }
    }
    return new Instruction.Threshold(result, counts.value(), thresholds, sums.borders());
  }

  private int threshold(Counts occurring, int position, int channel, int largest) {
    int span = occurring.sums().span();
    if (position == 0 || position > span) {
      return position == 0 ? 0 : largest + 1;
    }
    int first = falling.contains(channel) ? largest - occurring.first() - span : occurring.first();
    return first + position;
  }
}
