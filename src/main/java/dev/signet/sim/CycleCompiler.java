package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Signal;
import dev.signet.sim.RtlFlattener.Driver;
import dev.signet.sim.RtlFlattener.FlatSignal;
import dev.signet.sim.RtlFlattener.Scope;
import dev.signet.sim.StateLayout.Place;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles expressions to operations on the state. Wires that only rename cost nothing: a signal
 * that is another signal, its whole words, a constant or any of them with zeros above shares their
 * place.
 */
final class CycleCompiler {
  final StateLayout layout = new StateLayout();
  final List<CycleOperation> operations = new ArrayList<>();

  /** Compiles what drives a signal, if it has a place of its own. */
  void drive(Driver driver) {
    Place target = place(driver.target());
    if (shared(driver) == null) {
      compile(driver.scope(), driver.value(), target);
    }
  }

  /** Where a signal lives; a new place at its first mention. */
  Place place(FlatSignal signal) {
    List<FlatSignal> renamed = new ArrayList<>();
    List<Integer> distances = new ArrayList<>();
    FlatSignal current = signal;
    while (current.offset < 0) {
      Driver driver = current.driver;
      Shared source = driver == null ? null : shared(driver);
      if (source == null) {
        current.offset = layout.allocate(current.width).offset();
      } else if (source.signal() == current) {
        current.offset = layout.constant(current.width, source.constant()).offset();
      } else {
        renamed.add(current);
        distances.add(source.words());
        current = source.signal();
      }
    }
    int offset = current.offset;
    for (int index = renamed.size() - 1; index >= 0; index--) {
      offset += distances.get(index);
      renamed.get(index).offset = offset;
    }
    return new Place(signal.offset, signal.width);
  }

  /**
   * What a driven signal shares its place with.
   *
   * @param signal the signal, or the driven signal itself for a constant
   * @param words how many words further on
   * @param constant the value when it is a constant
   */
  private record Shared(FlatSignal signal, int words, BigInteger constant) {}

  private static @Nullable Shared shared(Driver driver) {
    Expression value = driver.value();
    int words = BitMatrix.wordsFor(driver.target().width);
    while (value instanceof Expression.Extend(Expression inner, _, boolean signed) && !signed) {
      value = inner;
    }
    return switch (value) {
      case Signal signal when BitMatrix.wordsFor(signal.width()) == words ->
          new Shared(driver.scope().signal(signal), 0, BigInteger.ZERO);
      case Expression.Slice slice
          when wholeWords(slice.signal().width(), slice.low(), slice.width())
              && BitMatrix.wordsFor(slice.width()) == words ->
          new Shared(driver.scope().signal(slice.signal()), slice.low() / 64, BigInteger.ZERO);
      case Expression.Constant constant -> new Shared(driver.target(), 0, constant.value());
      default -> null;
    };
  }

  private static boolean wholeWords(int outOf, int low, int width) {
    return low % 64 == 0 && (width % 64 == 0 || low + width == outOf);
  }

  /** Compiles a value to wherever it may live. */
  Place compile(Scope scope, Expression value) {
    return compile(scope, value, null);
  }

  private Place compile(Scope scope, Expression value, @Nullable Place target) {
    return switch (value) {
      case Signal signal -> move(place(scope.signal(signal)), target);
      case Expression.Constant constant ->
          move(layout.constant(constant.width(), constant.value()), target);
      case Expression.Slice _, Expression.Concat _ -> wire(scope, value, target);
      case Expression.Extend extend when !extend.signed() -> wire(scope, value, target);
      case Expression.Extend extend -> signExtend(scope, extend, target);
      case Expression.Not(Expression operand) -> {
        Place a = compile(scope, operand);
        Place to = orNew(target, a.width());
        yield a.words() == 1
            ? emit(CycleOpcode.NOT, to, new int[] {a.offset(), a.mask()}, a)
            : emitWide(CycleOpcode.WIDE_NOT, to, a.words(), new int[] {a.offset(), a.mask()}, a);
      }
      case Expression.Binary binary -> binary(scope, binary, target);
      case Expression.Compare compare -> compare(scope, compare, target);
      case Expression.Threshold(Expression sum, Expression level) -> {
        Place a = compile(scope, sum);
        Place b = compile(scope, level);
        yield pair(CycleOpcode.AT_LEAST, CycleOpcode.WIDE_AT_LEAST, orNew(target, 1), a, b, false);
      }
      case Expression.Multiply(Expression left, Expression right) ->
          multiply(compile(scope, left), compile(scope, right), target);
      case Expression.Popcount(Expression operand) -> popcount(scope, operand, target);
      case Expression.Mux(Expression condition, Expression whenSet, Expression whenClear) -> {
        Place bit = compile(scope, condition);
        Place a = compile(scope, whenSet);
        Place b = compile(scope, whenClear);
        Place to = orNew(target, a.width());
        int[] operands = {bit.offset(), a.offset(), b.offset()};
        yield a.words() == 1
            ? emit(CycleOpcode.MUX, to, operands, bit, a, b)
            : emitWide(CycleOpcode.WIDE_MUX, to, a.words(), operands, bit, a, b);
      }
    };
  }

