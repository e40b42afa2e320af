package dev.signet.rtl;

import java.util.regex.Pattern;

/**
 * A named bit vector of a module: a port, a wire or a register. Signals of one module are told
 * apart by name.
 *
 * @param name a Verilog identifier that is no keyword
 * @param width number of bits, at least 1
 */
public record Signal(String name, int width) implements Expression {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

  public Signal {
    if (!NAME.matcher(name).matches() || width < 1) {
      throw new IllegalArgumentException("signal '" + name + "' of " + width + " bits");
    }
  }
}
