package dev.signet.cli;

import dev.signet.SignetException;

/** The command line asks for what no input could give. */
final class UsageException extends SignetException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
