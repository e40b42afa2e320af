package dev.signet.rtl;

import java.util.List;

/**
 * A module.
 *
 * @param name a Verilog identifier, unique in the design
 * @param comment for whoever reads the Verilog: what it is, which layer, shapes, folding; lines
 *     separated by {@code \n}
 * @param ports without {@code aclk} and {@code aresetn}, which every module with state has
 * @param memories in order of declaration
 * @param statements in the order a reader wants them
 */
public record RtlModule(
    String name,
    String comment,
    List<Port> ports,
    List<Memory> memories,
    List<Statement> statements) {
  public RtlModule {
    ports = List.copyOf(ports);
    memories = List.copyOf(memories);
    statements = List.copyOf(statements);
  }

  /** Whether it, or a module inside it, has registers or memories, and so a clock and a reset. */
  public boolean hasState() {
    for (Statement statement : statements) {
      boolean state =
          switch (statement) {
            case Statement.Register _, Statement.MemoryRead _, Statement.MemoryWrite _ -> true;
            case Statement.Instance instance -> instance.module().hasState();
            case Statement.Assign _ -> false;
          };
      if (state) {
        return true;
      }
    }
    return false;
  }
}
