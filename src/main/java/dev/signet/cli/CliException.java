package dev.signet.cli;

import dev.signet.SignetException;

/** Something a user can mend that no other package knows of. */
final class CliException extends SignetException {
  private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }
}
