package dev.signet.sim;

/** A simulation cannot be run, or does not come to an end. The message says what stands still. */
public final class SimulationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public SimulationException(String message) {
    super(message);
  }
}
