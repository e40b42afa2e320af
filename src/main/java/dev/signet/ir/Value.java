package dev.signet.ir;

/**
 * A named, typed value, defined once.
 *
 * @param name a letter followed by letters, digits and underscores; the layer it came from, where
 *     there is one
 * @param type what it holds
 */
public record Value(String name, IrType type) {

  /** {@code %dense1}. */
  @Override
  public String toString() {
    return "%" + name;
  }
}
