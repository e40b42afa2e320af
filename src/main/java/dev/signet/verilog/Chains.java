package dev.signet.verilog;

import dev.signet.rtl.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Operators in a row, read as the list that a person would write. */
final class Chains {
  private Chains() {}

  /**
   * {@code a op b op c} from a tree that leans to the left, for operators that Verilog groups the
   * same way; the two operands of any other.
   */
  static List<Expression> operands(Expression.Binary chain) {
    Deque<Expression> operands = new ArrayDeque<>();
    Expression left = chain;
    while (left instanceof Expression.Binary binary && binary.operator() == chain.operator()) {
      operands.addFirst(binary.right());
      left = binary.left();
    }
    operands.addFirst(left);
    return List.copyOf(operands);
  }

  /** The choices of {@code c1 ? a : c2 ? b : …} but for the last value, see {@link #otherwise}. */
  static List<Expression.Mux> arms(Expression.Mux chain) {
    List<Expression.Mux> arms = new ArrayList<>();
    Expression rest = chain;
    while (rest instanceof Expression.Mux mux) {
      arms.add(mux);
      rest = mux.whenClear();
    }
    return arms;
  }

  /** The value of a chain of choices where no condition holds. */
  static Expression otherwise(Expression.Mux chain) {
    return arms(chain).getLast().whenClear();
  }
}
