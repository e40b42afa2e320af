package dev.signet.verilog;

import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Statement;
import java.util.HashSet;
import java.util.Set;

/** The names taken in one module, and new ones that do not collide with them. */
final class NameScope {
  private final Set<String> taken = new HashSet<>(Set.of("aclk", "aresetn"));

  NameScope(RtlModule module) {
    for (Port port : module.ports()) {
      taken.add(port.name());
    }
    for (Memory memory : module.memories()) {
      taken.add(memory.name());
    }
    for (Statement statement : module.statements()) {
      switch (statement) {
        case Statement.Assign assign -> taken.add(assign.target().name());
        case Statement.Register register -> taken.add(register.target().name());
        case Statement.MemoryRead read -> taken.add(read.target().name());
        case Statement.MemoryWrite _ -> {}
        case Statement.Instance instance -> {
          taken.add(instance.name());
          instance.outputs().values().forEach(signal -> taken.add(signal.name()));
        }
      }
    }
  }

  /** The wanted name, with a number behind it if it is taken. */
  String fresh(String wanted) {
    String name = wanted;
    for (int number = 2; !taken.add(name); number++) {
      name = wanted + "_" + number;
    }
    return name;
  }

  /** The wanted start of names, with a number behind it if a name starts so already. */
  String freshPrefix(String wanted) {
    String prefix = wanted;
    for (int number = 2; isPrefix(prefix); number++) {
      prefix = wanted + number;
    }
    return prefix;
  }

  private boolean isPrefix(String prefix) {
    return taken.stream().anyMatch(name -> name.startsWith(prefix + "_"));
  }
}
