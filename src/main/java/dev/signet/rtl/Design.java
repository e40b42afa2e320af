package dev.signet.rtl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole piece of hardware.
 *
 * @param top the outermost module
 * @param streams places worth watching in simulation
 */
public record Design(RtlModule top, List<StreamProbe> streams) {
  public Design {
    streams = List.copyOf(streams);
  }

  /** Every module once, each after the modules it holds, the top last. */
  public List<RtlModule> modules() {
    Map<String, RtlModule> found = new LinkedHashMap<>();
    collect(top, found);
    return List.copyOf(found.values());
  }

  private static void collect(RtlModule module, Map<String, RtlModule> found) {
    if (found.containsKey(module.name())) {
      return;
    }
    for (Statement statement : module.statements()) {
      if (statement instanceof Statement.Instance instance) {
        collect(instance.module(), found);
      }
    }
    found.put(module.name(), module);
  }

  /**
   * A stream inside the design. Paths name a signal from the top: instance names and a signal name,
   * joined by dots.
   *
   * @param name for people, such as {@code dense2}
   * @param validPath one bit: the source offers a word
   * @param readyPath one bit: the sink takes it
   * @param occupancyPath how many words are held, unsigned; empty for a stream without a buffer
   * @param depth how many words it can hold; 0 without a buffer
   */
  public record StreamProbe(
      String name, String validPath, String readyPath, String occupancyPath, int depth) {}
}
