package dev.signet.flow;

import dev.signet.SignetException;

/** A folder cannot be written or a tool cannot do its work. The message is for the user. */
public final class FlowException extends SignetException {
  private static final long serialVersionUID = 1L;

  public FlowException(String message) {
    super(message);
  }

  public FlowException(String message, Throwable cause) {
    super(message, cause);
  }
}
