package dev.signet.rtl;

import java.math.BigInteger;
import java.util.List;

/**
 * A combinational operation on bit vectors. Expressions are trees: what is used twice is a {@link
 * Signal} with a name.
 *
 * <p>Factories check widths; a wrong width is a bug of the caller and throws {@link
 * IllegalArgumentException}.
 */
public sealed interface Expression
    permits Signal,
        Expression.Constant,
        Expression.Not,
        Expression.Binary,
        Expression.Compare,
        Expression.Multiply,
        Expression.Popcount,
        Expression.Threshold,
        Expression.Mux,
        Expression.Concat,
        Expression.Slice,
        Expression.Extend {

  /** The number of bits, at least 1. */
  int width();

  /** What it is made of, from left to right as it is written; a slice's is its signal. */
  default List<Expression> operands() {
    return switch (this) {
      case Signal _, Constant _ -> List.of();
      case Not(Expression operand) -> List.of(operand);
      case Binary(_, Expression left, Expression right) -> List.of(left, right);
      case Compare(_, Expression left, Expression right) -> List.of(left, right);
      case Multiply(Expression left, Expression right) -> List.of(left, right);
      case Popcount(Expression operand) -> List.of(operand);
      case Threshold(Expression sum, Expression level) -> List.of(sum, level);
      case Mux(Expression condition, Expression whenSet, Expression whenClear) ->
          List.of(condition, whenSet, whenClear);
      case Concat(List<Expression> parts) -> parts;
      case Slice(Signal signal, _, _) -> List.of(signal);
      case Extend(Expression operand, _, _) -> List.of(operand);
    };
  }

  /**
   * A constant.
   *
   * @param width number of bits
   * @param value 0 to 2^width − 1
   */
  record Constant(int width, BigInteger value) implements Expression {
    public Constant {
      check(
          width >= 1 && value.signum() >= 0 && value.bitLength() <= width,
          "constant " + value + " of " + width);
    }
  }

  /** Every bit inverted. */
  record Not(Expression operand) implements Expression {
    @Override
    public int width() {
      return operand.width();
    }
  }

  /** Operators of two operands of one width whose result has that width. */
  enum BinaryOperator {
    AND,
    OR,
    XOR,
    /** 1 where the bits agree. */
    XNOR,
    /** Modulo 2^width. */
    ADD,
    /** Modulo 2^width. */
    SUBTRACT
  }

  /** {@code left operator right}, all of one width. */
  record Binary(BinaryOperator operator, Expression left, Expression right) implements Expression {
    public Binary {
      check(
          left.width() == right.width(),
          operator + " of " + left.width() + " and " + right.width() + " bits");
    }

    @Override
    public int width() {
      return left.width();
    }
  }

  /** Comparisons of two operands of one width; the result is one bit. */
  enum Comparison {
    EQUAL,
    UNSIGNED_LESS,
    /** Two's complement. */
    SIGNED_LESS
  }

  /** {@code left comparison right}, one bit. */
  record Compare(Comparison comparison, Expression left, Expression right) implements Expression {
    public Compare {
      check(
          left.width() == right.width(),
          comparison + " of " + left.width() + " and " + right.width() + " bits");
    }

    @Override
    public int width() {
      return 1;
    }
  }

  /** The two's complement product of both operands, as wide as both together. */
  record Multiply(Expression left, Expression right) implements Expression {
    @Override
    public int width() {
      return left.width() + right.width();
    }
  }

  /**
   * How many bits are 1; as wide as the operand's own width needs. Stands only as the whole value
   * of a wire.
   */
  record Popcount(Expression operand) implements Expression {
    @Override
    public int width() {
      return bitsFor(operand.width());
    }
  }

  /** One bit: the unsigned {@code sum} is at least {@code level}; both of one width. */
  record Threshold(Expression sum, Expression level) implements Expression {
    public Threshold {
      check(
          sum.width() == level.width(),
          "threshold of " + sum.width() + " and " + level.width() + " bits");
    }

    @Override
    public int width() {
      return 1;
    }
  }

  /**
   * {@code whenSet} where the one-bit condition is 1, else {@code whenClear}; both of one width.
   */
  record Mux(Expression condition, Expression whenSet, Expression whenClear) implements Expression {
    public Mux {
      check(condition.width() == 1, "mux condition of " + condition.width() + " bits");
      check(
          whenSet.width() == whenClear.width(),
          "mux of " + whenSet.width() + " and " + whenClear.width() + " bits");
    }

    @Override
    public int width() {
      return whenSet.width();
    }
  }

  /**
   * Parts side by side.
   *
   * @param parts at least one, the highest bits first, as Verilog writes it
   */
  record Concat(List<Expression> parts) implements Expression {
    public Concat {
      parts = List.copyOf(parts);
      check(!parts.isEmpty(), "empty concatenation");
    }

    @Override
    public int width() {
      return parts.stream().mapToInt(Expression::width).sum();
    }
  }

  /**
   * Adjacent bits of a signal.
   *
   * @param low index of the lowest bit taken
   */
  record Slice(Signal signal, int low, int width) implements Expression {
    public Slice {
      check(
          low >= 0 && width >= 1 && low + width <= signal.width(),
          "bits " + low + "+" + width + " of " + signal);
    }
  }

  /** More bits above: zeros, or copies of the highest bit when {@code signed}. */
  record Extend(Expression operand, int width, boolean signed) implements Expression {
    public Extend {
      check(width > operand.width(), "extension of " + operand.width() + " to " + width + " bits");
    }
  }

  /** The number of bits that hold 0 to {@code max}; at least 1. */
  static int bitsFor(long max) {
    return Math.max(1, 64 - Long.numberOfLeadingZeros(max));
  }

  /** The number of bits that hold {@code min} to {@code max} in two's complement. */
  static int signedBitsFor(long min, long max) {
    return 1 + Math.max(bitsOf(min), bitsOf(max));
  }

  private static int bitsOf(long value) {
    return 64 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
  }

  /** A constant; a negative value in two's complement. */
  static Constant constant(int width, long value) {
    BigInteger bits = BigInteger.valueOf(value);
    if (value < 0) {
      check(bits.bitLength() < width, "constant " + value + " of " + width + " bits");
      bits = bits.add(BigInteger.ONE.shiftLeft(width));
    }
    return new Constant(width, bits);
  }

  static Expression not(Expression operand) {
    return new Not(operand);
  }

  /** All of one width, from left to right. */
  static Expression and(Expression first, Expression... rest) {
    Expression all = first;
    for (Expression operand : rest) {
      all = new Binary(BinaryOperator.AND, all, operand);
    }
    return all;
  }

  static Expression or(Expression left, Expression right) {
    return new Binary(BinaryOperator.OR, left, right);
  }

  static Expression xnor(Expression left, Expression right) {
    return new Binary(BinaryOperator.XNOR, left, right);
  }

  static Expression add(Expression left, Expression right) {
    return new Binary(BinaryOperator.ADD, left, right);
  }

  static Expression subtract(Expression left, Expression right) {
    return new Binary(BinaryOperator.SUBTRACT, left, right);
  }

  static Expression equal(Expression left, Expression right) {
    return new Compare(Comparison.EQUAL, left, right);
  }

  /** Compares with a constant of the operand's width. */
  static Expression equal(Expression left, long right) {
    return equal(left, constant(left.width(), right));
  }

  static Expression mux(Expression condition, Expression whenSet, Expression whenClear) {
    return new Mux(condition, whenSet, whenClear);
  }

  /** The highest bits first; a single part stays itself. */
  static Expression concat(List<? extends Expression> parts) {
    return parts.size() == 1 ? parts.getFirst() : new Concat(List.copyOf(parts));
  }

  /** Bits {@code low} to {@code low + width − 1}; all bits of a signal are the signal itself. */
  static Expression slice(Signal signal, int low, int width) {
    return low == 0 && width == signal.width() ? signal : new Slice(signal, low, width);
  }

  /** Zeros above, or the operand itself when it is as wide already. */
  static Expression zeroExtend(Expression operand, int width) {
    return operand.width() == width ? operand : new Extend(operand, width, false);
  }

  /** Copies of the highest bit above, or the operand itself when it is as wide already. */
  static Expression signExtend(Expression operand, int width) {
    return operand.width() == width ? operand : new Extend(operand, width, true);
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
