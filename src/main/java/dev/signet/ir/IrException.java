package dev.signet.ir;

/** A program breaks a rule of the IR, or its text cannot be read. The message names the place. */
public final class IrException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public IrException(String message) {
    super(message);
  }
}
