package dev.signet.rtl;

import java.util.ArrayList;
import java.util.List;

/**
 * How to count the ones among {@code n} bits with the fewest adders: a binary tree in which each
 * node adds the counts of two parts and takes one more bit as carry into the adder, which costs
 * nothing on a carry chain. The left part has 2ᵏ − 1 bits, as many as k bits can count, so that
 * hardly an adder is wider than full use of it needs; up to three bits are one full adder.
 *
 * <p>For n = 784 Yosys makes 776 LUT6 (7-series) or 977 LUT4 (iCE40) of it; halving instead costs
 * 1,013 and 1,269, and the carry bit as a third summand 1,302 and 1,625.
 *
 * @param bits n, at least 1
 * @param nodes each after the nodes it adds, the one that covers all bits last
 */
public record PopcountTree(int bits, List<Node> nodes) {

  private static final int FULL_ADDER = 3;

  public PopcountTree {
    nodes = List.copyOf(nodes);
  }

  /**
   * The number of ones in bits {@code low} to {@code high}.
   *
   * @param terms what is added; at most three
   */
  public record Node(int low, int high, List<Term> terms) {
    public Node {
      terms = List.copyOf(terms);
    }

    /** The width of the count. */
    public int width() {
      return Expression.bitsFor(high - low + 1L);
    }

    /** Whether the last term is a bit that goes into the carry of an adder of the other two. */
    public boolean hasCarryIn() {
      return high - low + 1 > FULL_ADDER;
    }
  }

  /**
   * A summand of a node: the input bit {@code low}, or the count of {@code low} to {@code high}.
   */
  public record Term(int low, int high) {
    public boolean isBit() {
      return low == high;
    }

    public int width() {
      return Expression.bitsFor(high - low + 1L);
    }
  }

  /**
   * The tree over n bits.
   *
   * @throws IllegalArgumentException when n is below 1
   */
  public static PopcountTree of(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("popcount of " + n + " bits");
    }
    List<Node> nodes = new ArrayList<>();
    Term root = cover(0, n - 1, nodes);
    if (root.isBit()) {
      nodes.add(new Node(0, 0, List.of(root)));
    }
    return new PopcountTree(n, nodes);
  }

  private static Term cover(int low, int high, List<Node> nodes) {
    int size = high - low + 1;
    Term whole = new Term(low, high);
    if (size == 1) {
      return whole;
    }
    List<Term> terms = new ArrayList<>();
    if (size <= FULL_ADDER) {
      for (int bit = low; bit <= high; bit++) {
        terms.add(new Term(bit, bit));
      }
    } else {
      // The largest 2ᵏ − 1 that leaves a bit for the right part and one for the carry.
      int left = Integer.highestOneBit(size - 1) - 1;
      terms.add(cover(low, low + left - 1, nodes));
      terms.add(cover(low + left, high - 1, nodes));
      terms.add(new Term(high, high));
    }
    nodes.add(new Node(low, high, terms));
    return whole;
  }
}
