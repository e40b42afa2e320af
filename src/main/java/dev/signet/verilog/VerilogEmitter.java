package dev.signet.verilog;

import dev.signet.rtl.Design;
import dev.signet.rtl.RtlModule;
import java.util.List;

/**
 * Writes a design as Verilog-2005, one module a file, without vendor primitives and silent under
 * the lint of Verilator, Icarus Verilog and Yosys. Registers reset synchronously by {@code aresetn}
 * low; a module with state has a port {@code aclk} and, if anything in it is reset, {@code
 * aresetn}.
 */
public final class VerilogEmitter {
  private final Templates templates = new Templates("verilog");

  /**
   * The files of a design, each module before those that hold it.
   *
   * @param design what {@link RtlModule} promises, in particular one module a name
   * @return one file a module, named as the module with {@code .v} behind
   */
  public List<GeneratedFile> emit(Design design) {
    ModuleEmitter emitter = new ModuleEmitter(templates);
    return design.modules().stream()
        .map(module -> new GeneratedFile(module.name() + ".v", emitter.emit(module)))
        .toList();
  }
}
