package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.equal;
import static dev.signet.rtl.Expression.mux;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counters of nested loops, one step of the innermost a clock. A loop of a single turn has no
 * counter.
 */
final class LoopNest {
  private final List<Optional<Signal>> counters = new ArrayList<>();
  private final List<Optional<Signal>> last = new ArrayList<>();

  /**
   * A loop.
   *
   * @param name of its counter
   * @param turns at least 1
   */
  record Loop(String name, int turns) {}

  /**
   * @param step one bit: the innermost loop goes on
   * @param loops the innermost first
   */
  LoopNest(ModuleBuilder module, Expression step, List<Loop> loops) {
    Expression enable = step;
    for (Loop loop : loops) {
      if (loop.turns() == 1) {
        counters.add(Optional.empty());
        last.add(Optional.empty());
        continue;
      }
      Signal counter = new Signal(loop.name(), bitsFor(loop.turns() - 1L));
      Signal ends = module.wire("last_" + loop.name(), equal(counter, loop.turns() - 1L));
      Expression next =
          mux(ends, constant(counter.width(), 0), add(counter, constant(counter.width(), 1)));
      module.resetRegister(counter, next, enable);
      enable = and(enable, ends);
      counters.add(Optional.of(counter));
      last.add(Optional.of(ends));
    }
  }

  /** The turn a loop is in, where it has more than one. */
  Optional<Signal> counter(int loop) {
    return counters.get(loop);
  }

  /** One bit: a loop is in its last turn; nothing where that is always so. */
  Optional<Signal> last(int loop) {
    return last.get(loop);
  }

  /** Whether a loop and all inside it are in their last turns. */
  Expression ends(int loop) {
    return last.subList(0, loop + 1).stream()
        .flatMap(Optional::stream)
        .map(Expression.class::cast)
        .reduce(Expression::and)
        .orElse(constant(1, 1));
  }

  /**
   * A value by the loop that goes on next, which is the innermost that is not in its last turn.
   *
   * @param values one for each loop, and one for when all of them end
   */
  Expression byNext(List<? extends Expression> values) {
    Expression chosen = values.getLast();
    for (int loop = last.size() - 1; loop >= 0; loop--) {
      Expression others = chosen;
      Expression own = values.get(loop);
      chosen =
          last.get(loop)
              .map(ends -> own.equals(others) ? others : mux(ends, others, own))
              .orElse(others);
    }
    return chosen;
  }
}
