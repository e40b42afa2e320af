package dev.signet.verilog;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Expression.Comparison;
import dev.signet.rtl.Expression.Constant;
import java.math.BigInteger;

/** Comparisons whose answer is known because one side is a constant at the end of its range. */
final class ConstantComparison {
  private static final Expression NEVER = Expression.constant(1, 0);
  private static final Expression ALWAYS = Expression.constant(1, 1);

  private ConstantComparison() {}

  /** {@code sum >= level} is the opposite of {@code sum < level}. */
  static Expression fold(Expression.Threshold threshold) {
    Expression less =
        fold(new Expression.Compare(Comparison.UNSIGNED_LESS, threshold.sum(), threshold.level()));
    if (less.equals(NEVER)) {
      return ALWAYS;
    }
    return less.equals(ALWAYS) ? NEVER : threshold;
  }

  static Expression fold(Expression.Compare compare) {
    if (compare.left() instanceof Constant left && compare.right() instanceof Constant right) {
      return holds(compare.comparison(), left, right) ? ALWAYS : NEVER;
    }
    return switch (compare.comparison()) {
      case EQUAL -> compare;
      case UNSIGNED_LESS -> {
        BigInteger highest =
            BigInteger.ONE.shiftLeft(compare.left().width()).subtract(BigInteger.ONE);
        yield orderFold(compare, BigInteger.ZERO, highest);
      }
      case SIGNED_LESS -> {
        BigInteger lowest = BigInteger.ONE.shiftLeft(compare.left().width() - 1);
        yield orderFold(compare, lowest, lowest.subtract(BigInteger.ONE));
      }
    };
  }

  /** Nothing is less than the lowest, and the highest is less than nothing. */
  private static Expression orderFold(
      Expression.Compare compare, BigInteger lowest, BigInteger highest) {
    boolean never =
        (compare.left() instanceof Constant left && left.value().equals(highest))
            || (compare.right() instanceof Constant right && right.value().equals(lowest));
    return never ? NEVER : compare;
  }

  private static boolean holds(Comparison comparison, Constant left, Constant right) {
    return switch (comparison) {
      case EQUAL -> left.value().equals(right.value());
      case UNSIGNED_LESS -> left.value().compareTo(right.value()) < 0;
      case SIGNED_LESS -> signed(left).compareTo(signed(right)) < 0;
    };
  }

  private static BigInteger signed(Constant constant) {
    return constant.value().testBit(constant.width() - 1)
        ? constant.value().subtract(BigInteger.ONE.shiftLeft(constant.width()))
        : constant.value();
  }
}
