package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Folding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses how a layer is time-multiplexed: the least hardware that is fast enough, by trying every
 * legal folding.
 */
final class FoldingSearch {
  /**
   * What a processing element costs beside its XNOR inputs, in the same unit: accumulator,
   * comparison, control.
   */
  private static final int ELEMENT_OVERHEAD = 24;

  private FoldingSearch() {}

  /**
   * The cheapest folding whose PE divides the neurons and whose SIMD divides the inputs.
   *
   * @param cycles clocks a frame may take at the most, at least 1
   * @param widest the most SIMD that is wanted; more is taken only where nothing else is fast
   *     enough
   */
  static Folding cheapest(int neurons, int inputs, int cycles, int widest) {
    List<Folding> legal = new ArrayList<>();
    for (int pe : divisors(neurons)) {
      for (int simd : divisors(inputs)) {
        if (cyclesPerFrame(neurons, inputs, pe, simd) <= cycles) {
          legal.add(new Folding(pe, simd));
        }
      }
    }
    Comparator<Folding> order =
        Comparator.comparing((Folding folding) -> folding.simd() > widest)
            .thenComparingLong(FoldingSearch::cost);
    order =
        order.thenComparingLong(
            folding -> cyclesPerFrame(neurons, inputs, folding.pe(), folding.simd()));
    return legal.stream().min(order.thenComparingInt(Folding::pe)).orElseThrow();
  }

  /**
   * Clocks for one frame, with the last group of inputs and of neurons padded where they do not
   * divide.
   */
  static long cyclesPerFrame(int neurons, int inputs, int pe, int simd) {
    return (long) Math.ceilDiv(neurons, pe) * Math.ceilDiv(inputs, simd);
  }

  private static long cost(Folding folding) {
    return (long) folding.pe() * (folding.simd() + ELEMENT_OVERHEAD);
  }

  private static List<Integer> divisors(int n) {
    List<Integer> divisors = new ArrayList<>();
    for (int d = 1; d <= n; d++) {
      if (n % d == 0) {
        divisors.add(d);
      }
    }
    return divisors;
  }
}
