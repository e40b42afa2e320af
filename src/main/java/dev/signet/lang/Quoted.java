package dev.signet.lang;

/** Pieces of the source as messages quote them. */
final class Quoted {
  private static final int SHOWN = 40;

  private Quoted() {}

  /** {@code 'dens'}; a long text is cut. */
  static String of(String text) {
    if (text.codePointCount(0, text.length()) <= SHOWN) {
      return "'" + text + "'";
    }
    return "'" + text.substring(0, text.offsetByCodePoints(0, SHOWN - 10)) + "…'";
  }
}
