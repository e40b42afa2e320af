package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.xnor;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements side by side, taken apart: plane b holds bit b of each. Each plane meets the weights as
 * bits do, and its count weighs {@code 2^b}. Elements of one bit are their only plane.
 */
final class BitPlanes {
  private final ModuleBuilder module;
  private final List<Signal> planes;

  private BitPlanes(ModuleBuilder module, List<Signal> planes) {
    this.module = module;
    this.planes = planes;
  }

  /**
   * Takes a word apart.
   *
   * @param word elements, the first in the lowest bits
   * @param count the number of planes, which is that of bits an element has
   */
  static BitPlanes of(ModuleBuilder module, Signal word, int count) {
    int elements = word.width() / count;
    List<Signal> planes = new ArrayList<>();
    if (count == 1) {
      planes.add(word);
    }
    for (int plane = 0; count > 1 && plane < count; plane++) {
      List<Expression> bits = new ArrayList<>();
      for (int element = elements - 1; element >= 0; element--) {
        bits.add(slice(word, element * count + plane, 1));
      }
      planes.add(module.wire("plane_" + plane, concat(bits)));
    }
    return new BitPlanes(module, List.copyOf(planes));
  }

  /** What a comment says of how elements of so many bits are counted; nothing of single bits. */
  static String comment(int count) {
    return count == 1
        ? ""
        : """

        Inputs are numbers of %d bits. plane_b holds bit b of each; where it agrees with the weights counts 2^b,
        so an input x counts x where its weight is 1 and %d - x where it is 0.\
        """
            .formatted(count, (1 << count) - 1);
  }

  /** How far the elements agree with a row of weights. */
  Signal agreement(String name, Expression row) {
    return agreement(name, 0, row);
  }

  /** How far as many elements as a row of weights has agree with it, from one element on. */
  Signal agreement(String name, int first, Expression row) {
    if (planes.size() == 1) {
      return module.wire(name, count(planes.getFirst(), first, row));
    }
    List<Signal> counts = new ArrayList<>();
    for (int plane = 0; plane < planes.size(); plane++) {
      counts.add(module.wire(name + "_plane_" + plane, count(planes.get(plane), first, row)));
    }
    return weighted(name, counts, row.width(), 0, counts.size());
  }

  private static Expression count(Signal plane, int first, Expression row) {
    return new Expression.Popcount(xnor(slice(plane, first, row.width()), row));
  }

  /** The counts of planes {@code from} to {@code to − 1}, that of the first weighing 1. */
  private Signal weighted(String name, List<Signal> counts, int elements, int from, int to) {
    if (to - from == 1) {
      return counts.get(from);
    }
    int middle = (from + to + 1) >>> 1;
    Signal low = weighted(name, counts, elements, from, middle);
    Signal high = weighted(name, counts, elements, middle, to);
    Expression shifted = concat(List.of(high, constant(middle - from, 0)));
    int width = bitsFor(((1L << (to - from)) - 1) * elements);
    String sum = to - from == counts.size() ? name : name + "_planes_" + from + "_" + (to - 1);
    return module.wire(sum, add(zeroExtend(low, width), zeroExtend(shifted, width)));
  }
}
