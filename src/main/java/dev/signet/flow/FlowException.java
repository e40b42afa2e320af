package dev.signet.flow;

/**
 * A tool outside failed or is missing, or an output directory cannot be written. The message is for
 * the user.
 */
public final class FlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FlowException(String message) {
    super(message);
  }

  public FlowException(String message, Throwable cause) {
    super(message, cause);
  }
}
