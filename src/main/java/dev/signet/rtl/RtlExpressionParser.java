package dev.signet.rtl;

import dev.signet.rtl.ExpressionPrinter.Precedence;
import dev.signet.rtl.RtlLexer.Token;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions over the signals of a module. */
final class RtlExpressionParser {
  /** The deepest expression; deeper ones would not fit the stack of whoever walks them. */
  static final int DEEPEST = 500;

  /** The widest signal or expression, in bits. */
  static final int WIDEST = 1 << 20;

  private static final Set<String> CALLS =
      Set.of("xnor", "signed_less", "popcount", "zero_extend", "sign_extend");

  /** An expression and how deep its tree is. */
  private record Tree(Expression value, int depth) {}

  private final RtlTokens tokens;
  private final Map<String, Signal> signals;
  private int nesting;

  RtlExpressionParser(RtlTokens tokens, Map<String, Signal> signals) {
    this.tokens = tokens;
    this.signals = signals;
  }

  Expression parse() {
    return tree(Precedence.MUX).value;
  }

  private Tree tree(int least) {
    Token start = tokens.peek();
    if (++nesting > DEEPEST) {
      throw tooDeep(start);
    }
    Tree left = unary();
    while (true) {
      Token operator = tokens.peek();
      int precedence = operator.kind() == RtlLexer.Kind.SIGN ? precedence(operator.text()) : -1;
      if (precedence < least) {
        break;
      }
      tokens.take();
      if (precedence == Precedence.MUX) {
        Tree whenSet = tree(Precedence.MUX);
        tokens.expect(":");
        Tree whenClear = tree(Precedence.MUX);
        Expression condition = left.value;
        left =
            checked(
                operator,
                RtlTokens.make(
                    operator, () -> new Expression.Mux(condition, whenSet.value, whenClear.value)),
                left,
                whenSet,
                whenClear);
      } else {
        Tree right = tree(precedence + 1);
        left = checked(operator, infix(operator, left.value, right.value), left, right);
      }
    }
    nesting--;
    return left;
  }

  private static int precedence(String operator) {
    return switch (operator) {
      case "?" -> Precedence.MUX;
      case "|" -> Precedence.OR;
      case "^" -> Precedence.XOR;
      case "&" -> Precedence.AND;
      case "==" -> Precedence.EQUAL;
      case "<", ">=" -> Precedence.ORDER;
      case "+", "-" -> Precedence.SUM;
      case "*" -> Precedence.PRODUCT;
      default -> -1;
    };
  }

  private static Expression infix(Token operator, Expression left, Expression right) {
    return RtlTokens.make(
        operator,
        () ->
            switch (operator.text()) {
              case "|" -> new Expression.Binary(Expression.BinaryOperator.OR, left, right);
              case "^" -> new Expression.Binary(Expression.BinaryOperator.XOR, left, right);
              case "&" -> new Expression.Binary(Expression.BinaryOperator.AND, left, right);
              case "+" -> new Expression.Binary(Expression.BinaryOperator.ADD, left, right);
              case "-" -> new Expression.Binary(Expression.BinaryOperator.SUBTRACT, left, right);
              case "==" -> new Expression.Compare(Expression.Comparison.EQUAL, left, right);
              case "<" -> new Expression.Compare(Expression.Comparison.UNSIGNED_LESS, left, right);
              case ">=" -> new Expression.Threshold(left, right);
              default -> product(operator, left, right);
            });
  }

  private static Expression product(Token operator, Expression left, Expression right) {
    checkWidth(operator, (long) left.width() + right.width());
    return new Expression.Multiply(left, right);
  }

  private Tree unary() {
    List<Token> inverted = new ArrayList<>();
    while (tokens.at("~")) {
      inverted.add(tokens.take());
      if (inverted.size() > DEEPEST) {
        throw tooDeep(tokens.peek());
      }
    }
    Tree tree = primary();
    for (Token sign : inverted.reversed()) {
      tree = checked(sign, new Expression.Not(tree.value), tree);
    }
    return tree;
  }

