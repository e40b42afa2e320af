package dev.signet.schedule;

import dev.signet.ir.Instruction;
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
   * @param product the layer
   * @param cycles clocks a frame may take at the most, at least 1
   * @param widest the most SIMD that is wanted; more is taken only where nothing else is fast
   *     enough
   */
  static Folding cheapest(Instruction.XnorPopcount product, int cycles, int widest) {
    int neurons = product.weights().rows();
    int inputs = product.weights().columns();
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
            .thenComparingLong(folding -> cost(folding, product.planes()));
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

  /** An input of several bits has an XNOR for each. */
  private static long cost(Folding folding, int planes) {
    return folding.pe() * ((long) folding.simd() * planes + ELEMENT_OVERHEAD);
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