  private Place binary(Scope scope, Expression.Binary binary, @Nullable Place target) {
    Place a = compile(scope, binary.left());
    Place b = compile(scope, binary.right());
    Place to = orNew(target, a.width());
    return switch (binary.operator()) {
      case AND -> pair(CycleOpcode.AND, CycleOpcode.WIDE_AND, to, a, b, false);
      case OR -> pair(CycleOpcode.OR, CycleOpcode.WIDE_OR, to, a, b, false);
      case XOR -> pair(CycleOpcode.XOR, CycleOpcode.WIDE_XOR, to, a, b, false);
      case XNOR -> pair(CycleOpcode.XNOR, CycleOpcode.WIDE_XNOR, to, a, b, true);
      case ADD -> pair(CycleOpcode.ADD, CycleOpcode.WIDE_ADD, to, a, b, true);
      case SUBTRACT -> pair(CycleOpcode.SUBTRACT, CycleOpcode.WIDE_SUBTRACT, to, a, b, true);
    };
  }

  private Place compare(Scope scope, Expression.Compare compare, @Nullable Place target) {
    Place a = compile(scope, compare.left());
    Place b = compile(scope, compare.right());
    Place to = orNew(target, 1);
    return switch (compare.comparison()) {
      case EQUAL -> pair(CycleOpcode.EQUAL, CycleOpcode.WIDE_EQUAL, to, a, b, false);
      case UNSIGNED_LESS ->
          pair(CycleOpcode.UNSIGNED_LESS, CycleOpcode.WIDE_UNSIGNED_LESS, to, a, b, false);
      case SIGNED_LESS ->
          pair(CycleOpcode.SIGNED_LESS, CycleOpcode.WIDE_SIGNED_LESS, to, a, b, true);
    };
  }

  /** The popcount of a binary operation needs no place for the operation's own result. */
  private Place popcount(Scope scope, Expression operand, @Nullable Place target) {
    if (operand instanceof Expression.Binary(var operator, Expression left, Expression right)) {
      switch (operator) {
        case XNOR, AND, XOR -> {
          Place a = compile(scope, left);
          Place b = compile(scope, right);
          Place to = orNew(target, Expression.bitsFor(a.width()));
          return switch (operator) {
            case AND ->
                pair(CycleOpcode.AND_POPCOUNT, CycleOpcode.WIDE_AND_POPCOUNT, to, a, b, false);
            case XOR ->
                pair(CycleOpcode.XOR_POPCOUNT, CycleOpcode.WIDE_XOR_POPCOUNT, to, a, b, false);
            default ->
                pair(CycleOpcode.XNOR_POPCOUNT, CycleOpcode.WIDE_XNOR_POPCOUNT, to, a, b, true);
          };
        }
        case OR, ADD, SUBTRACT -> {
          // Counted from the result below.
        }
      }
    }
    Place a = compile(scope, operand);
    Place to = orNew(target, Expression.bitsFor(a.width()));
    int[] operands = {a.offset()};
    return a.words() == 1
        ? emit(CycleOpcode.POPCOUNT, to, operands, a)
        : emitWide(CycleOpcode.WIDE_POPCOUNT, to, a.words(), operands, a);
  }

  private Place multiply(Place a, Place b, @Nullable Place target) {
    Place to = orNew(target, Math.addExact(a.width(), b.width()));
    if (to.words() == 1) {
      int[] operands = {a.offset(), b.offset(), a.mask(), b.mask(), to.mask()};
      return emit(CycleOpcode.MULTIPLY, to, operands, a, b);
    }
    int[] operands = {a.offset(), a.words(), a.mask(), b.offset(), b.words(), b.mask(), to.mask()};
    return emitWide(CycleOpcode.WIDE_MULTIPLY, to, to.words(), operands, a, b);
  }

  private Place signExtend(Scope scope, Expression.Extend extend, @Nullable Place target) {
    Place a = compile(scope, extend.operand());
    Place to = orNew(target, extend.width());
    if (to.words() == 1) {
      return emit(CycleOpcode.SIGN_EXTEND, to, new int[] {a.offset(), a.mask(), to.mask()}, a);
    }
    int[] operands = {a.offset(), a.words(), a.mask(), to.mask()};
    return emitWide(CycleOpcode.WIDE_SIGN_EXTEND, to, to.words(), operands, a);
  }

