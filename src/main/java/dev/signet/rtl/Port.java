package dev.signet.rtl;

/**
 * A port of a module.
 *
 * @param direction which way it goes
 * @param signal its name and width inside the module
 */
public record Port(Direction direction, Signal signal) {

  /** Seen from the module. */
  public enum Direction {
    INPUT,
    OUTPUT
  }

  public static Port input(Signal signal) {
    return new Port(Direction.INPUT, signal);
  }

  public static Port output(Signal signal) {
    return new Port(Direction.OUTPUT, signal);
  }

  public String name() {
    return signal.name();
  }

  public int width() {
    return signal.width();
  }
}
