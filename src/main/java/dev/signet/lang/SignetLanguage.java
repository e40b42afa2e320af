package dev.signet.lang;

import dev.signet.network.Network;
import java.util.List;
import java.util.Map;

/** The compiler's front end: source text to typed networks. */
public final class SignetLanguage {
  private SignetLanguage() {}

  /** {@link #compile(SourceText, Map)} with the parameters of the text. */
  public static Compilation compile(SourceText source) {
    return compile(source, Map.of());
  }

  /**
   * Reads and checks a source. Never throws for what the source says: whatever is wrong is in the
   * diagnostics.
   *
   * @param source the text
   * @param parameterOverrides values for parameters of its networks, such as {@code width}, in
   *     place of their defaults; a name that no network has is an error
   */
  public static Compilation compile(SourceText source, Map<String, Long> parameterOverrides) {
    if (source.defect().isPresent()) {
      return new Compilation(source, List.of(), source.defects());
    }
    DiagnosticCollector diagnostics = new DiagnosticCollector();
    SyntaxParser.Parsed parsed = SyntaxParser.parse(source, diagnostics);
    List<Network> networks =
        diagnostics.isFull()
            ? List.of()
            : new Checker(source, parsed.damaged(), parameterOverrides, diagnostics)
                .check(parsed.items());
    return new Compilation(source, networks, diagnostics.inOrder());
  }
}
