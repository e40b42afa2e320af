package dev.signet.lang;

import java.util.Map;
import java.util.Optional;

/** Which names can be given to inputs, parameters and lets. */
final class NameRules {
  private NameRules() {}

  /**
   * Whether a name may be bound; reports why not.
   *
   * @param name the new name
   * @param earlier where the same name is bound already, if it is
   * @param blocks the blocks of the source
   */
  static boolean isFree(
      Expression.Name name,
      Optional<SourceSpan> earlier,
      Map<String, Item.BlockItem> blocks,
      DiagnosticCollector diagnostics) {
    String quoted = Quoted.of(name.text());
    if (LayerKind.of(name.text()).isPresent()) {
      return refuse(name, quoted + " is the name of a layer", diagnostics);
    }
    if (name.text().equals("in")) {
      return refuse(name, "'in' is the name of what flows into a block", diagnostics);
    }
    if (blocks.containsKey(name.text())) {
      return refuse(name, quoted + " is the name of a block", diagnostics);
    }
    return earlier.isEmpty() || refuse(name, quoted + " is defined twice", diagnostics);
  }

  private static boolean refuse(
      Expression.Name name, String message, DiagnosticCollector diagnostics) {
    diagnostics.report(
        Diagnostic.error(DiagnosticCode.NAME_TAKEN, name.span(), message)
            .withSuggestion("choose another name"));
    return false;
  }

  /** Whether nodes are named like this, as in {@code dense1}. */
  static boolean isNodeName(String name) {
    int digits = name.length();
    while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) {
      digits--;
    }
    return digits < name.length() && LayerKind.of(name.substring(0, digits)).isPresent();
  }
}
