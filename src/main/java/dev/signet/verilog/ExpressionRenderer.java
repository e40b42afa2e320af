package dev.signet.verilog;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Signal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Verilog text of legal expressions. What fits stays on one line; what does not is broken at
 * its outermost operator, each operand on lines of its own.
 */
final class ExpressionRenderer {
  /** The longest line of an emitted file. */
  static final int LINE_WIDTH = 120;

  /** Room for an operator before and punctuation behind an operand. */
  private static final int MARGIN = 6;

  /** Columns by which a broken operand is moved to the right. */
  private static final int INDENT = 2;

  /** Room for a call that makes an operand signed. */
  private static final int SIGNED_CALL = 9;

  /** Characters of a part of a concatenation that shares its line with others. */
  private static final int SHORT_PART = 16;

  /** Bits of a long constant on one line. */
  private static final int CONSTANT_LINE_BITS = 256;

  private static final BigInteger MAX_DECIMAL = BigInteger.valueOf(99_999);

  private final Templates templates;
  private final Map<Integer, String> popcounts;
  private final IdentityHashMap<Expression, String> flatTexts = new IdentityHashMap<>();

  /**
   * A renderer for one module.
   *
   * @param popcounts the name of the counting function for each operand width
   */
  ExpressionRenderer(Templates templates, Map<Integer, String> popcounts) {
    this.templates = templates;
    this.popcounts = popcounts;
  }

  /** The text on one line if it fits behind this column, else on several. */
  String render(Expression expression, int column) {
    String flat = flat(expression);
    return fits(flat, column) ? flat : broken(expression, column);
  }

  /** Whether a text of one line fits behind a column. */
  static boolean fits(String text, int column) {
    return column + text.length() + MARGIN <= LINE_WIDTH && text.indexOf('\n') < 0;
  }

  /** A constant on one line. */
  String constant(int width, BigInteger value) {
    return width > 1 && value.compareTo(MAX_DECIMAL) > 0
        ? fill("hexadecimal", "width", width, "digits", value.toString(16))
        : fill(width > 1 ? "decimal" : "binaryDigit", "width", width, "digits", value);
  }

  private String flat(Expression expression) {
    String known = flatTexts.get(expression);
    if (known == null) {
      known = flatText(expression);
      flatTexts.put(expression, known);
    }
    return known;
  }

  private String flatText(Expression expression) {
    return switch (expression) {
      case Signal signal -> signal.name();
      case Expression.Constant(int width, BigInteger value) -> constant(width, value);
      case Expression.Slice slice -> slice(slice.signal(), slice.low(), slice.width());
      case Expression.Not(Expression operand) -> fill("not", "operand", flatFactor(operand));
      case Expression.Binary binary ->
          fill(
              "chain",
              "operator",
              binary.operator().name(),
              "operands",
              Chains.operands(binary).stream().map(this::flatOperand).toList());
      case Expression.Compare compare ->
          fill(
              "compare" + compare.comparison().name(),
              "left",
              flatOperand(compare.left()),
              "right",
              flatOperand(compare.right()));
      case Expression.Threshold(Expression sum, Expression level) ->
          fill("threshold", "left", flatOperand(sum), "right", flatOperand(level));
      case Expression.Multiply multiply ->
          fill(
              "multiply",
              "left",
              signExtended(multiply.left(), multiply.width()),
              "right",
              signExtended(multiply.right(), multiply.width()));
      case Expression.Mux mux ->
          fill(
              "mux",
              "arms",
              Chains.arms(mux).stream().map(this::flatArm).toList(),
              "otherwise",
              flatOperand(Chains.otherwise(mux)));
      case Expression.Concat(List<Expression> parts) ->
          fill("concat", "parts", parts.stream().map(this::flat).toList());
      case Expression.Extend(Expression operand, int width, boolean signed) ->
          signed ? signExtended(operand, width) : zeroExtended(flat(operand), operand, width);
      case Expression.Popcount(Expression operand) ->
          fill("call", "function", function(operand), "operand", flat(operand));
    };
  }

  private String broken(Expression expression, int column) {
    int inner = column + INDENT;
    return switch (expression) {
      case Signal _, Expression.Slice _ -> flat(expression);
      case Expression.Constant(int width, BigInteger value) ->
          fill("concatLines", "parts", constantLines(width, value));
      case Expression.Not(Expression operand) -> fill("not", "operand", group(operand, column));
      case Expression.Binary binary ->
          fill(
              "chainLines",
              "operator",
              binary.operator().name(),
              "operands",
              Chains.operands(binary).stream().map(operand -> operand(operand, column)).toList());
      case Expression.Compare compare ->
          fill(
              "compare" + compare.comparison().name() + "Lines",
              "left",
              operand(compare.left(), column + SIGNED_CALL),
              "right",
              operand(compare.right(), column + SIGNED_CALL));
      case Expression.Threshold(Expression sum, Expression level) ->
          fill("thresholdLines", "left", operand(sum, column), "right", operand(level, column));
      case Expression.Multiply multiply ->
          fill(
              "multiplyLines",
              "left",
              signExtended(multiply.left(), multiply.width()),
              "right",
              signExtended(multiply.right(), multiply.width()));
      case Expression.Mux mux ->
          fill(
              "muxLines",
              "arms",
              Chains.arms(mux).stream().map(arm -> arm(arm, column)).toList(),
              "otherwise",
              operand(Chains.otherwise(mux), column));
      case Expression.Concat(List<Expression> parts) ->
          fill("concatLines", "parts", concatLines(parts, inner));
      case Expression.Extend(Expression operand, int width, boolean signed) ->
          signed
              ? signExtended(operand, width)
              : fill(
                  "concatLines",
                  "parts",
                  List.of(
                      constant(width - operand.width(), BigInteger.ZERO), render(operand, inner)));
      case Expression.Popcount(Expression operand) ->
          fill("callLines", "function", function(operand), "operand", render(operand, inner));
    };
  }

