package dev.signet.timing;

import dev.signet.timing.LogicGraph.Arc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums, on carry chains where they are longer than two bits. A bit is an index of the graph, or one
 * of the constants {@link #ZERO} and {@link #ONE}.
 */
final class Adders {
  static final int ZERO = -1;
  static final int ONE = -2;

  /** Sums of no more bits are made of LUTs alone. */
  static final int SHORT = 2;

  private final LogicGraph graph;
  private final Fabric fabric;

  Adders(LogicGraph graph, Fabric fabric) {
    this.graph = graph;
    this.fabric = fabric;
  }

  /** A sum and what is carried out of it. */
  static final class Sum {
    private final int[] bits;
    private final int carry;

    private Sum(int[] bits, int carry) {
      this.bits = bits;
      this.carry = carry;
    }

    /** The lowest first. */
    int[] bits() {
      return bits;
    }

    int carry() {
      return carry;
    }
  }

  static boolean isConstant(int bit) {
    return bit < 0;
  }

  /**
   * {@code left + right + carry} of one width.
   *
   * @param inverted whether right is inverted on its way in, for a difference
   */
  Sum add(int[] left, int[] right, int carryIn, boolean inverted, int step) {
    if (left.length <= SHORT) {
      return shortSum(left, right, carryIn, step);
    }
    int[] sums = new int[left.length];
    Carry carry = new Carry(carryIn, false);
    for (int bit = 0; bit < left.length; bit++) {
      int a = wire(left[bit]);
      int b = fabric.carryTakesLogic() ? right[bit] : inverter(right[bit], inverted, step);
      int half = half(a, b, step);
      sums[bit] = sum(a, b, half, carry, step);
      carry = carry(a, b, half, carry, step);
    }
    return new Sum(sums, carry.bit());
  }

  /**
   * What is carried into a bit of a sum.
   *
   * @param inChain whether it comes along the chain, and not over a wire
   */
  private record Carry(int bit, boolean inChain) {}

  /** What is carried out of a difference {@code left − right}: 1 where left is at least right. */
  int atLeast(int[] left, int[] right, int step) {
    return add(left, inverse(right), ONE, true, step).carry();
  }

  static int[] inverse(int[] bits) {
    return Arrays.stream(bits).map(Adders::inverse).toArray();
  }

  /** Of what is no constant, the same bit: inverting it takes nothing. */
  static int inverse(int bit) {
    return bit == ZERO ? ONE : bit == ONE ? ZERO : bit;
  }

  private int wire(int bit) {
    return isConstant(bit) ? bit : graph.wire(bit);
  }

  /** Where the chain takes no logic, inverting what comes from no LUT takes one. */
  private int inverter(int bit, boolean inverted, int step) {
    if (isConstant(bit)) {
      return bit;
    }
    int wire = graph.wire(bit);
    return inverted && wire == bit ? graph.lut(bit, step) : wire;
  }

  /** The majority of three. */
  private Carry carry(int a, int b, int half, Carry carry, int step) {
    for (int constant : new int[] {ZERO, ONE}) {
      if ((a == constant && (b == constant || carry.bit() == constant))
          || (b == constant && carry.bit() == constant)) {
        return new Carry(constant, false);
      }
    }
    // Of a 0 and a 1 the third decides.
    if (isConstant(a) && isConstant(b)) {
      return carry;
    }
    if (isConstant(carry.bit()) && (isConstant(a) || isConstant(b))) {
      return new Carry(isConstant(a) ? b : a, false);
    }
    List<Arc> arcs = operands(a, b, half, fabric.toCarry());
    if (!isConstant(half) && !isConstant(a)) {
      arcs.add(Arc.wire(a, fabric.toCarry()));
    }
    if (!isConstant(carry.bit())) {
      arcs.add(
          carry.inChain()
              ? Arc.inside(carry.bit(), fabric.carryPerBit())
              : Arc.wire(carry.bit(), fabric.toCarry()));
    }
    return new Carry(graph.after(step, 0, false, arcs), true);
  }

  private int sum(int a, int b, int half, Carry carry, int step) {
    if (isConstant(a) && isConstant(b) && isConstant(carry.bit())) {
      boolean odd = a == ONE ^ b == ONE ^ carry.bit() == ONE;
      return odd ? ONE : ZERO;
    }
    List<Arc> arcs =
        operands(a, b, half, fabric.carryTakesLogic() ? fabric.fromCarry() : fabric.lut());
    if (!isConstant(carry.bit())) {
      arcs.add(
          carry.inChain()
              ? Arc.inside(carry.bit(), fabric.fromCarry())
              : Arc.wire(carry.bit(), fabric.lut()));
    }
    // A carry alone leaves the chain as it is.
    boolean isCarry = isConstant(a) && isConstant(b);
    int luts = fabric.carryTakesLogic() || isCarry ? 0 : 1;
    return graph.after(step, luts, fabric.carryTakesLogic() || !isCarry, arcs);
  }

  /** The sum of both operands, which a LUT before the chain makes where there is one. */
  private int half(int a, int b, int step) {
    return fabric.carryTakesLogic() && !isConstant(a) && !isConstant(b)
        ? graph.wire(graph.gate(step, a, b))
        : ZERO;
  }

  private List<Arc> operands(int a, int b, int half, double delay) {
    List<Arc> arcs = new ArrayList<>();
    if (!isConstant(half)) {
      // It is made beside the chain.
      arcs.add(Arc.inside(half, delay));
      return arcs;
    }
    double through = fabric.carryTakesLogic() ? fabric.lut() : 0;
    for (int operand : new int[] {a, b}) {
      if (!isConstant(operand)) {
        arcs.add(Arc.wire(graph.wire(operand), through + delay));
      }
    }
    return arcs;
  }

  private Sum shortSum(int[] left, int[] right, int carryIn, int step) {
    int[] sums = new int[left.length];
    int[] all = {carryIn};
    for (int bit = 0; bit < left.length; bit++) {
      all = Arrays.copyOf(all, all.length + 2);
      all[all.length - 2] = left[bit];
      all[all.length - 1] = right[bit];
      sums[bit] = function(all, step);
    }
    return new Sum(sums, function(all, step));
  }

  /** Some function of all of the bits that are no constants. */
  int function(int[] bits, int step) {
    int[] variable = Arrays.stream(bits).filter(bit -> !isConstant(bit)).distinct().toArray();
    if (variable.length == 0) {
      return ZERO;
    }
    return tree(variable, step);
  }

  /** In as few levels as can be: parts that fill LUTs, and a LUT for these. */
  private int tree(int[] bits, int step) {
    int part = fabric.lutInputs();
    if (bits.length <= part) {
      return pairs(bits, 0, bits.length, step);
    }
    while (part * fabric.lutInputs() < bits.length) {
      part *= fabric.lutInputs();
    }
    int[] parts = new int[Math.ceilDiv(bits.length, part)];
    for (int index = 0; index < parts.length; index++) {
      int from = index * part;
      parts[index] = tree(Arrays.copyOfRange(bits, from, Math.min(bits.length, from + part)), step);
    }
    return tree(parts, step);
  }

  private int pairs(int[] bits, int from, int to, int step) {
    if (to - from == 1) {
      return bits[from];
    }
    int middle = (from + to + 1) >>> 1;
    return graph.gate(step, pairs(bits, from, middle, step), pairs(bits, middle, to, step));
  }
}
