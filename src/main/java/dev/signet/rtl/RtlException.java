package dev.signet.rtl;

/**
 * A design breaks a rule of the RTL IR, or its text cannot be read. The message names the place.
 */
public final class RtlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public RtlException(String message) {
    super(message);
  }
}
