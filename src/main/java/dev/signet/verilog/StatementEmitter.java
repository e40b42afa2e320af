package dev.signet.verilog;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text of a legal module's statements, in their order. Neighbouring registers of a kind share a
 * clocked process, and all ports of a memory do.
 */
final class StatementEmitter {
  /** Indentation of a statement, of one in a process, and of one under a condition there. */
  private static final int IN_MODULE = 2;

  private static final int IN_PROCESS = 4;
  private static final int IN_BRANCH = 6;
  private static final int IN_CONDITION = 8;

  private static final Expression ALWAYS = Expression.constant(1, 1);

  private final Templates templates;
  private final RtlModule module;
  private final ExpressionRenderer expressions;

  StatementEmitter(Templates templates, RtlModule module, ExpressionRenderer expressions) {
    this.templates = templates;
    this.module = module;
    this.expressions = expressions;
  }

  /** In order; an empty text is a blank line. */
  List<String> emit() {
    List<String> texts = new ArrayList<>();
    for (Memory memory : module.memories()) {
      memory.contents().ifPresent(contents -> addApart(rom(memory, contents), texts));
    }
    List<Statement> statements = module.statements();
    Map<String, List<Statement>> memoryPorts = memoryPorts();
    Set<String> doneMemories = new HashSet<>();
    int index = 0;
    while (index < statements.size()) {
      int next = index + 1;
      switch (statements.get(index)) {
        case Statement.Assign assign -> texts.add(assign(assign));
        case Statement.Instance instance -> addApart(instance(instance), texts);
        case Statement.Register first -> {
          List<Statement.Register> run = new ArrayList<>(List.of(first));
          while (next < statements.size()
              && statements.get(next) instanceof Statement.Register register
              && register.reset().isPresent() == first.reset().isPresent()) {
            run.add(register);
            next++;
          }
          addApart(registers(run), texts);
        }
        case Statement.MemoryRead read -> {
          if (doneMemories.add(read.memory().name())) {
            addApart(memory(memoryPorts.getOrDefault(read.memory().name(), List.of())), texts);
          }
        }
        case Statement.MemoryWrite write -> {
          if (doneMemories.add(write.memory().name())) {
            addApart(memory(memoryPorts.getOrDefault(write.memory().name(), List.of())), texts);
          }
        }
      }
      index = next;
    }
    if (!texts.isEmpty() && texts.getLast().isEmpty()) {
      texts.removeLast();
    }
    return texts;
  }

  /** With a blank line around it. */
  private static void addApart(String text, List<String> texts) {
    if (!texts.isEmpty() && !texts.getLast().isEmpty()) {
      texts.add("");
    }
    texts.add(text);
    texts.add("");
  }

  private Map<String, List<Statement>> memoryPorts() {
    Map<String, List<Statement>> ports = new HashMap<>();
    for (Statement statement : module.statements()) {
      switch (statement) {
        case Statement.MemoryRead read ->
            ports.computeIfAbsent(read.memory().name(), _ -> new ArrayList<>()).add(read);
        case Statement.MemoryWrite write ->
            ports.computeIfAbsent(write.memory().name(), _ -> new ArrayList<>()).add(write);
        case Statement.Assign _, Statement.Register _, Statement.Instance _ -> {}
      }
    }
    return ports;
  }

  private String assign(Statement.Assign assign) {
    String target = assign.target().name();
    int column =
        IN_MODULE + templates.render("assign", Map.of("target", target, "value", "")).length();
    return transfer("assign", target, assign.value(), column, IN_MODULE + 4);
  }

  /** A value into a target, on one line if it fits. */
  private String transfer(
      String template, String target, Expression value, int column, int lineColumn) {
    String flat = expressions.render(value, column);
    if (ExpressionRenderer.fits(flat, column)) {
      return templates.render(template, Map.of("target", target, "value", flat));
    }
    return templates.render(
        template + "Lines",
        Map.of("target", target, "value", expressions.render(value, lineColumn)));
  }

  private String take(String target, Expression value, int indent) {
    return transfer("take", target, value, indent + target.length() + 4, indent + 4);
  }

