package dev.signet.data;

import dev.signet.SignetException;

/** A file or argument of the user's is wrong. The message is for people and complete. */
public final class DataException extends SignetException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
