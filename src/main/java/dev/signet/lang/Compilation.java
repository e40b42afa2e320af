package dev.signet.lang;

import dev.signet.network.Network;
import java.util.List;

/**
 * What became of a source text.
 *
 * @param source the text
 * @param networks the networks without an error in them, in the order of the text; empty when the
 *     text has a syntax error
 * @param diagnostics at most 100, in the order of the text
 */
public record Compilation(SourceText source, List<Network> networks, List<Diagnostic> diagnostics) {

  public Compilation {
    networks = List.copyOf(networks);
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether anything in the text is wrong, be it in one of several networks. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