  private Tree primary() {
    if (tokens.accept("(")) {
      Tree inner = tree(Precedence.MUX);
      tokens.expect(")");
      return inner;
    }
    if (tokens.at("{")) {
      return concat();
    }
    Token word = tokens.word("an expression");
    if (tokens.at("(") && CALLS.contains(word.text())) {
      return call(word);
    }
    if (Character.isDigit(word.text().charAt(0))) {
      return new Tree(constant(word), 1);
    }
    Signal signal = signals.get(word.text());
    if (signal == null) {
      throw word.error("the module has no signal " + word.describe());
    }
    return new Tree(tokens.at("[") ? slice(signal) : signal, 1);
  }

  private Tree concat() {
    Token start = tokens.take();
    List<Expression> parts = new ArrayList<>();
    int depth = 0;
    long width = 0;
    do {
      Tree part = tree(Precedence.MUX);
      parts.add(part.value);
      depth = Math.max(depth, part.depth);
      width += part.value.width();
      checkWidth(start, width);
    } while (tokens.accept(","));
    tokens.expect("}");
    return checked(start, new Expression.Concat(parts), new Tree(parts.getFirst(), depth));
  }

  private Expression slice(Signal signal) {
    Token bracket = tokens.take();
    int high = tokens.number("a bit index", 0, WIDEST);
    int low = tokens.accept(":") ? tokens.number("a bit index", 0, WIDEST) : high;
    tokens.expect("]");
    return RtlTokens.make(
        bracket, () -> new Expression.Slice(signal, low, Math.max(0, high - low + 1)));
  }

  private Tree call(Token name) {
    tokens.expect("(");
    Tree first = tree(Precedence.MUX);
    Tree tree =
        switch (name.text()) {
          case "popcount" -> checked(name, new Expression.Popcount(first.value), first);
          case "xnor", "signed_less" -> {
            tokens.expect(",");
            Tree second = tree(Precedence.MUX);
            Expression value =
                RtlTokens.make(
                    name,
                    () ->
                        name.text().equals("xnor")
                            ? Expression.xnor(first.value, second.value)
                            : new Expression.Compare(
                                Expression.Comparison.SIGNED_LESS, first.value, second.value));
            yield checked(name, value, first, second);
          }
          default -> {
            tokens.expect(",");
            int width = tokens.number("a width", 1, WIDEST);
            boolean signed = name.text().equals("sign_extend");
            Expression value =
                RtlTokens.make(name, () -> new Expression.Extend(first.value, width, signed));
            yield checked(name, value, first);
          }
        };
    tokens.expect(")");
    return tree;
  }

  /** The rest of {@code 8'h1f}, {@code 8'd31} or {@code 8'b11111} after its width. */
  Expression.Constant constant(Token width) {
    tokens.expect("'");
    Token digits = tokens.word("digits");
    int bits = bits(width);
    int radix =
        switch (digits.text().charAt(0)) {
          case 'h' -> 16;
          case 'd' -> 10;
          case 'b' -> 2;
          default -> throw digits.error("expected 'h', 'd' or 'b' and digits");
        };
    String text = digits.text().substring(1);
    if (radix == 10 && text.length() > 40) {
      throw digits.error("a constant this long must be hexadecimal");
    }
    if (text.isEmpty() || !text.chars().allMatch(c -> Character.digit(c, radix) >= 0)) {
      throw digits.error(digits.describe() + " is no number of base " + radix);
    }
    return RtlTokens.make(digits, () -> new Expression.Constant(bits, new BigInteger(text, radix)));
  }

  private static int bits(Token width) {
    if (width.text().length() <= 9 && width.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
      int bits = Integer.parseInt(width.text());
      checkWidth(width, bits);
      return bits;
    }
    throw width.error(width.describe() + " is no number of bits");
  }

  private static Tree checked(Token at, Expression value, Tree... operands) {
    int depth = 0;
    for (Tree operand : operands) {
      depth = Math.max(depth, operand.depth);
    }
    if (depth >= DEEPEST) {
      throw tooDeep(at);
    }
    return new Tree(value, depth + 1);
  }

  private static RtlException tooDeep(Token at) {
    return at.error("the expression is more than " + DEEPEST + " operations deep");
  }

  private static void checkWidth(Token at, long width) {
    if (width > WIDEST) {
      throw at.error(width + " bits are more than " + WIDEST);
    }
  }
}
