package dev.signet.lang;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gathers diagnostics: each place is reported once for each code, however often it is expanded, and
 * at most {@link Limits#DIAGNOSTICS} are kept.
 */
final class DiagnosticCollector {
  private final List<Diagnostic> kept = new ArrayList<>();
  private final Set<Place> reported = new HashSet<>();
  private int errors;
  private boolean overflown;

  private record Place(DiagnosticCode code, SourceSpan span) {}

  void report(Diagnostic diagnostic) {
    if (diagnostic.isError()) {
      errors++;
    }
    if (reported.contains(new Place(diagnostic.code(), diagnostic.span()))) {
      return;
    }
    if (kept.size() == Limits.DIAGNOSTICS - 1) {
      overflown = true;
      return;
    }
    reported.add(new Place(diagnostic.code(), diagnostic.span()));
    kept.add(diagnostic);
  }

  /** Reports what keeps a value from being computed, and gives what stands for that value. */
  Value refuse(Diagnostic diagnostic) {
    report(diagnostic);
    return new Value.Unknown();
  }

  /** The number of errors reported so far, repetitions included. */
  int errorCount() {
    return errors;
  }

  boolean isFull() {
    return overflown;
  }

  /** What was kept, in the order of the text. */
  List<Diagnostic> inOrder() {
    List<Diagnostic> ordered = new ArrayList<>(kept);
    ordered.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
    if (overflown) {
      SourceSpan last = ordered.getLast().span();
      ordered.add(
          Diagnostic.error(
              DiagnosticCode.TOO_MANY,
              last,
              "there is more; only " + Limits.DIAGNOSTICS + " messages are shown"));
    }
    return List.copyOf(ordered);
  }
}
