package dev.signet.rtl;

import java.math.BigInteger;
import java.util.List;

/** Writes expressions with as few parentheses as Verilog's precedence allows. */
final class ExpressionPrinter {
  private static final int LONGEST_DECIMAL = 16;

  private final StringBuilder text;

  ExpressionPrinter(StringBuilder text) {
    this.text = text;
  }

  /** How tightly an operator binds; {@link RtlParser} reads by the same numbers. */
  static final class Precedence {
    static final int MUX = 0;
    static final int OR = 1;
    static final int XOR = 2;
    static final int AND = 3;
    static final int EQUAL = 4;
    static final int ORDER = 5;
    static final int SUM = 6;
    static final int PRODUCT = 7;
    static final int UNARY = 8;
    static final int PRIMARY = 9;

    private Precedence() {}
  }

  void print(Expression expression) {
    switch (expression) {
      case Signal signal -> text.append(signal.name());
      case Expression.Constant(int width, BigInteger value) -> text.append(constant(width, value));
      case Expression.Not(Expression operand) -> {
        text.append('~');
        print(operand, Precedence.UNARY);
      }
      case Expression.Binary(var operator, Expression left, Expression right) -> {
        switch (operator) {
          case AND -> infix(left, " & ", right, Precedence.AND);
          case OR -> infix(left, " | ", right, Precedence.OR);
          case XOR -> infix(left, " ^ ", right, Precedence.XOR);
          case ADD -> infix(left, " + ", right, Precedence.SUM);
          case SUBTRACT -> infix(left, " - ", right, Precedence.SUM);
          case XNOR -> call("xnor", List.of(left, right));
        }
      }
      case Expression.Compare(var comparison, Expression left, Expression right) -> {
        switch (comparison) {
          case EQUAL -> infix(left, " == ", right, Precedence.EQUAL);
          case UNSIGNED_LESS -> infix(left, " < ", right, Precedence.ORDER);
          case SIGNED_LESS -> call("signed_less", List.of(left, right));
        }
      }
      case Expression.Multiply(Expression left, Expression right) ->
          infix(left, " * ", right, Precedence.PRODUCT);
      case Expression.Popcount(Expression operand) -> call("popcount", List.of(operand));
      case Expression.Threshold(Expression sum, Expression level) ->
          infix(sum, " >= ", level, Precedence.ORDER);
      case Expression.Mux(Expression condition, Expression whenSet, Expression whenClear) -> {
        print(condition, Precedence.OR);
        text.append(" ? ");
        print(whenSet, Precedence.MUX);
        text.append(" : ");
        print(whenClear, Precedence.MUX);
      }
      case Expression.Concat(List<Expression> parts) -> {
        text.append('{');
        list(parts);
        text.append('}');
      }
      case Expression.Slice(Signal signal, int low, int width) -> {
        text.append(signal.name()).append('[');
        if (width > 1) {
          text.append(low + width - 1).append(':');
        }
        text.append(low).append(']');
      }
      case Expression.Extend(Expression operand, int width, boolean signed) -> {
        text.append(signed ? "sign_extend(" : "zero_extend(");
        print(operand);
        text.append(", ").append(width).append(')');
      }
    }
  }

  /** A constant as Verilog writes it. */
  static String constant(int width, BigInteger value) {
    if (width == 1) {
      return "1'b" + value;
    }
    return width <= LONGEST_DECIMAL ? width + "'d" + value : width + "'h" + value.toString(16);
  }

  private void infix(Expression left, String operator, Expression right, int precedence) {
    print(left, precedence);
    text.append(operator);
    print(right, precedence + 1);
  }

  private void call(String name, List<Expression> arguments) {
    text.append(name).append('(');
    list(arguments);
    text.append(')');
  }

  private void list(List<Expression> expressions) {
    for (int index = 0; index < expressions.size(); index++) {
      text.append(index == 0 ? "" : ", ");
      print(expressions.get(index));
    }
  }

  /** Prints in parentheses what binds less tightly than it must. */
  private void print(Expression expression, int least) {
    if (precedence(expression) < least) {
      text.append('(');
      print(expression);
      text.append(')');
    } else {
      print(expression);
    }
  }

  private static int precedence(Expression expression) {
    return switch (expression) {
      case Expression.Mux _ -> Precedence.MUX;
      case Expression.Not _ -> Precedence.UNARY;
      case Expression.Multiply _ -> Precedence.PRODUCT;
      case Expression.Threshold _ -> Precedence.ORDER;
      case Expression.Binary binary ->
          switch (binary.operator()) {
            case AND -> Precedence.AND;
            case OR -> Precedence.OR;
            case XOR -> Precedence.XOR;
            case ADD, SUBTRACT -> Precedence.SUM;
            case XNOR -> Precedence.PRIMARY;
          };
      case Expression.Compare compare ->
          switch (compare.comparison()) {
            case EQUAL -> Precedence.EQUAL;
            case UNSIGNED_LESS -> Precedence.ORDER;
            case SIGNED_LESS -> Precedence.PRIMARY;
          };
      case Signal _,
          Expression.Constant _,
          Expression.Popcount _,
          Expression.Concat _,
          Expression.Slice _,
          Expression.Extend _ ->
          Precedence.PRIMARY;
    };
  }
}
