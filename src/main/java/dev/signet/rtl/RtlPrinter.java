package dev.signet.rtl;

import dev.signet.ir.BitMatrix;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a design as text that {@link RtlParser} reads back to an equal design.
 *
 * <pre>{@code
 * module fifo_8x4 {
 *   // A queue of 4 words.
 *   input in_data : 8;
 *   output in_ready : 1;
 *   memory store : 8 x 4;
 *   memory rom : 8 x 2 = { 0f a0 };
 *
 *   wire in_ready : 1 = ~(stored == 3'd4);
 *   wire agree : 4 = popcount(xnor(in_data, out_data));
 *   register write_at : 2 <= write_at + 2'd1 when push reset 0;
 *   read out_data : 8 <= store[read_at] when fetch;
 *   write store[write_at] <= in_data when push;
 *   instance queue : fifo (data = {last, x[7:0]}) -> (word = y : 9);
 * }
 *
 * top fifo_8x4;
 * stream "input" valid in_valid ready in_ready occupancy queue.stored depth 4;
 * }</pre>
 *
 * <p>Operators are Verilog's and bind as there, all unsigned but {@code *}, which is signed and as
 * wide as both operands together. {@code sum >= level} is a threshold. {@code xnor(a, b)}, {@code
 * signed_less(a, b)}, {@code popcount(a)}, {@code zero_extend(a, width)} and {@code sign_extend(a,
 * width)} are written as calls. A memory's contents are its rows in hexadecimal, from row 0 on.
 */
public final class RtlPrinter {
  private static final int COLUMNS = 110;

  private final StringBuilder text = new StringBuilder();

  private RtlPrinter() {}

  /** The text of a design that keeps the rules of the RTL IR. */
  public static String print(Design design) {
    RtlPrinter printer = new RtlPrinter();
    design.modules().forEach(printer::module);
    printer.text.append("top ").append(design.top().name()).append(";\n");
    design.streams().forEach(printer::stream);
    return printer.text.toString();
  }

  /** The text of one expression. */
  public static String print(Expression expression) {
    StringBuilder text = new StringBuilder();
    new ExpressionPrinter(text).print(expression);
    return text.toString();
  }

  private void module(RtlModule module) {
    text.append("module ").append(module.name()).append(" {\n");
    if (!module.comment().isEmpty()) {
      for (String line : module.comment().split("\n", -1)) {
        text.append(line.isEmpty() ? "  //" : "  // ").append(line).append('\n');
      }
    }
    for (Port port : module.ports()) {
      line(
          switch (port.direction()) {
                case INPUT -> "input ";
                case OUTPUT -> "output ";
              }
              + declared(port.signal()));
    }
    for (Memory memory : module.memories()) {
      line(
          "memory %s : %d x %d".formatted(memory.name(), memory.width(), memory.depth())
              + memory.contents().map(RtlPrinter::rows).orElse(""));
    }
    text.append('\n');
    module.statements().forEach(statement -> line(statement(statement)));
    text.append("}\n\n");
  }

  private static String declared(Signal signal) {
    return signal.name() + " : " + signal.width();
  }

  private static String rows(BitMatrix contents) {
    StringBuilder rows = new StringBuilder(" = {");
    for (int row = 0; row < contents.rows(); row++) {
      rows.append(' ').append(contents.rowHex(row));
    }
    return rows.append(" }").toString();
  }

  private static String statement(Statement statement) {
    return switch (statement) {
      case Statement.Assign assign ->
          "wire " + declared(assign.target()) + " = " + print(assign.value());
      case Statement.Register register -> {
        StringBuilder line = new StringBuilder("register ");
        line.append(declared(register.target())).append(" <= ").append(print(register.next()));
        register.enable().ifPresent(enable -> line.append(" when ").append(print(enable)));
        register
            .reset()
            .ifPresent(
                value -> line.append(" reset ").append(reset(register.target().width(), value)));
        yield line.toString();
      }
      case Statement.MemoryRead read ->
          "read %s <= %s[%s] when %s"
              .formatted(
                  declared(read.target()),
                  read.memory().name(),
                  print(read.address()),
                  print(read.enable()));
      case Statement.MemoryWrite write ->
          "write %s[%s] <= %s when %s"
              .formatted(
                  write.memory().name(),
                  print(write.address()),
                  print(write.data()),
                  print(write.enable()));
      case Statement.Instance instance ->
          "instance %s : %s (%s) -> (%s)"
              .formatted(
                  instance.name(),
                  instance.module().name(),
                  connections(instance, Port.Direction.INPUT),
                  connections(instance, Port.Direction.OUTPUT));
    };
  }

  private static String reset(int width, BigInteger value) {
    return value.bitLength() <= 16 ? value.toString() : ExpressionPrinter.constant(width, value);
  }

  private static String connections(Statement.Instance instance, Port.Direction direction) {
    List<Port> ports =
        instance.module().ports().stream().filter(p -> p.direction() == direction).toList();
    return ports.stream()
        .map(
            port ->
                port.name()
                    + " = "
                    + switch (direction) {
                      case INPUT -> print(instance.input(port.name()));
                      case OUTPUT -> declared(instance.output(port.name()));
                    })
        .collect(Collectors.joining(", "));
  }

  private void stream(Design.StreamProbe probe) {
    text.append("stream ").append(quoted(probe.name()));
    text.append(" valid ").append(probe.validPath()).append(" ready ").append(probe.readyPath());
    if (!probe.occupancyPath().isEmpty()) {
      text.append(" occupancy ").append(probe.occupancyPath());
    }
    text.append(" depth ").append(probe.depth()).append(";\n");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Writes a statement, broken at spaces where it is too long. */
  private void line(String statement) {
    String indent = "  ";
    int start = 0;
    while (statement.length() - start > COLUMNS - indent.length()) {
      int end = statement.lastIndexOf(' ', start + COLUMNS - indent.length());
      if (end <= start) {
        end = statement.indexOf(' ', start);
      }
      if (end < 0) {
        break;
      }
      text.append(indent).append(statement, start, end).append('\n');
      start = end + 1;
      indent = "      ";
    }
    text.append(indent).append(statement, start, statement.length()).append(";\n");
  }
}
