package dev.signet.verilog;

import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import dev.signet.rtl.PortTrace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a self-checking testbench that replays a recorded trace: it applies the inputs of each
 * cycle and compares every output in every cycle from the second on, an unknown bit being a
 * mismatch. The same text runs in Icarus Verilog and in Verilator.
 *
 * <p>It ends by itself with a line {@code SIGNET cycles=N mismatches=M} (M counts cycles) and a
 * line {@code PASS} or {@code FAIL}; the first mismatches are told as {@code MISMATCH cycle=…
 * port=… expected=… actual=…}.
 */
public final class TestbenchEmitter {
  private static final String VECTORS = "vectors";

  private final Templates templates = new Templates("testbench");

  /**
   * The testbench {@code <top>_tb.v}, and for each trace a folder {@code vectors/<name>} with a
   * file of values a port, {@code changes.hex} and {@code cycles.hex}. It replays the first trace
   * unless it is told another folder.
   *
   * @param design whose top is tested
   * @param traces at least one, each at least one cycle of all ports, by name
   * @throws IllegalArgumentException when there is no trace, or one is empty or misses a port
   */
  public List<GeneratedFile> emit(Design design, Map<String, PortTrace> traces) {
    List<GeneratedFile> files = new ArrayList<>();
    for (Map.Entry<String, PortTrace> entry : traces.entrySet()) {
      PortTrace trace = entry.getValue();
      if (trace.cycles() == 0) {
        throw new IllegalArgumentException("an empty trace of " + design.top().name());
      }
      String folder = VECTORS + "/" + entry.getKey() + "/";
      for (int index = 0; index < trace.ports().size(); index++) {
        Port port = trace.ports().get(index);
        files.add(
            new GeneratedFile(
                folder + port.name() + ".hex", lines(trace.values(index), port.width())));
      }
      files.add(new GeneratedFile(folder + "changes.hex", changes(trace)));
      files.add(
          new GeneratedFile(folder + "cycles.hex", Integer.toHexString(trace.cycles()) + "\n"));
    }
    files.addFirst(new GeneratedFile(design.top().name() + "_tb.v", bench(design, traces)));
    return List.copyOf(files);
  }

  private List<TracedPort> tracedPorts(Map<String, PortTrace> traces) {
    List<TracedPort> traced = new ArrayList<>();
    List<Port> ports = traces.values().iterator().next().ports();
    for (int index = 0; index < ports.size(); index++) {
      Port port = ports.get(index);
      int at = index;
      int last =
          traces.values().stream()
              .mapToInt(trace -> trace.values(at).size() - 1)
              .max()
              .orElseThrow();
      boolean output = port.direction() == Port.Direction.OUTPUT;
      traced.add(
          new TracedPort(
              port.name(),
              range(port.width()),
              index,
              last,
              output,
              output ? templates.render("expected", Map.of("name", port.name())) : port.name()));
    }
    return traced;
  }

  /**
   * A port, as the template sees it.
   *
   * @param range its width as Verilog writes it
   * @param index its bit among the changes
   * @param last index of its last value
   * @param driven the register that takes its values
   */
  record TracedPort(
      String name, String range, int index, int last, boolean output, String driven) {}

  private String bench(Design design, Map<String, PortTrace> traces) {
    if (traces.isEmpty()) {
      throw new IllegalArgumentException("no trace of " + design.top().name());
    }
    List<TracedPort> ports = tracedPorts(traces);
    return templates.render(
        "testbench",
        Map.of(
            "top",
            design.top().name(),
            "vectors",
            VECTORS + "/" + traces.keySet().iterator().next(),
            "cycles",
            traces.values().stream().mapToInt(PortTrace::cycles).max().orElseThrow(),
            "portCount",
            ports.size(),
            "inputs",
            ports.stream().filter(port -> !port.output()).toList(),
            "outputs",
            ports.stream().filter(TracedPort::output).toList(),
            "ports",
            ports,
            "connections",
            connections(design, ports),
            "beat",
            beat(ports)));
  }

  private static List<String> connections(Design design, List<TracedPort> ports) {
    Set<String> traced = ports.stream().map(TracedPort::name).collect(Collectors.toSet());
    List<String> connections = new ArrayList<>();
    if (design.top().hasState()) {
      connections.add("aclk");
    }
    if (ModuleEmitter.hasReset(design.top())) {
      connections.add("aresetn");
    }
    design.top().ports().forEach(port -> connections.add(port.name()));
    for (String name : connections) {
      if (!name.equals("aclk") && !traced.contains(name)) {
        throw new IllegalArgumentException("the trace has no port " + name);
      }
    }
    return connections;
  }

  private String beat(List<TracedPort> ports) {
    Optional<TracedPort> data = find(ports, "m_axis_tdata");
    Optional<TracedPort> valid = find(ports, "m_axis_tvalid");
    Optional<TracedPort> ready = find(ports, "m_axis_tready");
    Optional<TracedPort> reset = find(ports, "aresetn");
    if (data.isEmpty() || valid.isEmpty() || ready.isEmpty() || reset.isEmpty()) {
      return "";
    }
    return templates.render(
        "beat",
        Map.of(
            "data",
            data.get().name(),
            "valid",
            valid.get().name(),
            "ready",
            ready.get().name(),
            "reset",
            reset.get().name()));
  }

  private static Optional<TracedPort> find(List<TracedPort> ports, String name) {
    return ports.stream().filter(port -> port.name().equals(name)).findFirst();
  }

  private String range(int width) {
    return width == 1 ? "" : templates.render("range", Map.of("high", width - 1));
  }

  private static String lines(List<BigInteger> values, int width) {
    StringBuilder text = new StringBuilder();
    int digits = (width + 3) / 4;
    for (BigInteger value : values) {
      String hex = value.toString(16);
      text.repeat('0', digits - hex.length()).append(hex).append('\n');
    }
    return text.toString();
  }

  private static String changes(PortTrace trace) {
    int ports = trace.ports().size();
    int digits = (ports + 3) / 4;
    StringBuilder text = new StringBuilder(trace.cycles() * (digits + 1));
    for (int cycle = 0; cycle < trace.cycles(); cycle++) {
      for (int digit = digits - 1; digit >= 0; digit--) {
        int value = 0;
        for (int port = Math.min(ports, 4 * digit + 4) - 1; port >= 4 * digit; port--) {
          value = value << 1 | (trace.changes(port, cycle) ? 1 : 0);
        }
        text.append(Character.forDigit(value, 16));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
