package dev.signet.timing;

import static dev.signet.timing.Adders.ONE;
import static dev.signet.timing.Adders.ZERO;
import static dev.signet.timing.Adders.isConstant;

import dev.signet.rtl.Expression.BinaryOperator;
import dev.signet.rtl.PopcountTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/**
 * The operations of the RTL on words of bits, as Yosys makes them of LUTs and carry chains. A bit
 * is an index of the graph or a constant, as of {@link Adders}.
 */
final class WordOperations {
  private final LogicGraph graph;
  private final Fabric fabric;
  private final Adders adders;

  /** Of each bit of a product in LUTs, what it is the sum of. */
  private final Map<Integer, Rows> products = new HashMap<>();

  /**
   * Rows of a product, not yet added.
   *
   * @param bit the bit that is there last
   * @param number of rows
   */
  private record Rows(int bit, int number) {}

  WordOperations(LogicGraph graph, Fabric fabric) {
    this.graph = graph;
    this.fabric = fabric;
    this.adders = new Adders(graph, fabric);
  }

  static int[] fill(int width, IntSupplier bit) {
    int[] bits = new int[width];
    Arrays.setAll(bits, _ -> bit.getAsInt());
    return bits;
  }

  /** What is added to a product is a row more of it. */
  int[] add(int[] left, int[] right, int step) {
    Rows product = products.get(left[0]);
    return product != null && products.get(right[0]) == null
        ? sum(new Rows(product.bit(), product.number() + 1), left.length, step)
        : adders.add(left, right, ZERO, false, step).bits();
  }

  int[] subtract(int[] left, int[] right, int step) {
    return adders.add(left, Adders.inverse(right), ONE, true, step).bits();
  }

  /** Both bit by bit; of logical operators alone. */
  int[] combined(BinaryOperator operator, int[] left, int[] right, int step) {
    int[] bits = new int[left.length];
    Arrays.setAll(bits, bit -> combined(operator, left[bit], right[bit], step));
    return bits;
  }

  private int combined(BinaryOperator operator, int left, int right, int step) {
    return switch (operator) {
      case AND -> both(left, right, ZERO, step);
      case OR -> both(left, right, ONE, step);
      case XOR, XNOR -> {
        if (isConstant(left) && isConstant(right)) {
          yield (left == right) == (operator == BinaryOperator.XNOR) ? ONE : ZERO;
        }
        if (isConstant(left) || isConstant(right)) {
          yield isConstant(left) ? right : left;
        }
        yield graph.gate(step, left, right);
      }
      case ADD, SUBTRACT -> throw new IllegalArgumentException(operator + " is no logic");
    };
  }

  /**
   * AND or OR.
   *
   * @param decides the constant that makes the other bit of no matter
   */
  private int both(int left, int right, int decides, int step) {
    if (left == decides || right == decides) {
      return decides;
    }
    if (isConstant(left) || isConstant(right) || left == right) {
      return isConstant(left) ? right : left;
    }
    return graph.gate(step, left, right);
  }

  int[] choose(int select, int[] set, int[] clear, int step) {
    int[] bits = new int[set.length];
    Arrays.setAll(bits, bit -> choose(select, set[bit], clear[bit], step));
    return bits;
  }

  private int choose(int select, int set, int clear, int step) {
    if (isConstant(select)) {
      return select == ONE ? set : clear;
    }
    if (set == clear) {
      return set;
    }
    if (isConstant(set) || isConstant(clear)) {
      int other = isConstant(set) ? clear : set;
      return isConstant(other) || other == select ? select : graph.gate(step, select, other);
    }
    return graph.gate(step, select, set, clear);
  }

  /** A memory that is looked up in LUTs: a tree of choices by the address, for one bit. */
  int[] lookUp(int[] address, int step) {
    int held = Math.min(address.length, fabric.lutInputs());
    int[] low = Arrays.copyOf(address, held);
    int[] chosen = fill(1 << (address.length - held), () -> adders.function(low, step));
    for (int bit = held; bit < address.length; bit++) {
      int select = address[bit];
      int[] pairs = chosen;
      int[] halved = new int[chosen.length / 2];
      Arrays.setAll(halved, index -> choose(select, pairs[2 * index], pairs[2 * index + 1], step));
      chosen = halved;
    }
    return chosen;
  }

  int equal(int[] left, int[] right, int step) {
    return adders.function(combined(BinaryOperator.XNOR, left, right, step), step);
  }

  /** The sign of the difference, or its contrary where that does not fit. */
  int signedLess(int[] left, int[] right, int step) {
    Adders.Sum difference = adders.add(left, Adders.inverse(right), ONE, true, step);
    int sign = difference.bits()[left.length - 1];
    int carry = difference.carry();
    return isConstant(sign) || isConstant(carry)
        ? adders.function(new int[] {sign, carry}, step)
        : graph.gate(step, sign, carry);
  }

