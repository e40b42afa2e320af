package dev.signet.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing to tell the author of a text.
 *
 * @param severity whether the text can be used all the same
 * @param code its kind
 * @param span the place in the text
 * @param message what is wrong, in one line
 * @param label a few words to stand beside the underlined place; empty for none
 * @param notes more to know, one line each
 * @param suggestion what to do about it; one that is a question ({@code did you mean 'dense'?})
 *     reads on from the message
 */
public record Diagnostic(
    Severity severity,
    DiagnosticCode code,
    SourceSpan span,
    String message,
    String label,
    List<String> notes,
    Optional<String> suggestion) {

  public Diagnostic {
    notes = List.copyOf(notes);
  }

  /** How serious a diagnostic is. */
  public enum Severity {
    /** The text has no meaning. */
    ERROR,
    /** The text has a meaning, but perhaps not the intended one. */
    WARNING
  }

  static Diagnostic error(DiagnosticCode code, SourceSpan span, String message) {
    return new Diagnostic(Severity.ERROR, code, span, message, "", List.of(), Optional.empty());
  }

  /** Something is part of the language, but not built yet. */
  static Diagnostic notYet(SourceSpan span, String what) {
    return error(DiagnosticCode.NOT_SUPPORTED, span, what + " is not supported yet");
  }

  static Diagnostic warning(DiagnosticCode code, SourceSpan span, String message) {
    return new Diagnostic(Severity.WARNING, code, span, message, "", List.of(), Optional.empty());
  }

  Diagnostic withLabel(String newLabel) {
    return new Diagnostic(severity, code, span, message, newLabel, notes, suggestion);
  }

  Diagnostic withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Diagnostic(severity, code, span, message, label, more, suggestion);
  }

  Diagnostic withSuggestion(String newSuggestion) {
    return withSuggestion(Optional.of(newSuggestion));
  }

  Diagnostic withSuggestion(Optional<String> newSuggestion) {
    return new Diagnostic(severity, code, span, message, label, notes, newSuggestion);
  }

  /** Whether the text is refused because of it. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
