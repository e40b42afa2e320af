package dev.signet.rtl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which signals depend on which within one clock cycle. A module's own summary (output ports by
 * input port) stands for it where it is an instance, so a loop through instances is found without
 * flattening. A signal is one node: bits are not told apart.
 */
final class CombinationalPaths {
  /** An edge; {@code through} names an instance or is empty. */
  private record Edge(String target, String through) {}

  private final RtlModule module;
  private final Map<String, List<Edge>> edges = new LinkedHashMap<>();

  private CombinationalPaths(RtlModule module) {
    this.module = module;
  }

  /**
   * Checks a module for loops.
   *
   * @param summaries of the modules inside it, by module name: the output ports that depend on each
   *     input port
   * @return the module's own summary
   * @throws RtlException when there is a loop; the message names its signals in order
   */
  static Map<String, Set<String>> check(
      RtlModule module,
      Collection<Signal> signals,
      Map<String, Map<String, Set<String>>> summaries) {
    CombinationalPaths paths = new CombinationalPaths(module);
    signals.forEach(signal -> paths.edges.put(signal.name(), new ArrayList<>()));
    module.statements().forEach(statement -> paths.connect(statement, summaries));
    paths.checkLoops();
    return paths.summary();
  }

  private void connect(Statement statement, Map<String, Map<String, Set<String>>> summaries) {
    switch (statement) {
      case Statement.Assign assign ->
          signalsOf(assign.value()).forEach(s -> edge(s, assign.target().name(), ""));
      case Statement.Instance instance -> {
        Map<String, Set<String>> summary =
            Objects.requireNonNull(summaries.get(instance.module().name()));
        summary.forEach(
            (input, outputs) -> {
              for (String source : signalsOf(instance.input(input))) {
                outputs.forEach(o -> edge(source, instance.output(o).name(), instance.name()));
              }
            });
      }
      case Statement.Register _, Statement.MemoryRead _, Statement.MemoryWrite _ -> {
        // The clock edge cuts the path.
      }
    }
  }

  private void edge(String source, String target, String through) {
    edgesOf(source).add(new Edge(target, through));
  }

  private List<Edge> edgesOf(String signal) {
    return Objects.requireNonNull(edges.get(signal));
  }

  private static Set<String> signalsOf(Expression expression) {
    Set<String> names = new LinkedHashSet<>();
    Deque<Expression> open = new ArrayDeque<>();
    open.push(expression);
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (next instanceof Signal signal) {
        names.add(signal.name());
      } else {
        next.operands().forEach(open::push);
      }
    }
    return names;
  }

  /** A place of the depth-first search: a signal and how many of its edges have been followed. */
  private static final class Visit {
    final String signal;
    final String through;
    int followed;

    Visit(String signal, String through) {
      this.signal = signal;
      this.through = through;
    }
  }

  private void checkLoops() {
    Map<String, Boolean> finished = new HashMap<>();
    for (String start : edges.keySet()) {
      if (finished.containsKey(start)) {
        continue;
      }
      ArrayList<Visit> path = new ArrayList<>();
      path.add(new Visit(start, ""));
      finished.put(start, false);
      while (!path.isEmpty()) {
        Visit visit = path.getLast();
        List<Edge> out = edgesOf(visit.signal);
        if (visit.followed == out.size()) {
          finished.put(visit.signal, true);
          path.removeLast();
          continue;
        }
        Edge edge = out.get(visit.followed++);
        Boolean state = finished.get(edge.target());
        if (state == null) {
          finished.put(edge.target(), false);
          path.add(new Visit(edge.target(), edge.through()));
        } else if (!state) {
          throw loop(path, edge);
        }
      }
    }
  }

  private RtlException loop(List<Visit> path, Edge closing) {
    StringBuilder text = new StringBuilder(closing.target());
    int index = path.size() - 1;
    while (!path.get(index).signal.equals(closing.target())) {
      index--;
    }
    for (int next = index + 1; next < path.size(); next++) {
      append(text, path.get(next).signal, path.get(next).through);
    }
    append(text, closing.target(), closing.through());
    return new RtlException(
        "module '"
            + module.name()
            + "': '"
            + closing.target()
            + "' depends on itself within a clock cycle: "
            + text);
  }

  private static void append(StringBuilder text, String signal, String through) {
    text.append(through.isEmpty() ? "" : " -> (" + through + ")").append(" -> ").append(signal);
  }

  private Map<String, Set<String>> summary() {
    Map<String, Set<String>> summary = new LinkedHashMap<>();
    Set<String> outputs = new LinkedHashSet<>();
    for (Port port : module.ports()) {
      if (port.direction() == Port.Direction.OUTPUT) {
        outputs.add(port.name());
      }
    }
    for (Port port : module.ports()) {
      if (port.direction() == Port.Direction.INPUT) {
        Set<String> reached = reachable(port.name());
        reached.retainAll(outputs);
        summary.put(port.name(), reached);
      }
    }
    return summary;
  }

  private Set<String> reachable(String start) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    reached.add(start);
    open.push(start);
    while (!open.isEmpty()) {
      for (Edge edge : edgesOf(open.pop())) {
        if (reached.add(edge.target())) {
          open.push(edge.target());
        }
      }
    }
    return reached;
  }
}
