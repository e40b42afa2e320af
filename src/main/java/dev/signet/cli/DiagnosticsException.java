package dev.signet.cli;

import dev.signet.lang.Compilation;

/** A source text has errors. */
final class DiagnosticsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Compilation compilation;

  DiagnosticsException(Compilation compilation) {
    super("errors in " + compilation.source().name());
    this.compilation = compilation;
  }

  Compilation compilation() {
    return compilation;
  }
}