  /** A line for each part, but parts as short as a bit of a signal side by side. */
  private List<String> concatLines(List<Expression> parts, int column) {
    List<String> lines = new ArrayList<>();
    List<String> row = new ArrayList<>();
    int end = column;
    for (Expression part : parts) {
      String text = render(part, column);
      boolean isShort = text.length() <= SHORT_PART && text.indexOf('\n') < 0;
      if (!row.isEmpty() && (!isShort || end + text.length() + MARGIN > LINE_WIDTH)) {
        lines.add(fill("row", "parts", row));
        row.clear();
        end = column;
      }
      if (isShort) {
        row.add(text);
        end += text.length() + 2;
      } else {
        lines.add(text);
      }
    }
    if (!row.isEmpty()) {
      lines.add(fill("row", "parts", row));
    }
    return lines;
  }

  private String function(Expression operand) {
    String name = popcounts.get(operand.width());
    if (name == null) {
      throw illegal(operand);
    }
    return name;
  }

  private String flatArm(Expression.Mux arm) {
    return fill(
        "arm", "condition", flatOperand(arm.condition()), "value", flatOperand(arm.whenSet()));
  }

  private String arm(Expression.Mux arm, int column) {
    String flat = flatArm(arm);
    return fits(flat, column)
        ? flat
        : fill(
            "armLines",
            "condition",
            operand(arm.condition(), column),
            "value",
            operand(arm.whenSet(), column + INDENT));
  }

  /** Verilog has no {@code ~~x}. */
  private String flatFactor(Expression operand) {
    return operand instanceof Expression.Not
        ? fill("grouped", "operand", flat(operand))
        : flatOperand(operand);
  }

  private String flatOperand(Expression operand) {
    return isAtom(operand) ? flat(operand) : fill("grouped", "operand", flat(operand));
  }

  private String operand(Expression operand, int column) {
    String flat = flatOperand(operand);
    if (fits(flat, column)) {
      return flat;
    }
    return isAtom(operand) ? broken(operand, column) : group(operand, column);
  }

  private String group(Expression operand, int column) {
    return fill("groupedLines", "operand", render(operand, column + INDENT));
  }

  /** Whether Verilog reads it as one operand without parentheses around it. */
  private static boolean isAtom(Expression expression) {
    return switch (expression) {
      case Signal _,
          Expression.Constant _,
          Expression.Slice _,
          Expression.Not _,
          Expression.Concat _,
          Expression.Extend _,
          Expression.Popcount _ ->
          true;
      case Expression.Binary _,
          Expression.Compare _,
          Expression.Threshold _,
          Expression.Multiply _,
          Expression.Mux _ ->
          false;
    };
  }

  private String slice(Signal signal, int low, int width) {
    if (width == signal.width()) {
      return signal.name();
    }
    return width == 1
        ? fill("bit", "signal", signal.name(), "index", low)
        : fill("bits", "signal", signal.name(), "high", low + width - 1, "low", low);
  }

  private String zeroExtended(String text, Expression operand, int width) {
    String zeros = constant(width - operand.width(), BigInteger.ZERO);
    return fill("concat", "parts", List.of(zeros, text));
  }

  /** More copies of the highest bit of what has a name or is constant. */
  private String signExtended(Expression operand, int width) {
    int count = width - operand.width();
    return switch (operand) {
      case Signal signal -> signExtended(signal, 0, signal.width(), count);
      case Expression.Slice(Signal signal, int low, int bits) ->
          signExtended(signal, low, bits, count);
      case Expression.Constant(int bits, BigInteger value) -> {
        BigInteger above = BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE);
        yield constant(width, value.testBit(bits - 1) ? value.or(above.shiftLeft(bits)) : value);
      }
      case Expression.Not _,
          Expression.Binary _,
          Expression.Compare _,
          Expression.Multiply _,
          Expression.Popcount _,
          Expression.Threshold _,
          Expression.Mux _,
          Expression.Concat _,
          Expression.Extend _ ->
          throw illegal(operand);
    };
  }

  private String signExtended(Signal signal, int low, int bits, int count) {
    return fill(
        "signExtended",
        "count",
        count,
        "sign",
        slice(signal, low + bits - 1, 1),
        "operand",
        slice(signal, low, bits));
  }

  private List<String> constantLines(int width, BigInteger value) {
    List<String> lines = new ArrayList<>();
    int high = width;
    while (high > 0) {
      int low = (high - 1) / CONSTANT_LINE_BITS * CONSTANT_LINE_BITS;
      BigInteger mask = BigInteger.ONE.shiftLeft(high - low).subtract(BigInteger.ONE);
      String digits = value.shiftRight(low).and(mask).toString(16);
      lines.add(fill("hexadecimal", "width", high - low, "digits", digits));
      high = low;
    }
    return lines;
  }

  private static IllegalStateException illegal(Expression expression) {
    return new IllegalStateException("not made legal for Verilog: " + expression);
  }

  private String fill(String template, String name, Object value) {
    return templates.render(template, Map.of(name, value));
  }

  private String fill(String template, String name1, Object value1, String name2, Object value2) {
    return templates.render(template, Map.of(name1, value1, name2, value2));
  }

  private String fill(
      String template,
      String name1,
      Object value1,
      String name2,
      Object value2,
      String name3,
      Object value3) {
    return templates.render(template, Map.of(name1, value1, name2, value2, name3, value3));
  }
}
