package dev.signet.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the values of signals as a value change dump (VCD, IEEE 1364-2005 clause 18) that any
 * waveform viewer reads. Instances are scopes; the clock {@code aclk} is written too.
 *
 * <p>Cycle c starts with the rising edge at {@value #PERIOD} · c ns, when all its values are shown
 * as they settle, and the clock falls half way through it.
 */
public final class VcdWriter implements CycleListener {
  /** Nanoseconds a cycle. */
  public static final int PERIOD = 10;

  private static final int FIRST_CODE = '!';
  private static final int CODES = '~' - '!' + 1;

  /** A wire to write; several signals may name it. */
  private static final class Wire {
    final int signal;
    final int width;
    final String code;
    final long[] last;

    Wire(int signal, int width, String code, int words) {
      this.signal = signal;
      this.width = width;
      this.code = code;
      this.last = new long[words];
    }
  }

  /** Signals of one instance and the instances in it. */
  private static final class Scope {
    final Map<String, Wire> wires = new LinkedHashMap<>();
    final Map<String, Scope> scopes = new LinkedHashMap<>();
  }

  private final CycleSimulator simulator;
  private final Appendable out;
  private final List<Wire> wires = new ArrayList<>();
  private final String clockCode;
  private boolean started;

  private VcdWriter(CycleSimulator simulator, Appendable out, String topName, List<String> paths) {
    this.simulator = simulator;
    this.out = out;
    this.clockCode = code(0);
    Scope top = new Scope();
    Map<CycleSimulator.Wire, Wire> known = new LinkedHashMap<>();
    for (String path : paths) {
      int signal = simulator.signal(path);
      Wire wire =
          known.computeIfAbsent(
              simulator.wire(signal),
              _ -> {
                Wire made =
                    new Wire(
                        signal,
                        simulator.width(signal),
                        code(wires.size() + 1),
                        simulator.words(signal));
                wires.add(made);
                return made;
              });
      String[] names = path.split("\\.");
      Scope scope = top;
      for (int index = 0; index < names.length - 1; index++) {
        scope = scope.scopes.computeIfAbsent(names[index], _ -> new Scope());
      }
      scope.wires.put(names[names.length - 1], wire);
    }
    write("$version Signet $end\n$timescale 1 ns $end\n$scope module " + topName + " $end\n");
    write("$var wire 1 " + clockCode + " aclk $end\n");
    writeScope(top);
    write("$upscope $end\n$enddefinitions $end\n");
  }

  /** A writer of all signals; the header is written at once. */
  public static VcdWriter of(CycleSimulator simulator, String topName, Appendable out) {
    return new VcdWriter(simulator, out, topName, simulator.paths());
  }

  /**
   * A writer of some signals; the header is written at once.
   *
   * @throws SimulationException when there is no signal of a path
   */
  public static VcdWriter of(
      CycleSimulator simulator, String topName, Appendable out, List<String> paths) {
    return new VcdWriter(simulator, out, topName, paths);
  }

  /** Digits of base 94 in printable characters, as the format wants identifiers. */
  private static String code(int index) {
    StringBuilder code = new StringBuilder();
    int rest = index;
    do {
      code.append((char) (FIRST_CODE + rest % CODES));
      rest /= CODES;
    } while (rest > 0);
    return code.toString();
  }

  private void writeScope(Scope scope) {
    scope.wires.forEach(
        (name, wire) -> {
          String range = wire.width == 1 ? "" : " [" + (wire.width - 1) + ":0]";
          write("$var wire " + wire.width + " " + wire.code + " " + name + range + " $end\n");
        });
    scope.scopes.forEach(
        (name, inner) -> {
          write("$scope module " + name + " $end\n");
          writeScope(inner);
          write("$upscope $end\n");
        });
  }

  /**
   * Writes what has changed.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  @Override
  public void settled(long cycle) {
    StringBuilder text = new StringBuilder();
    text.append('#').append(PERIOD * cycle).append('\n');
    if (!started) {
      text.append("$dumpvars\n");
    }
    text.append('1').append(clockCode).append('\n');
    for (Wire wire : wires) {
      if (!started || !simulator.holds(wire.signal, wire.last, 0)) {
        simulator.get(wire.signal, wire.last, 0);
        append(text, wire);
      }
    }
    if (!started) {
      text.append("$end\n");
      started = true;
    }
    text.append('#').append(PERIOD * cycle + PERIOD / 2).append('\n');
    text.append('0').append(clockCode).append('\n');
    write(text);
  }

  private static void append(StringBuilder text, Wire wire) {
    if (wire.width == 1) {
      text.append(wire.last[0]).append(wire.code).append('\n');
      return;
    }
    text.append('b');
    boolean leading = true;
    for (int bit = wire.width - 1; bit >= 0; bit--) {
      boolean set = (wire.last[bit >>> 6] >>> bit & 1) != 0;
      leading &= !set && bit > 0;
      if (!leading) {
        text.append(set ? '1' : '0');
      }
    }
    text.append(' ').append(wire.code).append('\n');
  }

  private void write(CharSequence text) {
    try {
      out.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
