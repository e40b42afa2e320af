package dev.signet;

/**
 * Something the user can mend: a file, a text, a wish that cannot be met, a tool that is missing.
 *
 * <p>The message is for people and complete: what is wrong, where, and what to do. It is shown
 * without a stack trace. A bug of the program is never one of these, but an {@link
 * IllegalArgumentException} or {@link IllegalStateException} with the offending values. Each
 * package has a subclass of its own, so that callers can tell them apart.
 */
public abstract class SignetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  protected SignetException(String message) {
    super(message);
  }

  /** With a message for the user, which does not rely on that of the cause. */
  protected SignetException(String message, Throwable cause) {
    super(message, cause);
  }
}
