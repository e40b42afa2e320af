package dev.signet.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PopcountTreeProperties {

  @Property(tries = 300)
  void countsOnesInSumsThatFitTheirWidths(
      @ForAll @IntRange(min = 1, max = 1100) int n, @ForAll long seed) {
    PopcountTree tree = PopcountTree.of(n);
    BigInteger bits = new BigInteger(n, new Random(seed));

    assertThat(count(tree, bits)).isEqualTo(bits.bitCount());
    BigInteger ones = BigInteger.ONE.shiftLeft(n).subtract(BigInteger.ONE);
    assertThat(count(tree, ones)).isEqualTo(n);
  }

  @Property(tries = 100)
  void everyAdderHasAtMostTwoWideTermsAndACarry(@ForAll @IntRange(min = 1, max = 1100) int n) {
    for (PopcountTree.Node node : PopcountTree.of(n).nodes()) {
      assertThat(node.terms()).hasSizeBetween(1, 3);
      assertThat(node.width()).isEqualTo(Expression.bitsFor(node.high() - node.low() + 1L));
      if (node.terms().size() == 3) {
        assertThat(node.terms().getLast().isBit()).isTrue();
      }
    }
  }

  /** Adds as the nodes say, each from nodes before it, and checks that no sum overflows. */
  private static int count(PopcountTree tree, BigInteger bits) {
    Map<PopcountTree.Term, Integer> sums = new HashMap<>();
    int sum = 0;
    for (PopcountTree.Node node : tree.nodes()) {
      sum = 0;
      for (PopcountTree.Term term : node.terms()) {
        Integer known = sums.get(term);
        if (known == null) {
          assertThat(term.isBit()).as("%s is summed before it is used", term).isTrue();
          known = bits.testBit(term.low()) ? 1 : 0;
        }
        sum += known;
      }
      assertThat(sum).isLessThan(1 << node.width());
      sums.put(new PopcountTree.Term(node.low(), node.high()), sum);
    }
    PopcountTree.Node root = tree.nodes().getLast();
    assertThat(root.low()).isZero();
    assertThat(root.high()).isEqualTo(tree.bits() - 1);
    return sum;
  }
}
