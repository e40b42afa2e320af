package dev.signet.verilog;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a module's expressions use, and so which bits of its signals nothing reads. */
final class SignalUse {
  /**
   * Runs of a signal that are told one by one; of more, such as a bit of each byte, its name is.
   */
  private static final int SHOWN_RUNS = 4;

  private final Map<String, BitSet> used = new HashMap<>();
  private final Set<String> readMemories = new HashSet<>();
  private final SortedSet<Integer> popcounts = new TreeSet<>();

  private boolean comparesWithLimit;

  private SignalUse() {}

  static SignalUse of(RtlModule module) {
    SignalUse use = new SignalUse();
    module.statements().forEach(use::visit);
    return use;
  }

  /** The operand widths of the popcounts. */
  SortedSet<Integer> popcounts() {
    return popcounts;
  }

  /** Whether anything is compared by size with the end of its range, which makes it constant. */
  boolean comparesWithLimit() {
    return comparesWithLimit;
  }

  /** Memories that are never read. */
  List<Memory> unreadMemories(RtlModule module) {
    return module.memories().stream()
        .filter(memory -> !readMemories.contains(memory.name()))
        .toList();
  }

  /**
   * Runs of bits of inputs and local signals, in order of declaration; the whole of a signal where
   * there are many.
   */
  List<Expression> unreadBits(RtlModule module) {
    List<Expression> bits = new ArrayList<>();
    Map<String, Signal> candidates = new LinkedHashMap<>();
    Set<String> outputs = new HashSet<>();
    for (Port port : module.ports()) {
      if (port.direction() == Port.Direction.INPUT) {
        candidates.put(port.name(), port.signal());
      } else {
        outputs.add(port.name());
      }
    }
    for (Statement statement : module.statements()) {
      for (Signal target : targets(statement)) {
        if (!outputs.contains(target.name())) {
          candidates.put(target.name(), target);
        }
      }
    }
    candidates.values().forEach(signal -> addUnread(signal, bits));
    return bits;
  }

  /** The signals a statement drives, in order of the ports for an instance. */
  static List<Signal> targets(Statement statement) {
    return switch (statement) {
      case Statement.Assign assign -> List.of(assign.target());
      case Statement.Register register -> List.of(register.target());
      case Statement.MemoryRead read -> List.of(read.target());
      case Statement.MemoryWrite _ -> List.of();
      case Statement.Instance instance ->
          instance.module().ports().stream()
              .filter(port -> port.direction() == Port.Direction.OUTPUT)
              .map(port -> instance.outputs().get(port.name()))
              .toList();
    };
  }

  private void addUnread(Signal signal, List<Expression> bits) {
    List<Expression> runs = new ArrayList<>();
    BitSet read = used.getOrDefault(signal.name(), new BitSet());
    int low = read.nextClearBit(0);
    while (low < signal.width()) {
      int next = read.nextSetBit(low);
      int end = next < 0 ? signal.width() : next;
      runs.add(Expression.slice(signal, low, end - low));
      low = read.nextClearBit(end);
    }
    bits.addAll(runs.size() > SHOWN_RUNS ? List.of(signal) : runs);
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Assign assign -> visit(assign.value());
      case Statement.Register register -> {
        visit(register.next());
        register.enable().ifPresent(this::visit);
      }
      case Statement.MemoryRead read -> {
        readMemories.add(read.memory().name());
        visit(read.address());
        visit(read.enable());
      }
      case Statement.MemoryWrite write -> {
        visit(write.address());
        visit(write.data());
        visit(write.enable());
      }
      case Statement.Instance instance -> instance.inputs().values().forEach(this::visit);
    }
  }

  private void visit(Expression expression) {
    switch (expression) {
      case Signal signal -> mark(signal, 0, signal.width());
      case Expression.Slice(Signal signal, int low, int width) -> mark(signal, low, width);
      case Expression.Constant _ -> {}
      case Expression.Not(Expression operand) -> visit(operand);
      case Expression.Popcount(Expression operand) -> {
        popcounts.add(operand.width());
        visit(operand);
      }
      case Expression.Extend(Expression operand, int _, boolean _) -> visit(operand);
      case Expression.Binary binary -> Chains.operands(binary).forEach(this::visit);
      case Expression.Compare compare -> {
        comparesWithLimit |=
            compare.comparison() != Expression.Comparison.EQUAL
                && (isLimit(compare.left()) || isLimit(compare.right()));
        visit(compare.left());
        visit(compare.right());
      }
      case Expression.Multiply(Expression left, Expression right) -> {
        visit(left);
        visit(right);
      }
      case Expression.Threshold(Expression sum, Expression level) -> {
        comparesWithLimit |= isLimit(sum) || isLimit(level);
        visit(sum);
        visit(level);
      }
      case Expression.Mux mux -> {
        visit(mux.condition());
        visit(mux.whenSet());
        visit(mux.whenClear());
      }
      case Expression.Concat(List<Expression> parts) -> parts.forEach(this::visit);
    }
  }

  /** Whether this is a constant at an end of its range, as an unsigned or a signed number. */
  private static boolean isLimit(Expression operand) {
    if (!(operand instanceof Expression.Constant(int width, BigInteger value))) {
      return false;
    }
    BigInteger top = BigInteger.ONE.shiftLeft(width - 1);
    return value.signum() == 0
        || value.equals(top)
        || value.equals(top.subtract(BigInteger.ONE))
        || value.equals(top.shiftLeft(1).subtract(BigInteger.ONE));
  }

  private void mark(Signal signal, int low, int width) {
    used.computeIfAbsent(signal.name(), _ -> new BitSet()).set(low, low + width);
  }
}
