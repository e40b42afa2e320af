package dev.signet.lang;

import java.util.Locale;

/** The kinds of diagnostics, for tools that tell them apart. */
public enum DiagnosticCode {
  /** The bytes are no text in UTF-8, or hold control characters. */
  NOT_TEXT,
  /** The text does not follow the grammar. */
  SYNTAX,
  /** A limit on size, nesting or expansion is exceeded. */
  LIMIT,
  /** A layer or block that does not exist. */
  UNKNOWN_LAYER,
  /** A name that nothing is bound to. */
  UNKNOWN_NAME,
  /** A name that is bound twice or reserved. */
  NAME_TAKEN,
  /** An argument or parameter that is unknown, missing, doubled or of the wrong kind. */
  ARGUMENT,
  /** A number out of its range, or arithmetic without a result. */
  NUMBER,
  /** A layer applied to a value of the wrong type or shape. */
  TYPE,
  /** The parts of a network do not make a whole. */
  STRUCTURE,
  /** A block that uses itself. */
  RECURSION,
  /** An entry of a train or hardware section that is wrong. */
  SETTING,
  /** Part of the language, but not built yet. */
  NOT_SUPPORTED,
  /** Something is named and never used. */
  UNUSED,
  /** More was found than is reported. */
  TOO_MANY;

  /** The code in messages and JSON, such as {@code unknown-layer}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
