package dev.signet.rtl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds one module to the rules that need no other module: names, widths, drivers, memories and the
 * place of popcounts.
 */
final class ModuleRules {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  private static final Set<String> IMPLICIT = Set.of("aclk", "aresetn");

  private final RtlModule module;
  private final Map<String, Signal> signals = new LinkedHashMap<>();
  private final Map<String, Memory> memories = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> drivers = new HashMap<>();
  private final Set<String> written = new HashSet<>();

  private ModuleRules(RtlModule module) {
    this.module = module;
  }

  /**
   * Checks a module.
   *
   * @return its signals by name
   * @throws RtlException when a rule is broken
   */
  static Map<String, Signal> check(RtlModule module) {
    ModuleRules rules = new ModuleRules(module);
    rules.checkName(module.name());
    rules.checkPorts();
    rules.checkMemories();
    module.statements().forEach(rules::checkStatement);
    rules.checkDrivers();
    return rules.signals;
  }

  private void checkPorts() {
    for (Port port : module.ports()) {
      if (signals.containsKey(port.name())) {
        throw broken(port.name(), "is a port twice");
      }
      declare(port.signal());
      if (port.direction() == Port.Direction.INPUT) {
        drivers.put(port.name(), "the input port");
      }
    }
  }

  private void checkMemories() {
    for (Memory memory : module.memories()) {
      take(memory.name(), "a memory");
      memories.put(memory.name(), memory);
    }
  }

  private void checkStatement(Statement statement) {
    switch (statement) {
      case Statement.Assign assign -> {
        boolean count = assign.value() instanceof Expression.Popcount;
        checkExpression(
            assign.target().name(), count ? assign.value().operands().getFirst() : assign.value());
        drive(assign.target(), "an assignment");
      }
      case Statement.Register register -> {
        readAll(register, register.target().name());
        register
            .reset()
            .filter(value -> value.signum() < 0)
            .ifPresent(
                value -> {
                  throw broken(register.target().name(), "has a negative reset value " + value);
                });
        drive(register.target(), "a register");
      }
      case Statement.MemoryRead read -> {
        checkKnown(read.memory(), read.target().name());
        readAll(read, read.target().name());
        drive(read.target(), "a read of memory '" + read.memory().name() + "'");
      }
      case Statement.MemoryWrite write -> {
        String name = write.memory().name();
        checkKnown(write.memory(), name);
        readAll(write, name);
        if (write.memory().contents().isPresent()) {
          throw broken(name, "is written but has contents: a ROM is never written");
        }
        if (!written.add(name)) {
          throw broken(name, "has two write ports; a memory has at most one");
        }
      }
      case Statement.Instance instance -> {
        take(instance.name(), "an instance");
        readAll(instance, instance.name());
        instance.drives().forEach(s -> drive(s, "instance '" + instance.name() + "'"));
      }
    }
  }

  private void readAll(Statement statement, String where) {
    statement.reads().forEach(expression -> checkExpression(where, expression));
  }

  /** Walks a tree without recursion: a long sum may be deep. */
  private void checkExpression(String where, Expression expression) {
    Deque<Expression> open = new ArrayDeque<>();
    open.push(expression);
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (next instanceof Signal signal) {
        declare(signal);
      } else if (next instanceof Expression.Popcount) {
        throw broken(where, "has a popcount inside an expression; it must be a wire's whole value");
      } else {
        next.operands().forEach(open::push);
      }
    }
  }

  private void checkKnown(Memory memory, String where) {
    if (!memory.equals(memories.get(memory.name()))) {
      throw broken(where, "uses a memory '" + memory.name() + "' that the module does not declare");
    }
  }

  private void checkDrivers() {
    for (Signal signal : signals.values()) {
      if (!drivers.containsKey(signal.name())) {
        boolean port = module.ports().stream().anyMatch(p -> p.signal().equals(signal));
        throw broken(
            signal.name(),
            port ? "is an output port that nothing drives" : "is used but nothing drives it");
      }
    }
  }

  private void drive(Signal signal, String driver) {
    declare(signal);
    String other = drivers.put(signal.name(), driver);
    if (other != null) {
      throw broken(signal.name(), "is driven by " + other + " and again by " + driver);
    }
  }

  private void declare(Signal signal) {
    Signal known = signals.get(signal.name());
    if (known == null) {
      take(signal.name(), "a signal");
      signals.put(signal.name(), signal);
    } else if (known.width() != signal.width()) {
      throw broken(
          signal.name(), "is used with " + known.width() + " and with " + signal.width() + " bits");
    }
  }

  private void take(String name, String what) {
    checkName(name);
    if (!taken.add(name)) {
      throw broken(name, "is the name of " + what + " and of something else in the module");
    }
  }

  private void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw broken(name, "is no Verilog identifier");
    }
    if (VerilogKeywords.contains(name)) {
      throw broken(name, "is a keyword of Verilog");
    }
    if (IMPLICIT.contains(name)) {
      throw broken(name, "is kept for the clock and the reset that every module with state has");
    }
  }

  private RtlException broken(String name, String message) {
    return new RtlException("module '" + module.name() + "': '" + name + "' " + message);
  }
}
