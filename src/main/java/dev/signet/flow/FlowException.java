package dev.signet.flow;

/** A folder cannot be written or a tool cannot do its work. The message is for the user. */
public final class FlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FlowException(String message) {
    super(message);
  }

  public FlowException(String message, Throwable cause) {
    super(message, cause);
  }
}
