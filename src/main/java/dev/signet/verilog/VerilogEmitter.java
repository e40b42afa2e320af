package dev.signet.verilog;

import dev.signet.rtl.Design;
import dev.signet.rtl.RtlModule;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes a design as Verilog-2005, one module a file, without vendor primitives and silent under
 * the lint of Verilator, Icarus Verilog and Yosys. Registers reset synchronously by {@code aresetn}
 * low; a module with state has a port {@code aclk} and, if anything in it is reset, {@code
 * aresetn}.
 */
public final class VerilogEmitter {
  private final Templates templates = new Templates("verilog");

  /**
   * The files of a design, modules before those that hold them, the counting modules first.
   *
   * @param design what {@link RtlModule} promises, in particular one module a name
   * @return one file a module, named as the module with {@code .v} behind
   * @throws IllegalArgumentException when a popcount stands inside an expression
   */
  public List<GeneratedFile> emit(Design design) {
    SortedSet<Integer> popcounts = new TreeSet<>();
    List<GeneratedFile> modules = new ArrayList<>();
    String topName = design.top().name();
    ModuleEmitter emitter = new ModuleEmitter(templates);
    for (RtlModule module : design.modules()) {
      Legalizer.Legal legal = Legalizer.legalize(module, topName);
      popcounts.addAll(legal.popcounts());
      modules.add(file(module.name(), emitter.emit(legal.module())));
    }
    PopcountEmitter popcountEmitter = new PopcountEmitter(templates);
    List<GeneratedFile> files = new ArrayList<>();
    for (int n : popcounts) {
      String name = Legalizer.popcountModule(topName, n);
      files.add(file(name, popcountEmitter.emit(name, PopcountTree.of(n))));
    }
    files.addAll(modules);
    return List.copyOf(files);
  }

  private static GeneratedFile file(String module, String text) {
    return new GeneratedFile(module + ".v", text);
  }
}
