package dev.signet.rtl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Holds a design to the rules of the RTL IR; run after everything that makes or changes one.
 *
 * <ul>
 *   <li>Names of signals, memories and instances are told apart within a module, are Verilog
 *       identifiers, no keyword of Verilog-2005 or SystemVerilog, and neither {@code aclk} nor
 *       {@code aresetn}. One name has one width.
 *   <li>Every signal is an input port or driven exactly once; output ports are driven.
 *   <li>A popcount is the whole value of an assignment.
 *   <li>A memory is declared by its module, has at most one write port, and none when it has
 *       contents.
 *   <li>Modules of one name are one module, and names differ in more than case, for the sake of
 *       file systems.
 *   <li>No signal depends on itself within a clock cycle, through instances neither; bits of a
 *       signal are not told apart.
 *   <li>Stream probes name signals that exist; valid and ready are one bit.
 * </ul>
 */
public final class RtlVerifier {
  private final Map<String, RtlModule> modules = new LinkedHashMap<>();
  private final Set<String> lowerCaseNames = new HashSet<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Map<String, Signal>> signals = new HashMap<>();
  private final Map<String, Map<String, Set<String>>> summaries = new HashMap<>();

  private RtlVerifier() {}

  /**
   * Checks every rule, in time linear in the size of the design.
   *
   * @return the same design
   * @throws RtlException when a rule is broken; the message names module and signal
   */
  public static Design verify(Design design) {
    RtlVerifier verifier = new RtlVerifier();
    verifier.check(design.top());
    design.streams().forEach(probe -> verifier.check(design.top(), probe));
    return design;
  }

  private void check(RtlModule module) {
    RtlModule known = modules.get(module.name());
    if (known != null) {
      if (!known.equals(module)) {
        throw new RtlException("two different modules are called '" + module.name() + "'");
      }
      return;
    }
    if (!open.add(module.name())) {
      throw new RtlException("module '" + module.name() + "' holds another of the same name");
    }
    for (Statement statement : module.statements()) {
      if (statement instanceof Statement.Instance instance) {
        check(instance.module());
      }
    }
    if (!lowerCaseNames.add(module.name().toLowerCase(Locale.ROOT))) {
      throw new RtlException("two modules are called '" + module.name() + "' but for case");
    }
    Map<String, Signal> own = ModuleRules.check(module);
    signals.put(module.name(), own);
    summaries.put(module.name(), CombinationalPaths.check(module, own.values(), summaries));
    modules.put(module.name(), module);
  }

  private void check(RtlModule top, Design.StreamProbe probe) {
    requireBit(probe, find(top, probe, probe.validPath()));
    requireBit(probe, find(top, probe, probe.readyPath()));
    if (!probe.occupancyPath().isEmpty()) {
      find(top, probe, probe.occupancyPath());
    }
  }

  private Signal find(RtlModule top, Design.StreamProbe probe, String path) {
    String[] names = path.split("\\.", -1);
    RtlModule module = top;
    for (int index = 0; index < names.length - 1; index++) {
      String name = names[index];
      RtlModule outer = module;
      module =
          outer.statements().stream()
              .filter(s -> s instanceof Statement.Instance i && i.name().equals(name))
              .map(s -> ((Statement.Instance) s).module())
              .findFirst()
              .orElseThrow(
                  () ->
                      new RtlException(
                          "stream '%s' watches '%s', but module '%s' has no instance '%s'"
                              .formatted(probe.name(), path, outer.name(), name)));
    }
    Signal signal = Objects.requireNonNull(signals.get(module.name())).get(names[names.length - 1]);
    if (signal == null) {
      throw new RtlException(
          "stream '%s' watches '%s', but module '%s' has no signal '%s'"
              .formatted(probe.name(), path, module.name(), names[names.length - 1]));
    }
    return signal;
  }

  private static void requireBit(Design.StreamProbe probe, Signal signal) {
    if (signal.width() != 1) {
      throw new RtlException(
          "stream '%s' watches '%s' of %d bits; valid and ready are one bit"
              .formatted(probe.name(), signal.name(), signal.width()));
    }
  }
}
