package dev.signet.lower;

import dev.signet.SignetException;

/**
 * A model cannot be expressed in integers without changing a decision. The message is for the user.
 */
public final class LoweringException extends SignetException {
  private static final long serialVersionUID = 1L;

  public LoweringException(String message) {
    super(message);
  }
}
