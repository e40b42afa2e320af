package dev.signet.sim;

import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlException;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dissolves the hierarchy of a design: every signal of every instance once, by path, and every
 * statement beside the scope that gives its names a meaning. Port connections become drivers like
 * any other.
 */
final class RtlFlattener {
  /** Signals and instances of a flattened design; more is a mistake, or an attack by nesting. */
  private static final long MOST_SIGNALS = 1 << 22;

  /** A signal of one instance. */
  static final class FlatSignal {
    final String path;
    final int width;

    /** Its value within the cycle; null for inputs, registers and memory reads. */
    @Nullable Driver driver;

    /** Where its words start in the state; −1 until it is placed. */
    int offset = -1;

    private FlatSignal(String path, int width) {
      this.path = path;
      this.width = width;
    }
  }

  /** A memory of one instance. */
  record FlatMemory(String path, Memory memory) {}

  /** The names of one instance. */
  static final class Scope {
    private final String prefix;
    private final Map<String, FlatSignal> signals = new HashMap<>();
    private final Map<String, FlatMemory> memories = new HashMap<>();

    private Scope(String prefix) {
      this.prefix = prefix;
    }

    FlatSignal signal(Signal signal) {
      return Objects.requireNonNull(signals.get(signal.name()));
    }

    FlatMemory memory(Memory memory) {
      return Objects.requireNonNull(memories.get(memory.name()));
    }
  }

  /** A combinational value: an expression and the instance that its names belong to. */
  record Driver(Scope scope, FlatSignal target, Expression value) {}

  /** A statement with state and the instance that its names belong to. */
  record Stateful(Scope scope, Statement statement) {}

  /** Every signal by path, in the order of the design's text. */
  final Map<String, FlatSignal> signals = new LinkedHashMap<>();

  final List<Driver> drivers = new ArrayList<>();
  final List<Stateful> stateful = new ArrayList<>();
  final List<FlatMemory> memories = new ArrayList<>();

  /** Flattens a verified design. */
  RtlFlattener(Design design) {
    checkSize(design);
    Scope top = new Scope("");
    declareAll(top, design.top());
    flatten(top, design.top());
  }

  /** Counts module by module, so that it costs nothing however often they are nested. */
  private static void checkSize(Design design) {
    Map<String, Long> sizes = new HashMap<>();
    for (RtlModule module : design.modules()) {
      long size = 1L + module.ports().size();
      for (Statement statement : module.statements()) {
        size += 1;
        if (statement instanceof Statement.Instance instance) {
          size += Objects.requireNonNull(sizes.get(instance.module().name()));
        }
      }
      if (size > MOST_SIGNALS) {
        throw new RtlException(
            "module '%s' is more than %d signals, with the instances in it"
                .formatted(module.name(), MOST_SIGNALS));
      }
      sizes.put(module.name(), size);
    }
  }

  private void flatten(Scope scope, RtlModule module) {
    for (Statement statement : module.statements()) {
      switch (statement) {
        case Statement.Assign(Signal target, Expression value) ->
            drive(scope.signal(target), scope, value);
        case Statement.Register _, Statement.MemoryRead _, Statement.MemoryWrite _ ->
            stateful.add(new Stateful(scope, statement));
        case Statement.Instance instance -> {
          Scope inner = new Scope(scope.prefix + instance.name() + ".");
          declareAll(inner, instance.module());
          for (Port port : instance.module().ports()) {
            switch (port.direction()) {
              case INPUT -> drive(inner.signal(port.signal()), scope, instance.input(port.name()));
              case OUTPUT ->
                  drive(scope.signal(instance.output(port.name())), inner, port.signal());
            }
          }
          flatten(inner, instance.module());
        }
      }
    }
  }

  private void declareAll(Scope scope, RtlModule module) {
    module.ports().forEach(port -> declare(scope, port.signal()));
    for (Memory memory : module.memories()) {
      FlatMemory flat = new FlatMemory(scope.prefix + memory.name(), memory);
      scope.memories.put(memory.name(), flat);
      memories.add(flat);
    }
    for (Statement statement : module.statements()) {
      statement.drives().forEach(signal -> declare(scope, signal));
    }
  }

  private void declare(Scope scope, Signal signal) {
    scope.signals.computeIfAbsent(
        signal.name(),
        name -> {
          FlatSignal flat = new FlatSignal(scope.prefix + name, signal.width());
          signals.put(flat.path, flat);
          return flat;
        });
  }

  private void drive(FlatSignal target, Scope scope, Expression value) {
    Driver driver = new Driver(scope, target, value);
    target.driver = driver;
    drivers.add(driver);
  }
}