  private String registers(List<Statement.Register> run) {
    boolean withReset = run.getFirst().reset().isPresent();
    int indent = withReset ? IN_BRANCH : IN_PROCESS;
    List<String> updates = updates(run, indent);
    if (!withReset) {
      return templates.render("registers", Map.of("updates", updates));
    }
    List<String> resets = new ArrayList<>();
    for (Statement.Register register : run) {
      BigInteger value = register.reset().orElse(BigInteger.ZERO);
      resets.add(
          take(
              register.target().name(),
              new Expression.Constant(register.target().width(), value),
              IN_BRANCH));
    }
    return templates.render("registersWithReset", Map.of("resets", resets, "updates", updates));
  }

  /** Neighbours with the same enable stand under one condition. */
  private List<String> updates(List<Statement.Register> run, int indent) {
    List<String> updates = new ArrayList<>();
    int index = 0;
    while (index < run.size()) {
      Statement.Register first = run.get(index);
      Optional<Expression> enable = first.enable();
      if (enable.isEmpty()) {
        updates.add(take(first.target().name(), first.next(), indent));
        index++;
        continue;
      }
      List<String> taken = new ArrayList<>();
      while (index < run.size() && run.get(index).enable().equals(enable)) {
        Statement.Register register = run.get(index);
        taken.add(take(register.target().name(), register.next(), indent + 2));
        index++;
      }
      updates.addAll(when(enable.get(), taken, indent));
    }
    return updates;
  }

  private List<String> when(Expression condition, List<String> updates, int indent) {
    if (condition.equals(ALWAYS)) {
      return updates;
    }
    String text = expressions.render(condition, indent + 12);
    return List.of(
        templates.render(
            text.indexOf('\n') < 0 ? "when" : "whenLines",
            Map.of("condition", text, "updates", updates)));
  }

  private String memory(List<Statement> ports) {
    List<String> updates = new ArrayList<>();
    for (Statement port : ports) {
      switch (port) {
        case Statement.MemoryRead read -> {
          String word = word(read.memory(), read.address());
          updates.addAll(
              when(
                  read.enable(),
                  List.of(
                      templates.render(
                          "take", Map.of("target", read.target().name(), "value", word))),
                  IN_PROCESS));
        }
        case Statement.MemoryWrite write ->
            updates.addAll(
                when(
                    write.enable(),
                    List.of(take(word(write.memory(), write.address()), write.data(), IN_BRANCH)),
                    IN_PROCESS));
        case Statement.Assign _, Statement.Register _, Statement.Instance _ ->
            throw new IllegalStateException("no memory port: " + port);
      }
    }
    return templates.render("memoryPorts", Map.of("updates", updates));
  }

  private String word(Memory memory, Expression address) {
    String text = expressions.render(address, IN_CONDITION + memory.name().length() + 40);
    return templates.render(
        text.indexOf('\n') < 0 ? "word" : "wordLines",
        Map.of("memory", memory.name(), "address", text));
  }

  private String rom(Memory memory, BitMatrix contents) {
    List<String> words = new ArrayList<>();
    for (int row = 0; row < memory.depth(); row++) {
      Expression value =
          new Expression.Constant(memory.width(), new BigInteger(contents.rowHex(row), 16));
      String index = String.valueOf(row);
      words.add(
          templates.render(
              "romWord",
              Map.of(
                  "memory",
                  memory.name(),
                  "index",
                  index,
                  "value",
                  expressions.render(
                      value, IN_PROCESS + memory.name().length() + index.length() + 6))));
    }
    return templates.render("rom", Map.of("words", words));
  }

  private String instance(Statement.Instance instance) {
    List<String> connections = new ArrayList<>();
    if (instance.module().hasState()) {
      connections.add(connection("aclk", new Signal("aclk", 1)));
      if (ModuleEmitter.hasReset(instance.module())) {
        connections.add(connection("aresetn", new Signal("aresetn", 1)));
      }
    }
    for (Port port : instance.module().ports()) {
      Expression connected =
          switch (port.direction()) {
            case INPUT -> instance.inputs().get(port.name());
            case OUTPUT -> instance.outputs().get(port.name());
          };
      if (connected == null) {
        throw new IllegalStateException(instance.name() + "." + port.name() + " is open");
      }
      connections.add(connection(port.name(), connected));
    }
    return templates.render(
        "instance",
        Map.of(
            "module",
            instance.module().name(),
            "name",
            instance.name(),
            "connections",
            connections));
  }

  private String connection(String port, Expression value) {
    String text = expressions.render(value, IN_PROCESS + port.length() + 3);
    return templates.render(
        text.indexOf('\n') < 0 ? "connection" : "connectionLines",
        Map.of("port", port, "value", text));
  }
}