  /**
   * Whether a sum reaches a level. Yosys makes it of <i>more</i> and <i>equal</i>, the one from a
   * carry chain, the other from LUTs.
   */
  int reached(int[] sum, int[] level, int step) {
    int more = atLeast(sum, level, step);
    if (isConstant(more) || sum.length <= Adders.SHORT || isPowerOfTwo(level)) {
      return more;
    }
    return adders.function(new int[] {more, equal(sum, level, step)}, step);
  }

  /** Beside a power of two it is enough to look at the bits from there on. */
  int atLeast(int[] left, int[] right, int step) {
    if (!isPowerOfTwo(right)) {
      return adders.atLeast(left, right, step);
    }
    int lowest = 0;
    while (lowest < right.length && right[lowest] != ONE) {
      lowest++;
    }
    return lowest == right.length
        ? ONE
        : adders.function(Arrays.copyOfRange(left, lowest, left.length), step);
  }

  /** Whether it is a constant of no more than a single 1. */
  private static boolean isPowerOfTwo(int[] bits) {
    return Arrays.stream(bits).allMatch(Adders::isConstant)
        && Arrays.stream(bits).filter(bit -> bit == ONE).count() <= 1;
  }

  /** As the emitted Verilog counts. */
  int[] popcount(int[] operand, int step) {
    Map<PopcountTree.Term, int[]> counts = new HashMap<>();
    int[] last = operand;
    for (PopcountTree.Node node : PopcountTree.of(operand.length).nodes()) {
      List<int[]> terms = new ArrayList<>();
      for (PopcountTree.Term term : node.terms()) {
        int[] bits =
            term.isBit()
                ? new int[] {operand[term.low()]}
                : Objects.requireNonNull(counts.get(term));
        int[] wide = Arrays.copyOf(bits, Math.max(bits.length, node.width()));
        Arrays.fill(wide, bits.length, wide.length, ZERO);
        terms.add(wide);
      }
      last = node.hasCarryIn() ? withCarry(terms, step) : few(terms, node.width(), step);
      counts.put(new PopcountTree.Term(node.low(), node.high()), last);
    }
    return last;
  }

  private int[] withCarry(List<int[]> terms, int step) {
    return adders.add(terms.get(0), terms.get(1), terms.get(2)[0], false, step).bits();
  }

  private int[] few(List<int[]> terms, int width, int step) {
    int[] bits = terms.stream().mapToInt(term -> term[0]).toArray();
    boolean isWhole = bits.length == 3 && Arrays.stream(bits).noneMatch(Adders::isConstant);
    // Where two of three agree is no function of a function of two.
    return bits.length == 1
        ? bits
        : fill(width, () -> isWhole ? graph.gate(step, bits) : adders.function(bits, step));
  }

  /**
   * A product in a multiplier block, or of as many rows as the narrower factor has bits, which are
   * added, three to two, and then in a chain.
   */
  int[] product(int[] left, int[] right, int step) {
    boolean byLeft = rows(left) <= rows(right);
    int[] rows = byLeft ? left : right;
    int[] columns = byLeft ? right : left;
    int width = left.length + right.length;
    if (rows(rows) <= 1) {
      return columnsOf(columns, width);
    }
    List<LogicGraph.Arc> arcs = new ArrayList<>();
    for (int[] factor : List.of(left, right)) {
      for (int bit : factor) {
        if (!isConstant(bit)) {
          arcs.add(LogicGraph.Arc.wire(bit, fabric.multiplier()));
        }
      }
    }
    int latest = graph.after(step, 0, false, arcs);
    if (fabric.multiplier() > 0) {
      return fill(width, () -> latest);
    }
    boolean isConstant = Arrays.stream(rows).allMatch(Adders::isConstant);
    // Signs take a row more, but of constants.
    Rows unadded =
        isConstant
            ? new Rows(latest, rows(rows))
            : new Rows(graph.wire(graph.gate(step, latest, other(step))), rows(rows) + 1);
    int[] product = sum(unadded, width, step);
    for (int bit : product) {
      products.put(bit, unadded);
    }
    return product;
  }

  /** Rows become two, three to two at a time, and one in a chain. */
  private int[] sum(Rows rows, int width, int step) {
    int latest = rows.bit();
    for (int remaining = rows.number(); remaining > 2; remaining = Math.ceilDiv(2 * remaining, 3)) {
      latest = graph.wire(graph.gate(step, latest, other(step), other(step)));
    }
    int summand = latest;
    return adders
        .add(fill(width, () -> summand), fill(width, () -> other(step)), ZERO, false, step)
        .bits();
  }

  private static int[] columnsOf(int[] columns, int width) {
    int[] bits = new int[width];
    Arrays.setAll(bits, bit -> columns[Math.min(bit, columns.length - 1)]);
    return bits;
  }

  /** A bit beside, which is there sooner. */
  private int other(int step) {
    return graph.source(0, step);
  }

  private static int rows(int[] bits) {
    return (int) Arrays.stream(bits).filter(bit -> bit != ZERO).count();
  }
}
