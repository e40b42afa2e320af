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

  /** A port the module reads. */
  public static Port input(Signal signal) {
    return new Port(Direction.INPUT, signal);
  }

  /** A port the module drives. */
  public static Port output(Signal signal) {
    return new Port(Direction.OUTPUT, signal);
  }

  /** The name of its signal. */
  public String name() {
    return signal.name();
  }

  /** Its number of bits, at least 1. */
  public int width() {
    return signal.width();
  }
}
