package dev.signet.ir;

import dev.signet.SignetException;
import java.util.Optional;

/** A program breaks a rule of the IR, or its text cannot be read. The message names the place. */
public final class IrException extends SignetException {
  private static final long serialVersionUID = 1L;

  private final String place;

  public IrException(String message) {
    super(message);
    this.place = "";
  }

  /**
   * A broken rule.
   *
   * @param where the value or program that breaks it
   */
  IrException(Object where, String rule) {
    super(where + ": " + rule);
    this.place = where.toString();
  }

  /** The value or program that breaks a rule, as the text writes it. */
  Optional<String> place() {
    return place.isEmpty() ? Optional.empty() : Optional.of(place);
  }
}