  private Place pair(
      CycleOpcode narrow, CycleOpcode wide, Place to, Place a, Place b, boolean masked) {
    int[] operands =
        masked ? new int[] {a.offset(), b.offset(), a.mask()} : new int[] {a.offset(), b.offset()};
    return a.words() == 1
        ? emit(narrow, to, operands, a, b)
        : emitWide(wide, to, a.words(), operands, a, b);
  }

  private Place orNew(@Nullable Place target, int width) {
    return target == null ? layout.allocate(width) : target;
  }

  /** Copies to the target if there is one. */
  Place move(Place from, @Nullable Place target) {
    if (target == null) {
      return from;
    }
    int[] operands = {from.offset()};
    return from.words() == 1
        ? emit(CycleOpcode.BITS, target, new int[] {from.offset(), 0, 0, 0}, from)
        : emitWide(CycleOpcode.WIDE_COPY, target, from.words(), operands, from);
  }

  /** Some bits of a place, in a list that makes up a value from its lowest bits on. */
  private record Piece(@Nullable Place from, int low, int width) {}

  private Place wire(Scope scope, Expression value, @Nullable Place target) {
    List<Piece> pieces = new ArrayList<>();
    int width = collect(scope, value, pieces);
    Piece first = pieces.getFirst();
    Place from = first.from();
    if (from != null
        && target == null
        && pieces.stream().skip(1).allMatch(piece -> piece.from() == null)
        && BitMatrix.wordsFor(first.width()) == BitMatrix.wordsFor(width)
        && wholeWords(from.width(), first.low(), first.width())) {
      return new Place(from.offset() + first.low() / 64, width);
    }
    Place to = orNew(target, width);
    gather(pieces, to);
    return to;
  }

  /** Takes wiring apart; anything else is one piece. Returns the width. */
  private int collect(Scope scope, Expression value, List<Piece> pieces) {
    return switch (value) {
      case Expression.Concat(List<Expression> parts) -> {
        int width = 0;
        for (Expression part : parts.reversed()) {
          width = Math.addExact(width, collect(scope, part, pieces));
        }
        yield width;
      }
      case Expression.Slice(Signal signal, int low, int width) -> {
        pieces.add(new Piece(place(scope.signal(signal)), low, width));
        yield width;
      }
      case Expression.Extend(Expression operand, int width, boolean signed) when !signed -> {
        pieces.add(new Piece(null, 0, width - collect(scope, operand, pieces)));
        yield width;
      }
      case Expression.Constant(int width, BigInteger constant) when constant.signum() == 0 -> {
        pieces.add(new Piece(null, 0, width));
        yield width;
      }
      default -> {
        Place place = compile(scope, value);
        pieces.add(new Piece(place, 0, place.width()));
        yield place.width();
      }
    };
  }

  private void gather(List<Piece> pieces, Place to) {
    WordGather[] words = new WordGather[to.words()];
    int bit = 0;
    for (Piece piece : pieces) {
      Place from = piece.from();
      int done = 0;
      while (from != null && done < piece.width()) {
        int source = piece.low() + done;
        int target = bit + done;
        int count =
            Math.min(piece.width() - done, Math.min(64 - (source & 63), 64 - (target & 63)));
        WordGather word = words[target >>> 6];
        if (word == null) {
          word = new WordGather();
          words[target >>> 6] = word;
        }
        word.add(from.offset() + (source >>> 6), source & 63, target & 63, count, from.width());
        done += count;
      }
      bit += piece.width();
    }
    for (int index = 0; index < words.length; index++) {
      if (words[index] != null) {
        operations.add(words[index].operation(to.offset() + index));
      }
    }
  }

  private Place emit(CycleOpcode code, Place to, int[] operands, Place... reads) {
    int[] all = new int[operands.length + 1];
    all[0] = to.offset();
    System.arraycopy(operands, 0, all, 1, operands.length);
    return add(code, to, all, reads);
  }

  private Place emitWide(CycleOpcode code, Place to, int words, int[] operands, Place... reads) {
    int[] all = new int[operands.length + 2];
    all[0] = to.offset();
    all[1] = words;
    System.arraycopy(operands, 0, all, 2, operands.length);
    return add(code, to, all, reads);
  }

  private Place add(CycleOpcode code, Place to, int[] operands, Place... reads) {
    int[] ranges = new int[2 * reads.length];
    for (int index = 0; index < reads.length; index++) {
      ranges[2 * index] = reads[index].offset();
      ranges[2 * index + 1] = reads[index].words();
    }
    operations.add(new CycleOperation(code, new int[] {to.offset(), to.words()}, operands, ranges));
    return to;
  }
}
