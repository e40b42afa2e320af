package dev.signet.lang;

import java.util.List;

/**
 * Text with the places where lines may be broken, after Wadler's "A prettier printer" (2003).
 * {@link LayoutPrinter} chooses among them.
 */
sealed interface Layout {

  /** Characters of one line. */
  record Text(String text) implements Layout {}

  /** A new line where the group around it is broken, else {@code flat}. */
  record Line(String flat) implements Layout {}

  /** A space, or a new line where what follows does not fit. */
  record FillLine() implements Layout {}

  /**
   * A new line in any case.
   *
   * @param blank whether an empty line goes before
   */
  record Break(boolean blank) implements Layout {}

  /**
   * A comment; a new line follows it in any case.
   *
   * @param trailing whether it stands behind something in its line
   */
  record Comment(String text, boolean trailing) implements Layout {}

  /** Lines that start further to the right. */
  record Indent(Layout content) implements Layout {}

  /** Broken in all its lines, or in none if that fits. */
  record Group(Layout content) implements Layout {}

  record Sequence(List<Layout> parts) implements Layout {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }
}
