package dev.signet.sim;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import dev.signet.sim.RtlFlattener.Driver;
import dev.signet.sim.RtlFlattener.FlatMemory;
import dev.signet.sim.RtlFlattener.FlatSignal;
import dev.signet.sim.RtlFlattener.Scope;
import dev.signet.sim.RtlFlattener.Stateful;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a flattened design decides the values of some signals, in this clock or in any later one:
 * through wires, registers and memories. All else can be left out, and these signals stay the same
 * in every clock.
 */
final class LiveLogic {
  private final Map<FlatSignal, Stateful> registers = new HashMap<>();
  private final Map<FlatMemory, List<Stateful>> writes = new HashMap<>();
  private final Set<FlatSignal> signals = new HashSet<>();
  private final Set<FlatMemory> memories = new HashSet<>();
  private final Set<Stateful> stateful = new HashSet<>();
  private final Deque<FlatSignal> open = new ArrayDeque<>();

  private LiveLogic(RtlFlattener flat) {
    for (Stateful each : flat.stateful) {
      switch (each.statement()) {
        case Statement.MemoryWrite write ->
            writes
                .computeIfAbsent(each.scope().memory(write.memory()), _ -> new ArrayList<>())
                .add(each);
        case Statement.Register _, Statement.MemoryRead _ ->
            each.statement()
                .drives()
                .forEach(target -> registers.put(each.scope().signal(target), each));
        case Statement.Assign _, Statement.Instance _ -> throw new IllegalStateException();
      }
    }
  }

  /** Leaves out of a design what does not decide these signals. */
  static void keep(RtlFlattener flat, Collection<FlatSignal> roots) {
    LiveLogic live = new LiveLogic(flat);
    roots.forEach(live::mark);
    live.follow();
    flat.signals.values().retainAll(live.signals);
    flat.drivers.removeIf(driver -> !live.signals.contains(driver.target()));
    flat.stateful.retainAll(live.stateful);
    flat.memories.retainAll(live.memories);
  }

  private void mark(FlatSignal signal) {
    if (signals.add(signal)) {
      open.add(signal);
    }
  }

  private void follow() {
    while (!open.isEmpty()) {
      FlatSignal signal = open.remove();
      Driver driver = signal.driver;
      if (driver != null) {
        mark(driver.scope(), driver.value());
      }
      Stateful register = registers.get(signal);
      if (register != null) {
        mark(register);
        if (register.statement() instanceof Statement.MemoryRead read) {
          FlatMemory memory = register.scope().memory(read.memory());
          if (memories.add(memory)) {
            writes.getOrDefault(memory, List.of()).forEach(this::mark);
          }
        }
      }
    }
  }

  private void mark(Stateful statement) {
    stateful.add(statement);
    statement.statement().reads().forEach(value -> mark(statement.scope(), value));
  }

  private void mark(Scope scope, Expression value) {
    Deque<Expression> parts = new ArrayDeque<>();
    parts.push(value);
    while (!parts.isEmpty()) {
      Expression part = parts.pop();
      if (part instanceof Signal signal) {
        mark(scope.signal(signal));
      } else {
        part.operands().forEach(parts::push);
      }
    }
  }
}
