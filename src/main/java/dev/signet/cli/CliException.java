package dev.signet.cli;

/** Something a user can mend that no other package knows of. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }
}
